"""Made events and truths for the tests of the simulator's tests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from benchmarks.quality.acceptance.sample import Raw
from data.events import AccountOpening, Event, Item, Party, Shipment
from data.synthetic.calendar import START
from data.synthetic.truth import TRUTH, TRUTH_HEADER, Truth
from data.synthetic.writer import EVENTS


def parcel(
    number: int = 0,
    *,
    sender: Party | None = None,
    receiver: Party | None = None,
    at: datetime | None = None,
    grams: int = 1_230,
    shop: str | None = None,
    is_return: bool | None = None,
) -> Shipment:
    return Shipment(
        event_id=f"ev-{number:020x}",
        occurred_at=at or START + timedelta(minutes=number),
        entity="post",
        channel="counter",
        outlet_id="33010601",
        operator_id="1",
        sender=sender or Party(name="王芳", id_type="resident_id", id_no=f"id-{number}"),
        receiver=receiver or Party(name="李强", phone="13800000000"),
        item=Item("服装鞋帽", "帽子", 0, 0),
        weight_grams=grams,
        pay_mode="sender",
        waybill_no=f"98{number:011d}",
        freight_fen=750,
        merchant_id=shop,
        is_return=is_return,
    )


def opening(number: int, *, expiry: str | None = "2030-01-01") -> AccountOpening:
    return AccountOpening(
        event_id=f"ev-{number:020x}",
        occurred_at=START + timedelta(minutes=number),
        entity="bank",
        channel="counter",
        outlet_id="33010602",
        operator_id="2",
        applicant=Party(name="赵云", id_type="resident_id", id_no=f"id-{number}"),
        account_class="I",
        purpose="储蓄",
        id_expiry=expiry,
    )


def truth(number: int = 0, campaign: str = "", decoy: str = "", *, fraud: bool = False) -> Truth:
    return Truth(f"ev-{number:020x}", fraud, "SH-01" if fraud else "", campaign, "", decoy)


def raw(event: Event, campaign: str = "", *, fraud: bool = False, share: float = 0.0) -> Raw:
    return Raw(event, 0, share, 500, truth(0, campaign, fraud=fraud))


def write(folder: Path, rows: Sequence[tuple[Event, Truth]]) -> None:
    """A world of some events, in this order."""
    lines = [msgspec.json.encode(event) for event, _ in rows]
    (folder / EVENTS).write_bytes(b"\n".join([*lines, b""]))
    told = [
        f"{t.event_id},{int(t.is_fraud)},{t.typology},{t.campaign},{t.stealth},{t.decoy}"
        for _, t in rows
    ]
    (folder / TRUTH).write_text("\n".join([TRUTH_HEADER, *told, ""]), encoding="utf-8")
