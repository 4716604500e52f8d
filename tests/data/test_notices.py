import msgspec

from data.identifiers import Kind, token_of
from data.instants import DAY_MS
from data.notices import EVENTS, integrity_fault, notice_of, notices_in, unknown_hub
from data.records import AlertRecord
from tests.databases import an_event


def an_alert(**changes: object) -> AlertRecord:
    fields = {
        "case_id": "C-20250314-000001",
        "linked_to": None,
        "opens": True,
        "typology": "SH-08",
        "band": 2,
        "decision": 2,
        "tier": 1,
        "desk": "triage",
        "stake_fen": 100,
        "loss_fen": 10,
        "due_at_ms": 1_700_000_000_000,
    }
    return msgspec.convert(fields | changes, AlertRecord)


def test_a_high_case_is_told_by_ids_and_codes() -> None:
    (notice,) = notices_in(an_event(1, alert=an_alert()))
    assert (notice.id, notice.event, notice.desk) == (
        "case_high-C-20250314-000001",
        "case.high",
        "triage",
    )
    assert b"13800138000" not in notice.data
    assert msgspec.json.decode(notice.data)["band"] == "high"


def test_who_is_stopped_counts_and_a_review_of_a_low_band_does_not() -> None:
    assert notices_in(an_event(1, alert=an_alert(band=0, decision=3)))
    assert not notices_in(an_event(1, alert=an_alert(band=1, decision=2)))
    assert not notices_in(an_event(1))


def test_an_unknown_hub_is_told_once_in_its_period() -> None:
    token = token_of(0x1230 | Kind.PHONE)
    record = an_event(1, hubs=(token,), received_at_ms=0)
    (notice,) = notices_in(record)
    later = an_event(2, hubs=(token,), received_at_ms=89 * DAY_MS)
    assert notices_in(later)[0].id == notice.id
    assert unknown_hub(token, an_event(3, received_at_ms=91 * DAY_MS)).id != notice.id
    assert msgspec.json.decode(notice.data) == {
        "hub": token,
        "kind": "phone",
        "event_id": "event-1",
    }


def test_a_fault_is_told_once_a_day_for_each_check() -> None:
    first = integrity_fault("exposure", "exposure_differs", 0)
    assert first.id == integrity_fault("exposure", "other", DAY_MS - 1).id
    assert first.id != integrity_fault("exposure", "other", DAY_MS).id
    assert first.id != integrity_fault("audit", "other", 0).id


def test_ids_hold_no_dot_since_a_signature_sets_one_behind_them() -> None:
    assert all("." not in notice_of(event, "a-1", 0, data={}).id for event in EVENTS)
