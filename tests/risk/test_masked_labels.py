import re

from hypothesis import given
from hypothesis import strategies as st

from data.events import OutcomeLine
from data.identifiers import Kind, kind_of
from data.subject import Reader
from risk.features.touch import touch_of
from risk.masked_labels import labels_of, masked_name, masked_number
from tests.risk.builders import (
    RECEIVER,
    SENDER,
    application,
    demo_lines,
    opening,
    shipment,
    tokeniser,
)


def test_each_party_of_a_shipment_is_told_masked() -> None:
    subject = Reader(tokeniser()).read(shipment(device_id="DEV-0123456789"))
    labels = labels_of(subject)
    assert labels[subject.party.document_node] == "张*"
    assert labels[subject.party.phone_node] == "139******70"
    assert labels[subject.party.place.unit] == "思明区湖滨南路"
    assert labels[subject.device] == "DEV******89"
    assert subject.other is not None
    assert labels[subject.other.phone_node] == "137******81"


def test_a_business_is_told_with_merchant_and_account() -> None:
    subject = Reader(tokeniser()).read(application())
    kinds = {kind_of(node) for node in labels_of(subject)}
    assert {Kind.MERCHANT, Kind.ACCOUNT} <= kinds


def test_accounts_of_both_parties_are_told() -> None:
    sender, receiver = (
        SENDER | {"account_no": "6222020200112233"},
        RECEIVER | {"account_no": "6222020200445566"},
    )
    labels = labels_of(Reader(tokeniser()).read(shipment(sender=sender, receiver=receiver)))
    accounts = sorted(label for node, label in labels.items() if node & 15 == Kind.ACCOUNT)
    assert accounts == ["622******33", "622******66"]


def test_whatever_enters_the_graph_has_a_label() -> None:
    reader, nameless = Reader(tokeniser()), 0
    for line in demo_lines()[:1_500]:
        if not isinstance(line, OutcomeLine):
            subject = reader.read(line)
            labels = labels_of(subject)
            entered = {node for pair in touch_of(subject).pairs for node in pair}
            assert {kind_of(node) for node in entered - labels.keys()} <= {Kind.PERSON, Kind.ORG}
            nameless += len(entered - labels.keys())
    assert nameless < 10


def test_no_label_holds_a_number_a_door_or_a_whole_name() -> None:
    reader = Reader(tokeniser())
    for event in (shipment(), opening(), application()):
        subject = reader.read(event)
        raw = subject.party
        for label in labels_of(subject).values():
            assert raw.name.canonical not in label
            assert re.search(r"\d{4}", label) is None
            assert not any(sign in label for sign in ("栋", "室", "号"))


@given(st.text(st.characters(categories=["Nd", "Lu"]), max_size=30))
def test_at_least_six_signs_of_a_number_are_hidden_or_all(number: str) -> None:
    masked = masked_number(number)
    shown = masked.replace("*", "")
    assert len(shown) <= max(len(number) - 6, 0)
    assert number.startswith(shown[:3]) and number.endswith(shown[3:])


@given(st.text(max_size=10))
def test_a_name_shows_one_character(name: str) -> None:
    assert masked_name(name)[1:].strip("*") == ""
    assert len(name) < 2 or "*" in masked_name(name)
