"""What it weighs that two identifiers stood together, and how long: DOMAIN 3.6, in one table.

A link is as strong as its weaker end and lives as long as the shorter-lived one: a person with a phone
is "same phone", a phone with a room is "same room" for as long as phones last.
"""

from typing import Final

from data.identifiers import Kind
from data.instants import DAY_MS

FOREVER_MS: Final = 100_000 * DAY_MS
CERTAIN: Final = 6.0
"""For DOMAIN's "certain" a number above all others: log-odds of 400 to 1."""

TABLE: Final[dict[Kind, tuple[float, int]]] = {
    Kind.PERSON: (CERTAIN, FOREVER_MS),
    Kind.ORG: (CERTAIN, FOREVER_MS),
    Kind.MERCHANT: (CERTAIN, FOREVER_MS),
    Kind.ACCOUNT: (4.0, 365 * DAY_MS),
    Kind.DEVICE: (3.0, 90 * DAY_MS),
    Kind.PHONE: (3.0, 180 * DAY_MS),
    Kind.UNIT: (2.0, 365 * DAY_MS),
    Kind.AGENT: (2.0, 180 * DAY_MS),
    Kind.BUILDING: (0.5, 365 * DAY_MS),
    Kind.ESTATE: (0.5, 365 * DAY_MS),
    Kind.EMPLOYER: (0.3, 365 * DAY_MS),
}
"""By kind of the shared key: weight in log-odds and life. A kind that is not here ties nobody."""

WEIGHTS: Final = [TABLE[kind][0] if kind in TABLE else 0.0 for kind in sorted(Kind)]
LIVES_MS: Final = [TABLE[kind][1] if kind in TABLE else 1 for kind in sorted(Kind)]
"""The same in the order of kinds."""
