"""COD parcels of few merchants with tight limits, and what becomes of them, made up as they are sent."""

import random
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import Final

from data.events import CodApplication, Item, OutcomeKind, OutcomeLine, Party, Shipment
from risk.exposure import ENDS

MERCHANTS: Final = 16
GROUPS: Final = 2
TIED: Final = 4
"""Merchants of a group: they share a settlement account, and so one limit."""
_START: Final = datetime(2025, 1, 6, tzinfo=UTC)
_APART: Final = timedelta(seconds=100)
"""Between two parcels: with it a merchant's day is about full."""
_LEAST_FEN: Final = 100
_MOST_FEN: Final = 40_000
_PARCELS: Final = 0.52
"""Share of requests that are parcels: a little more begin than end, so limits fill up."""
_COLLECTED: Final = 0.3
_ENDINGS: Final[tuple[OutcomeKind, ...]] = ("remitted", "refused", "returned", "undeliverable")
_MONTHLY_FEN: Final = 60_000_000


class Traffic:
    """Draws the next request.

    Args:
        seed: of everything drawn.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._parcels = 0
        self._outcomes = 0
        self._open: deque[str] = deque()

    def applications(self) -> list[CodApplication]:
        """What ties the first merchants into groups and gives each of them limits."""
        return [self._application(merchant) for merchant in range(GROUPS * TIED)]

    def next(self) -> Shipment | OutcomeLine:
        """A parcel, or what became of one that was accepted."""
        if not self._open or self._random.random() < _PARCELS:
            return self._parcel()
        return self._outcome()

    def accepted(self, event_id: str) -> None:
        """Note a parcel that reserved: outcomes of it may be drawn from now on."""
        self._open.append(event_id)

    def _application(self, merchant: int) -> CodApplication:
        return CodApplication(
            event_id=f"application-{merchant}",
            occurred_at=_START,
            merchant_id=f"M{merchant}",
            business=Party(name=f"试验商户{merchant}"),
            settle_account_no=f"62220200000000{merchant // TIED:05}",
            requested_limit_fen=_MONTHLY_FEN,
            expected_monthly_cod_fen=_MONTHLY_FEN,
        )

    def _parcel(self) -> Shipment:
        draw = self._random
        self._parcels += 1
        return Shipment(
            event_id=f"parcel-{self._parcels}",
            occurred_at=_START + self._parcels * _APART,
            sender=Party(name="试验寄件人", phone=self._phone()),
            receiver=Party(name="试验收件人", phone=self._phone()),
            item=Item(category="日用品", text="毛巾", declared_value_fen=5_000),
            weight_grams=draw.randrange(200, 3_000),
            pay_mode="cod",
            cod_amount_fen=draw.randrange(_LEAST_FEN, _MOST_FEN),
            merchant_id=f"M{draw.randrange(MERCHANTS)}",
        )

    def _outcome(self) -> OutcomeLine:
        """Collected and later ended, or ended at once; now and then told twice, or against the first."""
        draw = self._random
        about = self._open.popleft()
        said: OutcomeKind = draw.choice(_ENDINGS)
        if draw.random() < _COLLECTED:
            said = "delivered"
            self._open.append(about)
        elif draw.random() < 0.05:
            self._open.append(about)
        self._outcomes += 1
        return OutcomeLine(
            outcome_id=f"outcome-{self._outcomes}",
            event_id=about,
            occurred_at=_START + self._parcels * _APART,
            outcome=said,
            source="carrier",
        )

    def _phone(self) -> str:
        return f"139{self._random.randrange(10**8):08}"


assert set(_ENDINGS) < ENDS
