"""The recount of the exposure run finds what it is for, and its traffic is what it says."""

import msgspec
import pytest

from benchmarks.exposure.recount import Recount
from benchmarks.exposure.traffic import GROUPS, TIED, Traffic
from data.events import OutcomeLine, Shipment, as_outcome
from data.records import EventRecord
from risk.records import canonical_body
from tests.databases import an_event, an_outcome


def row(seq: int, parcel: Shipment, decision: str = "approve") -> EventRecord:
    body = canonical_body(parcel)
    return an_event(seq, parcel.event_id, body=body, decision=decision)


def parcels(count: int, **changes: object) -> list[Shipment]:
    traffic, found = Traffic(1), list[Shipment]()
    while len(found) < count:
        line = traffic.next()
        assert isinstance(line, Shipment)
        found.append(msgspec.structs.replace(line, **changes))
    return found


def test_a_parcel_above_a_limit_is_counted_unless_it_was_held() -> None:
    found = Recount()
    (dear,) = parcels(1, cod_amount_fen=200_001, merchant_id="M12")
    found.add(row(1, dear, "hold"))
    assert (found.over_limit, found.held, found.reservations) == (0, 1, 0)
    found.add(row(2, dear))
    assert (found.over_limit, found.held, found.reservations) == (1, 1, 1)


def test_a_day_above_its_limit_is_counted() -> None:
    found = Recount()
    for seq, parcel in enumerate(parcels(6, cod_amount_fen=190_000, merchant_id="M12"), 1):
        found.add(row(seq, parcel))
    assert found.over_limit == 1


@pytest.mark.parametrize(
    ("told", "outstanding", "collected", "releases"),
    [
        (["delivered"], 0, 700, 0),
        (["delivered", "remitted", "remitted"], 0, 0, 1),
        (["refused", "delivered"], 0, 0, 1),
        (["redirected"], 700, 0, 0),
    ],
)
def test_outcomes_move_the_sums_once(
    told: list[str], outstanding: int, collected: int, releases: int
) -> None:
    found = Recount()
    (parcel,) = parcels(1, cod_amount_fen=700, merchant_id="M12")
    found.add(row(1, parcel))
    for seq, said in enumerate(told, 2):
        line = msgspec.convert(
            {
                "kind": "outcome",
                "outcome_id": f"o{seq}",
                "event_id": parcel.event_id,
                "occurred_at": parcel.occurred_at,
                "outcome": said,
                "source": "carrier",
            },
            OutcomeLine,
        )
        body = canonical_body(as_outcome(line))
        found.add(an_outcome(seq, f"o{seq}", event_id=parcel.event_id, body=body))
    assert sum(found.outstanding_fen.values()) == outstanding
    assert sum(found.collected_fen.values()) == collected
    assert found.releases == releases


def test_the_traffic_ties_groups_and_tells_of_accepted_parcels_only() -> None:
    traffic = Traffic(3)
    tied = traffic.applications()
    assert len({each.settle_account_no for each in tied}) == GROUPS
    assert len(tied) == GROUPS * TIED
    first = traffic.next()
    assert isinstance(first, Shipment)
    traffic.accepted(first.event_id)
    lines = [traffic.next() for _ in range(50)]
    about = {line.event_id for line in lines if isinstance(line, OutcomeLine)}
    assert about == {first.event_id}
