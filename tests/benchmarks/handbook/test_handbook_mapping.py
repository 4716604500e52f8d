import msgspec

from benchmarks.handbook.mapping import lines_of
from data.events import OutcomeLine, Shipment, decode_line
from data.identifiers import Tokeniser
from data.subject import Reader
from tests.benchmarks.handbook.payments import rows_of

ROWS = rows_of(
    (0.5, 5, 8, 12.34, 1),
    (1, 18_005, 9, 0.0, 0),
    (7.5, 5, 8, 99.99, 0),
    (7.6, 5, 8, 1.0, 1),
)


def test_a_payment_is_a_parcel_from_the_customer_to_the_terminal() -> None:
    parcels = [line for _, line in lines_of(ROWS) if isinstance(line, Shipment)]
    assert [p.item.declared_value_fen for p in parcels] == [1_234, 0, 9_999, 100]
    subjects = [Reader(Tokeniser(bytes(32))).read(parcel) for parcel in parcels]
    for subject in subjects:
        assert subject.party.document is not None
        assert (subject.party.document.kind, subject.party.document.flags) == ("resident", ())
        assert subject.party.document_node and subject.party.phone_node
        assert subject.other is not None and subject.other.phone_node
    assert len({s.party.document_node for s in subjects}) == 2
    assert len({s.party.phone_node for s in subjects}) == 2
    assert len({s.other.phone_node for s in subjects if s.other}) == 2
    assert parcels[0].occurred_at.isoformat() == "2018-07-02T12:00:00+08:00"


def test_a_fraud_is_told_seven_days_later_before_what_happens_then() -> None:
    lines = [(at, type(line)) for at, line in lines_of(ROWS)]
    assert lines == [(0, Shipment), (1, Shipment), (0, OutcomeLine), (2, Shipment), (3, Shipment)]
    told = next(line for _, line in lines_of(ROWS) if isinstance(line, OutcomeLine))
    assert told.occurred_at.isoformat() == "2018-07-09T12:00:00+08:00"
    assert (told.event_id, told.outcome) == ("tx-0", "confirmed_fraud")


def test_lines_keep_the_contract() -> None:
    for _, line in lines_of(ROWS):
        assert decode_line(msgspec.json.encode(line)) == line
