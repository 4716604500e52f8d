"""A share of a rule's hits that asks for nothing, so that something is learnt of what is stopped."""

import msgspec

from data.decisions import Evidence, RuleHit


def draw_of(event_node: int) -> float:
    """A number in [0, 1) that is an event's own: random to whoever lacks the key, the same in a replay."""
    return (event_node >> 4) / 2.0**60


def let_through(hit: RuleHit, draw: float, share: float) -> RuleHit:
    """A rule that fired and asked for nothing, and the draw that made it so."""
    drawn = Evidence("let_through", draw, share)
    return msgspec.structs.replace(hit, action="approve", evidence=(*hit.evidence, drawn))
