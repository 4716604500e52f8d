"""G7: fields that must not tell a fraud, as rows of numbers.

A probe looks at one sort of trace that a careless simulator leaves. What is compared are events of
the same sort (``sorts``); a probe may ask for more to be the same (``beside``), where the field shows
a mechanism: an amount that is there at all, a phone that a platform hides.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from benchmarks.quality.acceptance.sample import Raw
from benchmarks.quality.acceptance.sorts import parties_of
from data.events import AccountOpening, CodApplication, Shipment

_MISSING: Final = -1.0
_HUNDREDS: Final = 300
STRETCHES: Final = 40
_MOBILE: Final = re.compile(r"(?:\+86)?[ -]?(1\d{2})[ -]?(\d{4})[ -]?\d{4}$")


class Probe(NamedTuple):
    """One trace.

    Attributes:
        read: an event -> its numbers, always as many.
        beside: an event -> what else must be the same in what it is compared with.
        kinds: of the events that have the field.
    """

    read: Callable[[Raw], Sequence[float]]
    beside: Callable[[Raw], object] = lambda _: None
    kinds: tuple[str, ...] = ("shipment", "account_opening")


def _place(raw: Raw) -> Sequence[float]:
    """Where it stands in the file, and in its stretch of it."""
    return raw.share, raw.share * STRETCHES % 1.0


def _stretch(raw: Raw) -> int:
    """Campaigns lie whole in a world, so its first and last days hold fewer: no leak of order."""
    return int(raw.share * STRETCHES)


def _id_digits(raw: Raw) -> Sequence[float]:
    return [int(digit, 16) for digit in raw.event.event_id.removeprefix("ev-")]


def _waybill_digits(raw: Raw) -> Sequence[float]:
    number = raw.event.waybill_no if isinstance(raw.event, Shipment) else None
    return [int(digit) for digit in number] if number else [_MISSING] * 13


def _amounts(raw: Raw) -> tuple[int, ...]:
    event = raw.event
    if isinstance(event, Shipment):
        item = event.item
        goods = (item.declared_value_fen, item.insured_value_fen, event.cod_amount_fen)
        return (*goods, event.freight_fen, event.weight_grams)
    if isinstance(event, CodApplication):
        return event.requested_limit_fen, event.average_cod_fen, event.deposit_fen
    return (round((event.face_score or 0.0) * 1000),)


def _decimals(raw: Raw) -> Sequence[float]:
    """The last two digits of each amount and of the weight; none of one that is too small."""
    found: list[float] = []
    for amount, large in zip(_amounts(raw), _large(raw), strict=True):
        found += [amount % 10, amount // 10 % 10] if large else [_MISSING] * 2
    return found


def _large(raw: Raw) -> tuple[bool, ...]:
    """Which amounts have last digits that don't tell how large they are: the tens of 80 g would."""
    return tuple(amount >= _HUNDREDS for amount in _amounts(raw))


def _missing(raw: Raw) -> Sequence[float]:
    """Which optional fields are there."""
    event = raw.event
    values: list[object] = [event.device_id, event.ip, event.operator_id]
    for party in parties_of(event):
        values += [party.name, party.id_type, party.id_no, party.phone, party.address]
    if isinstance(event, Shipment):
        values += [event.is_return, event.id_verified, event.inspected, event.waybill_no]
        values += [event.monthly_account, event.merchant_id]
    if isinstance(event, AccountOpening):
        values += [event.id_expiry, event.employer, event.face_score]
    return [value is None for value in values]


def _clock(raw: Raw) -> Sequence[float]:
    at = raw.event.occurred_at
    ms = at.microsecond // 1000
    return at.second, ms, ms % 10, ms % 100, at.microsecond % 1000


def _segments(raw: Raw) -> Sequence[float]:
    """The first three and seven digits of both parties' phones."""
    found: list[float] = []
    for party in parties_of(raw.event):
        number = _MOBILE.match(party.phone or "")
        found += [float(number[1]), float(number[1] + number[2])] if number else [_MISSING] * 2
    return found


def _phones_readable(raw: Raw) -> tuple[bool, ...]:
    return tuple(_MOBILE.match(party.phone or "") is not None for party in parties_of(raw.event))


def _length(raw: Raw) -> Sequence[float]:
    return (raw.length,)


def _shape(raw: Raw) -> object:
    """What a line's length tells by right: the fields that are there, and a document without end.

    Such documents are those of older people, and some frauds choose their victims or mules by age.
    """
    event = raw.event
    lasting = isinstance(event, AccountOpening) and event.id_expiry == "长期"
    return tuple(_missing(raw)), lasting


PROBES: Final[dict[str, Probe]] = {
    "row_order": Probe(_place, _stretch),
    "event_id": Probe(_id_digits),
    "waybill": Probe(_waybill_digits, kinds=("shipment",)),
    "decimals": Probe(_decimals, _large),
    "missingness": Probe(_missing),
    "clock": Probe(_clock),
    "phone_segment": Probe(_segments, _phones_readable),
    "line_length": Probe(_length, _shape),
}
"""By the last part of its permanent id."""
