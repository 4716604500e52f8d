"""What of a party a screen may show, and what is shown in clear by name only."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import InvalidInput
from data.events import OutcomeLine
from data.subject import Reader
from risk.masked_parties import FIELDS, clear_values, masked_parties, person_token
from tests.risk.builders import (
    RECEIVER,
    SENDER,
    application,
    demo_lines,
    opening,
    shipment,
    tokeniser,
)

EVENTS = [line for line in demo_lines() if not isinstance(line, OutcomeLine)][:400]
DIGITS = st.text("0123456789", min_size=11, max_size=18)


def test_of_the_demo_world_nothing_that_names_somebody_is_shown() -> None:
    reader = Reader(tokeniser())
    shown = hidden = 0
    for event in EVENTS:
        for party in masked_parties(reader.read(event)):
            raw = getattr(event, party.role)
            text = msgspec.json.encode(party).decode()
            shown += 1
            for value in (raw.id_no, raw.phone, raw.account_no, raw.address):
                if value and len(value) > 6:
                    hidden += 1
                    assert value not in text
            if raw.name and len(raw.name) > 1 and "*" not in raw.name:
                assert raw.name not in text
    assert shown > 500 < hidden


@given(DIGITS)
def test_of_a_number_at_least_six_signs_are_hidden(number: str) -> None:
    event = shipment(sender={"id_no": number, "phone": number})
    (sender, _) = masked_parties(Reader(tokeniser()).read(event))
    for text in (sender.id_no, sender.phone):
        assert not text or text.count("*") >= 6


def test_parties_by_kind_and_what_they_lack() -> None:
    reader = Reader(tokeniser())
    roles = [
        [party.role for party in masked_parties(reader.read(event))]
        for event in (shipment(), opening(agent=dict(RECEIVER)), opening(), application())
    ]
    assert roles == [["sender", "receiver"], ["applicant", "agent"], ["applicant"], ["business"]]
    assert masked_parties(reader.read(shipment()))[1].missing == ("id_no",)


def test_in_clear_is_what_was_named_and_nothing_else() -> None:
    wanted = ["sender.phone", "receiver.account_no", "settle_account_no", "agent.name"]
    assert clear_values(shipment(), wanted) == {
        "sender.phone": SENDER["phone"],
        "receiver.account_no": None,
        "settle_account_no": None,
        "agent.name": None,
    }
    for field in ("device_id", "ip", "sender", "sender.id_type", "event_id", ""):
        assert field not in FIELDS
        with pytest.raises(InvalidInput):
            clear_values(shipment(), [field])


def test_the_token_is_that_of_the_party() -> None:
    reader = Reader(tokeniser())
    subject = reader.read(shipment())
    assert subject.other is not None
    assert person_token(subject, "sender.phone") == f"{subject.party.best_node:016x}"
    assert person_token(subject, "receiver.name") == f"{subject.other.best_node:016x}"
