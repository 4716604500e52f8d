"""What policy versions in shadow would have done about an event, without any part in its decision."""

from collections.abc import Sequence

from msgspec import Struct

from data.decisions import Action, Band
from risk.decide import decide
from risk.policy_sets import Watched
from rules.compile import Extras, Numbers, Texts
from rules.model import Rule


class Look(Struct, frozen=True):
    """One version's say about one event.

    Attributes:
        version: which.
        fired: its rules that fired.
        would: the action that score and rules would have asked for with it; of a COD application
            without its grade.
        did: the same with what is live.
    """

    version: str
    fired: tuple[str, ...]
    would: Action
    did: Action


def looks_of(  # noqa: PLR0917  one fact each, as the engine has them
    watched: Sequence[Watched],
    kind: str,
    numbers: Numbers,
    texts: Texts,
    extra: Extras,
    band: Band,
    asking: Sequence[Rule],
) -> tuple[Look, ...]:
    """The looks of all versions in shadow that have anything to say: a rule fired, or one would not."""
    looks = []
    for one in watched:
        rules = [one.policy.rules[at] for at in one.policy.evaluate(kind, numbers, texts, extra)]
        kept = [rule for rule in asking if rule.id not in one.replaces]
        if rules or len(kept) != len(asking):
            fired = tuple(rule.id for rule in rules)
            looks.append(
                Look(one.version, fired, decide(band, [*kept, *rules]), decide(band, asking))
            )
    return tuple(looks)
