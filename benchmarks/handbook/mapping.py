"""Payments as parcels: the customer sends, the terminal receives, the amount is the declared value.

Only the raw columns are used. A payment that was a fraud has an outcome ``confirmed_fraud`` seven days later,
which is the delay of the book.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from benchmarks.handbook.rows import Rows
from benchmarks.handbook.split import DELAY_DAYS
from data.events import Item, OutcomeLine, Party, Shipment
from data.synthetic.documents import resident_id

LOCAL: Final = timezone(timedelta(hours=8))
"""The zone in which the book's hours are read: night is at night."""
_REGION: Final = "310101"
_DELAY_S: Final = DELAY_DAYS * 86_400
_ITEM_TEXT: Final = "衣服"
_WEIGHT_GRAMS: Final = 500


def lines_of(rows: Rows) -> Iterator[tuple[int, Shipment | OutcomeLine]]:
    """Events and outcomes in order of time, each with the position of its row.

    Of one second, outcomes come first. Outcomes later than the last payment are left out.

    Args:
        rows: in order of time.
    """
    parties = _Parties()
    frauds = iter([at for at, fraud in enumerate(rows.fraud.tolist()) if fraud])
    told = next(frauds, None)
    for at, second in enumerate(rows.at_s.tolist()):
        while told is not None and rows.at_s[told] + _DELAY_S <= second:
            yield told, _outcome(rows, told)
            told = next(frauds, None)
        yield at, _parcel(rows, at, parties)


class _Parties:
    """The parties of customers and terminals, made once."""

    def __init__(self) -> None:
        self._customers: dict[int, Party] = {}
        self._terminals: dict[int, Party] = {}

    def customer(self, number: int) -> Party:
        """A person with a valid document and phone."""
        known = self._customers.get(number)
        if known is None:
            born = date(1950, 1, 1) + timedelta(days=number % 18_000)
            document = resident_id(_REGION, born, 1 + number // 18_000)
            known = Party(
                name="王芳", id_type="resident_id", id_no=document, phone=f"139{number:08d}"
            )
            self._customers[number] = known
        return known

    def terminal(self, number: int) -> Party:
        """Somebody who is known by a phone."""
        known = self._terminals.get(number)
        if known is None:
            known = self._terminals[number] = Party(name="李伟", phone=f"186{number:08d}")
        return known


def _parcel(rows: Rows, at: int, parties: _Parties) -> Shipment:
    fen = round(rows.amount[at] * 100)
    return Shipment(
        event_id=f"tx-{rows.id[at]}",
        occurred_at=_instant(int(rows.at_s[at])),
        sender=parties.customer(int(rows.customer[at])),
        receiver=parties.terminal(int(rows.terminal[at])),
        item=Item(category="other", text=_ITEM_TEXT, declared_value_fen=fen),
        weight_grams=_WEIGHT_GRAMS,
        pay_mode="sender",
    )


def _outcome(rows: Rows, at: int) -> OutcomeLine:
    return OutcomeLine(
        outcome_id=f"known-{rows.id[at]}",
        event_id=f"tx-{rows.id[at]}",
        occurred_at=_instant(int(rows.at_s[at]) + _DELAY_S),
        outcome="confirmed_fraud",
        source="bank",
    )


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC).replace(tzinfo=LOCAL)
