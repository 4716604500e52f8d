"""Subjects: which identifiers of an event may link, and that no text makes the reader fail."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from data.events import AccountOpening, CodApplication, Item, Party, Shipment
from data.identifiers import Kind, Tokeniser, kind_of
from data.instants import to_datetime
from data.subject import NO_NODE, PartyFacts, Reader, Subject

READER: Final = Reader(Tokeniser(b"a key for tests alone"))
T: Final = 1_767_225_600_000
ROOM: Final = "浙江省杭州市西湖区曙光路12号3幢1单元502室"
ID: Final = "330106199001010018"
texts = st.none() | st.text(max_size=40)


def parcel(sender: Party, receiver: Party = Party(), **more: str) -> Shipment:  # noqa: B008  frozen
    return Shipment(
        event_id="e1",
        occurred_at=to_datetime(T),
        sender=sender,
        receiver=receiver,
        item=Item(category="other", text="衣服"),
        weight_grams=1,
        pay_mode="sender",
        **more,  # type: ignore[arg-type]  # text fields of the event
    )


def opening(applicant: Party, agent: Party | None = None, purpose: str = "日常") -> AccountOpening:
    return AccountOpening(
        event_id="e1",
        occurred_at=to_datetime(T),
        applicant=applicant,
        account_class="I",
        purpose=purpose,
        agent=UNSET if agent is None else agent,
    )


def facts(party: Party) -> PartyFacts:
    return READER.read(parcel(party)).party


@pytest.mark.parametrize(
    "phone",
    ["138****8000", "1395678*234", "13800000000", "11111111111", "12345", "", "无", None],
)
def test_a_masked_or_placeholder_phone_never_links(phone: str | None) -> None:
    assert facts(Party(phone=phone)).phone_node == NO_NODE


@pytest.mark.parametrize("id_no", ["330106****0018", "330106199001010019", "无", "", None])
def test_a_masked_or_invalid_document_never_links(id_no: str | None) -> None:
    assert facts(Party(id_type="resident_id", id_no=id_no)).document_node == NO_NODE


@pytest.mark.parametrize("name", ["张*", "收件人", None, ""])
def test_a_name_that_names_nobody_has_no_node(name: str | None) -> None:
    assert facts(Party(name=name)).name_node == NO_NODE


@pytest.mark.parametrize("address", ["浙江省杭州市西湖区***", "无", "浙江省", None])
def test_an_address_without_a_place_has_no_node(address: str | None) -> None:
    place = facts(Party(address=address)).place
    assert (place.unit, place.building, place.estate) == (NO_NODE, NO_NODE, NO_NODE)


@pytest.mark.parametrize(
    ("one", "other"),
    [("13956781234", "+86 139-5678-1234"), ("0571-88866617", "(0571) 8886 6617")],
)
def test_one_phone_written_two_ways_is_one_node(one: str, other: str) -> None:
    assert facts(Party(phone=one)).phone_node == facts(Party(phone=other)).phone_node != NO_NODE


def test_an_extension_is_another_line() -> None:
    one, other = (facts(Party(phone=f"0571-88866617转{n}")).phone_node for n in (12, 13))
    assert one != other


def test_nodes_tell_their_kind() -> None:
    subject = READER.read(
        parcel(
            Party(name="王芳", id_type="resident_id", id_no=ID, phone="13956781234", address=ROOM),
            outlet_id="310001",
            operator_id="op-1",
            device_id="dev-1",
            merchant_id="m-1",
            monthly_account="M-1",
        )
    )
    party = subject.party
    nodes = (
        (party.name_node, Kind.NAME),
        (party.document_node, Kind.PERSON),
        (party.phone_node, Kind.PHONE),
        (party.place.unit, Kind.UNIT),
        (party.place.building, Kind.BUILDING),
        (subject.outlet, Kind.OUTLET),
        (subject.operator, Kind.OPERATOR),
        (subject.device, Kind.DEVICE),
        (subject.merchant, Kind.MERCHANT),
        (subject.account, Kind.ACCOUNT),
        (subject.event_node, Kind.EVENT),
    )
    assert [(kind_of(node), node > 15) for node, _ in nodes] == [(kind, True) for _, kind in nodes]


def test_an_organisation_is_no_person() -> None:
    party = facts(Party(id_type="uscc", id_no="91330106MA27XY123U"))
    assert kind_of(party.document_node) is Kind.ORG
    assert party.document is None


def test_to_be_an_agent_is_not_to_be_the_same_person() -> None:
    agent = Party(id_type="resident_id", id_no=ID)
    subject = READER.read(opening(Party(), agent))
    assert kind_of(subject.agent_node) is Kind.AGENT
    assert subject.other is not None
    assert kind_of(subject.other.document_node) is Kind.PERSON
    assert READER.read(opening(agent)).agent_node == NO_NODE


def test_the_best_node_is_the_surest_at_hand() -> None:
    whole = Party(id_type="resident_id", id_no=ID, phone="13956781234", address=ROOM)
    party = facts(whole)
    assert party.best_node == party.phone_node
    assert facts(Party(id_type="resident_id", id_no=ID)).best_node == party.document_node
    assert facts(Party(address=ROOM)).best_node == party.place.unit
    assert facts(Party()).best_node == NO_NODE


@pytest.mark.parametrize("code", ["62****90", "", "  ", None])
def test_a_masked_or_empty_code_has_no_node(code: str | None) -> None:
    assert facts(Party(account_no=code)).account_node == NO_NODE


def test_another_key_gives_other_nodes() -> None:
    other = Reader(Tokeniser(b"another key for tests"))
    party = Party(phone="13956781234")
    assert other.read(parcel(party)).party.phone_node != facts(party).phone_node


parties = st.builds(
    Party,
    name=texts,
    id_type=st.sampled_from(("resident_id", "uscc", "passport", "other", None)),
    id_no=texts,
    phone=texts,
    address=texts,
    account_no=texts,
)


@settings(deadline=None)
@given(parties, parties, texts, st.integers(-(10**13), 10**14))
def test_no_text_and_no_time_makes_the_reader_fail(
    one: Party, other: Party, text: str | None, at_ms: int
) -> None:
    application = CodApplication(
        event_id="e2",
        occurred_at=to_datetime(at_ms),
        merchant_id=text or "",
        business=one,
        settle_account_no=text or "",
        requested_limit_fen=1,
        legal_rep=other,
        contact_phone=text,
        warehouse_address=text,
    )
    for event in (parcel(one, other), opening(one, other, purpose=text or ""), application):
        assert READER.read(event) == READER.read(event)


def test_the_caches_change_no_answer() -> None:
    event = parcel(Party(name="王芳", phone="13956781234", address=ROOM))
    fresh: Subject = Reader(Tokeniser(b"a key for tests alone")).read(event)
    assert READER.read(event) == fresh
