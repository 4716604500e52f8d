"""The additive explanation as bytes: what the log keeps of it, and how it is read again.

Forty contributions as objects or as JSON cost more than the score itself, and next to nobody asks for
them at the counter. So a decision carries numbers; names come from the catalogue when somebody reads.

Layout, little-endian: base and total (float64, log-odds), one contribution for each feature of the
model (float64), then the place of each of these features in the vector (uint16).
"""

from array import array
from collections.abc import Iterable
from math import isnan
from struct import Struct
from typing import Final

from data.decisions import Contribution, Explanation
from risk.features.catalogue import LEDGER_NAMES, NAMES

_HEAD: Final = Struct("<dd")
_EACH_BYTES: Final = 8 + 2


def packed_places(columns: Iterable[int]) -> bytes:
    """The places of a model's features, ready to be the end of its ledgers."""
    return array("H", columns).tobytes()


def ledger_of(base: float, total: float, contributions: bytes, places: bytes) -> bytes:
    """The ledger of one score.

    Args:
        base: log-odds before any feature.
        total: log-odds of the score.
        contributions: packed float64, in the order of ``places``.
        places: from ``packed_places``.
    """
    return _HEAD.pack(base, total) + contributions + places


def explanation_of(vector: bytes, ledger: bytes) -> Explanation:
    """The explanation in names and values; a feature without any part in the score is left out.

    Args:
        vector: the packed vector that was scored.
        ledger: of the same decision.
    """
    base, total = _HEAD.unpack_from(ledger)
    count = (len(ledger) - _HEAD.size) // _EACH_BYTES
    places_from = _HEAD.size + 8 * count
    values = array("d", vector)
    parts = array("d", ledger[_HEAD.size : places_from])
    places = array("H", ledger[places_from:])
    return Explanation(
        base,
        total,
        tuple(
            Contribution(LEDGER_NAMES[at], _value(values, at), part)
            for at, part in zip(places, parts, strict=True)
            if part
        ),
    )


def _value(values: "array[float]", at: int) -> float | None:
    """The value at a place; None where it is missing, or is none of the vector's."""
    return None if at >= len(NAMES) or isnan(values[at]) else values[at]
