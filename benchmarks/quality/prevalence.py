"""How common frauds are in a world, beside what is published."""

from typing import Final

from data.synthetic import schedule

REALISTIC: Final = schedule.Prevalence(0.3, 0.5)
"""About 0.5 % of shipments and 1.1 % of openings, the level of published opening fraud."""
VOLUME_TYPOLOGIES: Final = ("SH-03", "SH-04", "SH-06")
"""Large and loud: with them the shipments' figures speak of little else, so both are reported."""


def realistic_weight(kind: str, scale: schedule.Prevalence) -> float:
    """How often a fraud of a world counts at the realistic prevalence; 1 in a world not richer than that.

    >>> realistic_weight("account_opening", schedule.Prevalence(1.0, 1.0))
    0.5
    """
    opening = kind == "account_opening"
    made, aim = (each.openings if opening else each.shipments for each in (scale, REALISTIC))
    return 1.0 if made <= aim else aim / made
