"""Made-up cards."""

from typing import Any

from detectors.reliability import Bin
from risk.card import (
    Calibrated,
    Card,
    Choice,
    HeldOutCard,
    KindCard,
    LookAlike,
    Ranked,
    Segment,
)
from risk.drift import Baseline


def held_out(**changes: Any) -> HeldOutCard:
    """What some rows show."""
    usual: dict[str, Any] = {
        "first": "2025-06-01T00:00:00+00:00",
        "last": "2025-06-30T00:00:00+00:00",
        "rows": 8_000,
        "frauds": 250,
        "ranked": Ranked(0.91, 0.5, 0.65),
        "calibrated": (
            Calibrated("platt", True, 0.002, 0.021, 0.0, 0.0),
            Calibrated("beta", False, 0.003, 0.022, -0.001, 0.0004),
        ),
        "reliability": (Bin(4_000, 0.01, 0.0), Bin(4_000, 0.1, 0.12)),
        "segments": (
            Segment("at_night", True, 100, 0, None, 0.25, 0.5),
            Segment("at_night", False, 7_900, 250, 0.5, None, None),
        ),
        "choices": (
            Choice(0.002, 1001, 0.0, None, 0.0, 0.0, 0.0),
            Choice(0.01, 730, 0.0098, 0.8, 0.25, 5.4, 492.0),
        ),
        "cheapest": Choice(None, 558, 0.03, 0.5, 0.5, 17.7, 1_213.0),
        "look_alikes": (
            LookAlike("all honest", 7_750, 0.03, 0.02, 0.01, 0.004),
            *(LookAlike(f"L{n:02}", 30 + n, n / 100, 0.0, 0.0, n / 100) for n in range(1, 13)),
            LookAlike("rare", 3, 1.0, 1.0, 1.0, 1.0),
        ),
    }
    return HeldOutCard(**usual | changes)


def card(held: HeldOutCard | None, model: str = "boosted") -> Card:
    """The card of shipments."""
    kind = KindCard(
        model=model,
        first="2025-05-01T00:00:00+00:00",
        last="2025-06-30T00:00:00+00:00",
        events=31_000,
        frauds=1_300,
        honest=29_000,
        unknown=700,
        maturity_days=45,
        held_out=held,
        baselines={"score": Baseline((1.0,), (0.5, 0.5), 0.0)},
    )
    return Card("2025-09-01T00:00:00+00:00", 6.0, {"shipment": kind})
