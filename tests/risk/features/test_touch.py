"""Whom an event touches: shared places and shared devices are nobody's identity."""

import pytest
from msgspec import UNSET

from data.events import AccountOpening, CodApplication, Party
from data.identifiers import kind_of
from data.instants import to_datetime
from risk.features.roles import Role
from risk.features.touch import CUSTOMER_CHANNELS, Touch, addressee, own_unit, touch_of
from tests.risk.features.streams import COUNTER_AT, READER, START_MS, USCC, party, shipment

ID, OTHER_ID = "330106199001010018", "330106199001010026"
PHONE = "13956781234"


def of_parcel(sender: Party, receiver: Party, **more: object) -> Touch:
    return touch_of(READER.read(shipment("e1", START_MS, sender, receiver, **more)))


def opening(applicant: Party, agent: Party | None = None, **more: str) -> AccountOpening:
    return AccountOpening(
        event_id="e1",
        occurred_at=to_datetime(START_MS),
        applicant=applicant,
        agent=UNSET if agent is None else agent,
        account_class="I",
        purpose="日常",
        **more,  # type: ignore[arg-type]  # text fields of the event
    )


def kinds(nodes: tuple[int, ...]) -> list[str]:
    return [kind_of(node).name for node in nodes]


def roles(touch: Touch) -> list[tuple[str, str]]:
    return [(kind_of(key >> 3).name, Role(key & 7).name) for key in touch.keys]


@pytest.mark.parametrize(
    "address",
    [
        "浙江省杭州市西湖区文三路9号菜鸟驿站",
        "浙江省杭州市西湖区文二路5号丰巢快递柜",
        "广东省东莞市长安镇振安路8号工业园3栋宿舍205室",
        "浙江省杭州市余杭区良渚街道仓库路6号仓库",
        "四川省凉山州西昌市安哈镇长板桥村3组12号",
    ],
    ids=["station", "locker", "dormitory", "warehouse", "village"],
)
def test_a_shared_place_is_no_key_of_a_person(address: str) -> None:
    person = party("王芳", ID, PHONE, address)
    place = READER.read(shipment("e1", START_MS, person, person)).party.place
    assert place.address.poi_type
    assert own_unit(place) == 0
    for touch in (of_parcel(person, person), touch_of(READER.read(opening(person)))):
        everything = (*touch.party, *touch.other, *(node for pair in touch.pairs for node in pair))
        assert "UNIT" not in kinds(everything)


def test_a_home_is_a_key() -> None:
    touch = of_parcel(party(address=COUNTER_AT), party())
    assert kinds(touch.party) == ["UNIT"]


@pytest.mark.parametrize("channel", ["app", "mini_program", "web"])
def test_a_device_is_the_customers_own_where_the_customer_holds_it(channel: str) -> None:
    touch = touch_of(READER.read(opening(party(None, ID), channel=channel, device_id="d-1")))
    assert kinds((touch.device, *touch.party)) == ["DEVICE", "PERSON", "DEVICE"]
    assert touch.pairs == ((touch.party[0], touch.device),)


@pytest.mark.parametrize("channel", ["counter", "courier_pda", "hotline", "erp_api", None])
def test_a_device_of_the_outlet_is_nobodys(channel: str | None) -> None:
    events = (
        opening(party(None, ID), channel=channel, device_id="d-1"),  # type: ignore[arg-type]  # maybe None
        shipment("e1", START_MS, party(None, ID), party(), channel=channel, device_id="d-1"),
    )
    for event in events:
        touch = touch_of(READER.read(event))
        assert touch.device == 0
        assert kinds(touch.party) == ["PERSON"]
        assert touch.pairs == ()
    assert channel not in CUSTOMER_CHANNELS


@pytest.mark.parametrize("phone", ["138****8000", "13800000000", "无", ""])
def test_a_masked_or_placeholder_phone_ties_nobody(phone: str) -> None:
    touch = of_parcel(party("王芳", ID, phone), party("李伟", None, phone))
    assert kinds(touch.party) == ["PERSON"]
    assert (touch.other, touch.pairs) == ((), ())


def test_a_parcel_enters_the_windows_of_both_sides_and_of_the_operator() -> None:
    touch = of_parcel(
        party("王芳", ID, PHONE, COUNTER_AT),
        party("李伟", OTHER_ID, "13956781235"),
        operator_id="op-1",
        outlet_id="310001",
        merchant_id="m-1",
        monthly_account="M-1",
    )
    sender = ["PERSON", "PHONE", "UNIT", "MERCHANT", "ACCOUNT"]
    assert kinds(touch.party) == sender
    assert kinds(touch.other) == ["PHONE", "PERSON"]
    assert roles(touch) == [
        *((kind, "SENDER") for kind in sender),
        *((kind, "RECEIVER") for kind in ("PHONE", "PERSON")),
        ("OPERATOR", "OPERATOR"),
        ("OUTLET", "ACCEPTANCE"),
    ]
    assert touch.party[0] << 3 | Role.SENDER == touch.keys[0]


def test_sender_and_receiver_are_not_tied_to_each_other() -> None:
    touch = of_parcel(party("王芳", ID, PHONE), party("李伟", OTHER_ID, "13956781235"))
    assert len(touch.pairs) == 2
    for pair in touch.pairs:
        assert set(pair) <= set(touch.party) or set(pair) <= set(touch.other)


def test_links_meet_at_the_surest_identifier() -> None:
    touch = of_parcel(party("王芳", ID, PHONE, COUNTER_AT, "6217001234567890"), party())
    assert {pair[0] for pair in touch.pairs} == {touch.party[0]}
    assert kinds(tuple(pair[1] for pair in touch.pairs)) == ["PHONE", "UNIT", "ACCOUNT"]


def test_an_agent_is_tied_to_the_principal_and_has_windows_of_its_own() -> None:
    touch = touch_of(
        READER.read(opening(party(None, ID), party(None, OTHER_ID), outlet_id="310001"))
    )
    assert roles(touch) == [("PERSON", "APPLICANT"), ("OUTLET", "OUTLET"), ("AGENT", "AGENT")]
    assert [kinds(pair) for pair in touch.pairs] == [["AGENT", "PERSON"]]


def test_a_merchant_is_tied_to_its_organisation_phone_and_account() -> None:
    event = CodApplication(
        event_id="e1",
        occurred_at=to_datetime(START_MS),
        merchant_id="m-1",
        business=party(None, USCC, "13956781235"),
        settle_account_no="M-1",
        requested_limit_fen=1,
        contact_phone=PHONE,
        warehouse_address=COUNTER_AT,
    )
    touch = touch_of(READER.read(event))
    assert kinds(touch.party) == ["ORG", "PHONE", "UNIT", "MERCHANT", "ACCOUNT"]
    assert {pair[0] for pair in touch.pairs} == {touch.party[0]}
    assert {role for _, role in roles(touch)} == {"BUSINESS"}


def test_an_empty_event_touches_nothing() -> None:
    touch = of_parcel(Party(), Party())
    assert (touch.party, touch.other, touch.keys, touch.pairs, touch.device) == ((), (), (), (), 0)


def named(name: str | None, phone: str, address: str) -> int:
    receiver = READER.read(
        shipment("e1", START_MS, party(), party(name, None, phone, address))
    ).other
    assert receiver is not None
    return addressee(receiver)


def test_a_name_at_a_place_is_one_whatever_the_phone() -> None:
    station, other = "浙江省杭州市西湖区文三路9号菜鸟驿站", "浙江省杭州市西湖区文二路5号菜鸟驿站"
    one = named("王芳", PHONE, station)
    assert kind_of(one).name == "NAME"
    assert named("王芳", "13956781235", "杭州市西湖区文三路9号 菜鸟驿站") == one
    assert len({one, named("李伟", PHONE, station), named("王芳", PHONE, other)}) == 3
    assert named(None, PHONE, station) == named("王芳", PHONE, "不详") == 0
