"""Random streams of events and outcomes from few identifiers, so that they collide a lot."""

from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st
from msgspec import UNSET

from data.events import AccountOpening, CodApplication, Event, Item, Party, Shipment
from data.identifiers import Tokeniser
from data.instants import DAY_MS, HOUR_MS, to_datetime
from data.subject import Reader

READER: Final = Reader(Tokeniser(b"a key for tests alone"))
START_MS: Final = 1_767_225_600_000
YEAR_2099_MS: Final = 4_070_908_800_000
COUNTER_AT: Final = "浙江省杭州市西湖区曙光路12号3幢1单元502室"

NAMES: Final = ("王芳", "李伟", "张先生", "王*", "收件人", "杭州某某商贸有限公司", None)
IDS: Final = (
    "330106199001010018",
    "330106199001010026",
    "51340119850505001X",
    "110105194912310021",
    "330106****0018",
    None,
)
USCC: Final = "91330106MA27XY123U"
PHONES: Final = (
    "13956781234",
    "+86 139-5678-1235",
    "0571-88866617转12",
    "17056781236",
    "138****8000",
    "13800000000",
    None,
)
ADDRESSES: Final = (
    COUNTER_AT,
    "浙江省杭州市西湖区曙光路12号3幢1单元503室",
    "浙江省杭州市西湖区文三路9号菜鸟驿站",
    "广东省东莞市长安镇振安路8号工业园3栋宿舍205室",
    "四川省凉山州西昌市安哈镇长板桥村3组12号",
    "浙江省杭州市余杭区良渚街道仓库路6号仓库",
    "无",
    None,
)
AMOUNTS: Final = (0, 1, 1_000, 123_456_789, -5, 10**17, -(10**17))
CHANNELS: Final = ("counter", "app", "web", "erp_api", None)
PURPOSES: Final = ("工资代发", "补卡", "社保卡", "养老金", "学生助学", "日常")
RELATIONS: Final = ("母亲", "朋友", None)
OUTCOMES: Final = (
    "delivered",
    "refused",
    "undeliverable",
    "returned",
    "confirmed_fraud",
    "written_off",
    "legit_explained",
    "data_error",
)
STEPS_MS: Final = (
    0,
    0,
    1,
    60_000,
    HOUR_MS,
    6 * HOUR_MS,
    DAY_MS,
    7 * DAY_MS,
    30 * DAY_MS,
    90 * DAY_MS,
    -1,
    -HOUR_MS,
    -DAY_MS,
    -7 * DAY_MS,
)


@dataclass(frozen=True)
class Arrival:
    """An event, or an outcome about the event with a number (that may never come)."""

    event: Event | None = None
    granted: bool = False
    about: str = ""
    outcome: str = ""


def party(
    name: str | None = None,
    id_no: str | None = None,
    phone: str | None = None,
    address: str | None = None,
    account_no: str | None = None,
) -> Party:
    """A party with a resident id."""
    return Party(
        name=name,
        id_type="uscc" if id_no == USCC else "resident_id",
        id_no=id_no,
        phone=phone,
        address=address,
        account_no=account_no,
    )


def shipment(event_id: str, at_ms: int, sender: Party, receiver: Party, **more: object) -> Shipment:
    """A parcel with ordinary defaults."""
    values: dict[str, object] = {
        "item": Item(category="other", text="衣服"),
        "weight_grams": 500,
        "pay_mode": "sender",
    }
    values.update(more)
    return Shipment(
        event_id=event_id,
        occurred_at=to_datetime(at_ms),
        sender=sender,
        receiver=receiver,
        **values,  # type: ignore[arg-type]  # the keyword arguments of a test
    )


parties = st.builds(
    party,
    name=st.sampled_from(NAMES),
    id_no=st.sampled_from((*IDS, USCC)),
    phone=st.sampled_from(PHONES),
    address=st.sampled_from(ADDRESSES),
    account_no=st.sampled_from(("6217001234567890", None, None)),
)
EMPTY: Final = Party()
any_party = parties | st.just(EMPTY)
amounts = st.sampled_from(AMOUNTS)
flags = st.sampled_from((True, False, None))


@st.composite
def shipments(draw: st.DrawFn, event_id: str, at_ms: int) -> Shipment:
    """A parcel."""
    return Shipment(
        event_id=event_id,
        occurred_at=to_datetime(at_ms),
        channel=draw(st.sampled_from(CHANNELS)),
        outlet_id=draw(st.sampled_from(("310001", "310002", None))),
        operator_id=draw(st.sampled_from(("op-1", "op-2", None))),
        device_id=draw(st.sampled_from(("dev-1", "dev-2", None))),
        sender=draw(any_party),
        receiver=draw(any_party),
        item=Item(
            category="other",
            text=draw(st.sampled_from(("衣服", "日用品", "黄金首饰", "合同文件", ""))),
            declared_value_fen=draw(amounts),
            insured_value_fen=draw(amounts),
        ),
        weight_grams=draw(amounts),
        pay_mode=draw(st.sampled_from(("sender", "collect", "monthly", "cod"))),
        cod_amount_fen=draw(amounts),
        freight_fen=draw(amounts),
        monthly_account=draw(st.sampled_from(("M-1", None, None))),
        merchant_id=draw(st.sampled_from(("m-1", "m-2", None, None, None))),
        is_return=draw(flags),
        id_verified=draw(flags),
        inspected=draw(flags),
    )


@st.composite
def openings(draw: st.DrawFn, event_id: str, at_ms: int) -> AccountOpening:
    """An account about to be opened."""
    return AccountOpening(
        event_id=event_id,
        occurred_at=to_datetime(at_ms),
        channel=draw(st.sampled_from(CHANNELS)),
        outlet_id=draw(st.sampled_from(("310001", "310002", None))),
        device_id=draw(st.sampled_from(("dev-1", "dev-2", None))),
        applicant=draw(any_party),
        account_class=draw(st.sampled_from(("I", "II", "III"))),
        purpose=draw(st.sampled_from(PURPOSES)),
        id_expiry=draw(st.sampled_from(("2030-01-01", "2020-01-01", "长期", None))),
        employer=draw(st.sampled_from(("某厂", None))),
        agent=draw(any_party | st.just(UNSET)),
        agent_relation=draw(st.sampled_from(RELATIONS)),
        guardian_relation=draw(st.sampled_from((None, None, "监护人"))),
        batch_id=draw(st.sampled_from(("b-1", None, None))),
        existing_cards=draw(st.sampled_from((0, 1, 4, 10**9))),
        face_score=draw(st.sampled_from((0.5, -3.0, 9.0, None))),
    )


@st.composite
def applications(draw: st.DrawFn, event_id: str, at_ms: int) -> CodApplication:
    """A merchant asks for cash on delivery."""
    return CodApplication(
        event_id=event_id,
        occurred_at=to_datetime(at_ms),
        channel=draw(st.sampled_from(CHANNELS)),
        merchant_id=draw(st.sampled_from(("m-1", "m-2", ""))),
        business=draw(any_party),
        settle_account_no=draw(st.sampled_from(("M-1", "6217001234567890", "", "62****"))),
        requested_limit_fen=draw(amounts),
        contact_phone=draw(st.sampled_from(PHONES)),
        warehouse_address=draw(st.sampled_from(ADDRESSES)),
        deposit_fen=draw(amounts),
        payout_cycle_days=draw(amounts),
        advance_requested=draw(flags),
    )


@st.composite
def arrivals(draw: st.DrawFn, most: int = 30, least: int = 1) -> list[Arrival]:
    """A stream in order of arrival, with late, equal and absurd times."""
    count = draw(st.integers(least, most))
    stream: list[Arrival] = []
    now_ms = START_MS
    for number in range(count):
        if draw(st.integers(0, 3)) == 0:
            about = f"e{draw(st.integers(0, count))}"
            stream.append(Arrival(about=about, outcome=draw(st.sampled_from(OUTCOMES))))
            continue
        step_ms = draw(st.sampled_from(STEPS_MS))
        at_ms = now_ms + step_ms
        now_ms = max(now_ms, at_ms)
        if draw(st.integers(0, 15)) == 0:
            at_ms = draw(st.sampled_from((YEAR_2099_MS, 0, -(10**12))))
        make = draw(st.sampled_from((shipments, shipments, openings, openings, applications)))
        event = draw(make(f"e{number}", at_ms))
        stream.append(Arrival(event, granted=draw(st.booleans())))
    return stream
