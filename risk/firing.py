"""Rules about one event: the draws of its id, and the hits that are told."""

from array import array
from collections.abc import Set

import msgspec

from data.decisions import Evidence, RuleHit
from rules.compile import CompiledPolicy, Extras, Texts


def draw_of(event_node: int) -> float:
    """A number in [0, 1) that is an event's own: random to whoever lacks the key, the same in a replay."""
    return (event_node >> 4) / 2.0**60


def share_draw(event_node: int) -> float:
    """A number in [0, 1) for the roll-out of a policy, of other bits than ``draw_of``."""
    return (event_node >> 4 & 0xFFFF) / 65536.0


def hits_of(  # noqa: PLR0917  one fact each, and the compiled path passes by place
    policy: CompiledPolicy,
    indices: list[int],
    vector: list[float],
    texts: Texts,
    extra: Extras,
    draw: float,
    silenced: Set[str],
) -> tuple[RuleHit, ...]:
    """The rules that fired, with what they measured and why one asks for nothing.

    Args:
        policy: the rules.
        indices: of the rules that fired, in the policy's order.
        vector: the features.
        texts: the texts.
        extra: the free attributes.
        draw: of the event, for rules that let a share through.
        silenced: rules that somebody of the event is spared; those with a basis are not.
    """
    # As floats: a count of 3 would be read back from the log as 3.0, and differ in its bytes.
    numbers = array("d", vector).tolist()
    hits = [policy.hit(index, numbers, texts, extra) for index in indices]
    for place, index in enumerate(indices):
        rule = policy.rules[index]
        if rule.let_through > draw:
            hits[place] = _let_through(hits[place], draw, rule.let_through)
        elif rule.id in silenced and rule.basis is None:
            hits[place] = _suppressed(hits[place])
    return tuple(hits)


def _suppressed(hit: RuleHit) -> RuleHit:
    """A rule that fired and asked for nothing, because it is silenced for somebody of the event."""
    told = Evidence("suppressed", value=True, threshold=None)
    return msgspec.structs.replace(hit, action="approve", evidence=(*hit.evidence, told))


def _let_through(hit: RuleHit, draw: float, share: float) -> RuleHit:
    """A rule that fired and asked for nothing, and the draw that made it so."""
    drawn = Evidence("let_through", draw, share)
    return msgspec.structs.replace(hit, action="approve", evidence=(*hit.evidence, drawn))
