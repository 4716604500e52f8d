"""The challenger's say about an event: kept beside the champion's, without any part in the decision.

A second bundle scores the very vector that the champion scored. What it says is kept with the raw
scores of the decision's row, under ``challenger``, so it is durable with it and can be derived again;
a row without that key had no challenger.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

from data.decisions import ENCODER, Band

_KEY: Final = "challenger"


class Shadow(Struct, frozen=True):
    """What the challenger said of one event.

    Attributes:
        bundle: id of the challenger.
        total: its log-odds.
        band: of the total, by the challenger's own thresholds.
        raw: detector -> raw score.
    """

    bundle: str
    total: float
    band: Band
    raw: dict[str, float]


# This module is not in setup.py's list: mypyc keeps no annotations that msgspec could decode by.
class _Named(Struct):
    bundle: str


class _Kept(Struct):
    """As much of kept raw scores as tells whose they are."""

    challenger: _Named | None = None


_KEPT: Final = msgspec.json.Decoder(_Kept)


def kept_scores(raw: Mapping[str, float], shadow: Shadow | None) -> bytes:
    """The raw scores as the log keeps them, with what the challenger said, if there is one."""
    return ENCODER.encode(raw if shadow is None else {**raw, _KEY: shadow})


def challenger_in(raw_scores: bytes) -> str | None:
    """The id of the challenger that scored a row too; None if none did, or the row is damaged.

    Args:
        raw_scores: from ``kept_scores``.
    """
    try:
        challenger = _KEPT.decode(raw_scores).challenger
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return None if challenger is None else challenger.bundle
