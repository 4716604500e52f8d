"""Random streams of events and outcomes from few identifiers, so that they collide a lot."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

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
FLAGS: Final = (True, False, None)
OUTCOMES: Final = (
    "delivered",
    "refused",
    "undeliverable",
    "returned",
    "confirmed_fraud",
    "written_off",
    "legit_explained",
    "data_error",
    "claimed",
    "complaint_not_ordered",
    "complaint_mismatch",
    "settle_account_changed",
    "overdue",
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
ABSURD_MS: Final = {9: YEAR_2099_MS, 10: 0, 11: -(10**12)}
_STEP: Final = st.tuples(st.integers(0, 40), st.sampled_from(STEPS_MS), st.integers(0, 999))


@dataclass(frozen=True)
class Arrival:
    """An event, or an outcome about the event with a number (that may never come)."""

    event: Event | None = None
    granted: bool = False
    about: str = ""
    outcome: str = ""
    told_ms: int = START_MS


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


EMPTY: Final = Party()


def _party(pick: Random) -> Party:
    if pick.random() < 0.1:
        return EMPTY
    return party(
        pick.choice(NAMES),
        pick.choice((*IDS, USCC)),
        pick.choice(PHONES),
        pick.choice(ADDRESSES),
        pick.choice(("6217001234567890", None, None)),
    )


def _common(pick: Random, event_id: str, at_ms: int) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "occurred_at": to_datetime(at_ms),
        "channel": pick.choice(CHANNELS),
        "outlet_id": pick.choice(("310001", "310002", None)),
        "device_id": pick.choice(("dev-1", "dev-2", None)),
        "operator_id": pick.choice(("op-1", "op-2", None)),
    }


def _shipment(pick: Random, event_id: str, at_ms: int) -> Shipment:
    return Shipment(
        **_common(pick, event_id, at_ms),
        sender=_party(pick),
        receiver=_party(pick),
        item=Item(
            category="other",
            text=pick.choice(("衣服", "日用品", "黄金首饰", "合同文件", "")),
            declared_value_fen=pick.choice(AMOUNTS),
            insured_value_fen=pick.choice(AMOUNTS),
        ),
        weight_grams=pick.choice(AMOUNTS),
        pay_mode=pick.choice(("sender", "collect", "monthly", "cod")),
        cod_amount_fen=pick.choice(AMOUNTS),
        freight_fen=pick.choice(AMOUNTS),
        monthly_account=pick.choice(("M-1", None, None)),
        merchant_id=pick.choice(("m-1", "m-2", None, None, None)),
        is_return=pick.choice(FLAGS),
        id_verified=pick.choice(FLAGS),
        inspected=pick.choice(FLAGS),
    )


def _opening(pick: Random, event_id: str, at_ms: int) -> AccountOpening:
    return AccountOpening(
        **_common(pick, event_id, at_ms),
        applicant=_party(pick),
        account_class=pick.choice(("I", "II", "III")),
        purpose=pick.choice(PURPOSES),
        id_expiry=pick.choice(("2030-01-01", "2020-01-01", "长期", None)),
        employer=pick.choice(("某厂", None)),
        agent=pick.choice((UNSET, _party(pick))),
        agent_relation=pick.choice(("母亲", "朋友", None)),
        guardian_relation=pick.choice((None, None, "监护人")),
        batch_id=pick.choice(("b-1", None, None)),
        existing_cards=pick.choice((0, 1, 4, 10**9)),
        face_score=pick.choice((0.5, -3.0, 9.0, None)),
    )


def _application(pick: Random, event_id: str, at_ms: int) -> CodApplication:
    return CodApplication(
        **_common(pick, event_id, at_ms),
        merchant_id=pick.choice(("m-1", "m-2", "")),
        business=_party(pick),
        settle_account_no=pick.choice(("M-1", "6217001234567890", "", "62****")),
        requested_limit_fen=pick.choice(AMOUNTS),
        expected_monthly_cod_fen=pick.choice(AMOUNTS),
        registered_on=pick.choice(("2024-05-01", "2099-01-01", "20240230", "去年", None)),
        contact_phone=pick.choice(PHONES),
        warehouse_address=pick.choice(ADDRESSES),
        legal_rep=pick.choice((UNSET, _party(pick))),
        deposit_fen=pick.choice(AMOUNTS),
        payout_cycle_days=pick.choice(AMOUNTS),
        advance_requested=pick.choice(FLAGS),
    )


_MAKERS: Final = (_shipment, _shipment, _opening, _opening, _application)


def random_event(seed: int, event_id: str, at_ms: int) -> Event:
    """An event whose identifiers a seed picks from the few there are."""
    pick = Random(seed)
    return pick.choice(_MAKERS)(pick, event_id, at_ms)


@st.composite
def arrivals(draw: st.DrawFn, most: int = 30, least: int = 1) -> list[Arrival]:
    """A stream in order of arrival, with late, equal and absurd times."""
    steps = draw(st.lists(_STEP, min_size=least, max_size=most))
    stream: list[Arrival] = []
    now_ms = START_MS
    for number, (what, step_ms, seed) in enumerate(steps):
        if what < 9:
            about = f"e{seed % len(steps)}"
            told_ms = ABSURD_MS.get(seed % 40, now_ms + step_ms)
            outcome = OUTCOMES[seed // 40 % len(OUTCOMES)]
            stream.append(Arrival(about=about, outcome=outcome, told_ms=told_ms))
            continue
        at_ms = now_ms + step_ms
        now_ms = max(now_ms, at_ms)
        at_ms = ABSURD_MS.get(what, at_ms)
        stream.append(Arrival(random_event(seed, f"e{number}", at_ms), granted=seed % 2 == 0))
    return stream
