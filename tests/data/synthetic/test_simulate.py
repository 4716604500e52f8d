import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.events import AccountOpening, CodApplication, Event, OutcomeLine, Shipment, decode_line
from data.synthetic.campaigns.registry import typologies
from data.synthetic.decoys.registry import look_alikes
from data.synthetic.drafts import HONEST, Label
from data.synthetic.presets import preset
from data.synthetic.simulate import Line, simulate

DEMO_TYPOLOGIES = {
    *("AO-01", "AO-02", "AO-05", "AO-06", "AO-07", "CR-06"),
    *("SH-01", "SH-02", "SH-05", "SH-06"),
}
"""A mule's accounts (AO-06) come with the cards that are mailed to a buyer (AO-07)."""


class Labelled(NamedTuple):
    event: Event
    label: Label


def labelled(lines: list[Line]) -> Iterator[Labelled]:
    for line in lines:
        if line.label is not None and not isinstance(line.record, OutcomeLine):
            yield Labelled(line.record, line.label)


@pytest.fixture(scope="module")
def demo() -> list[Line]:
    return list(simulate(preset("demo"), 7))


@pytest.fixture(scope="module")
def small() -> list[Labelled]:
    """Preset S, events only."""
    return list(labelled(list(simulate(preset("S"), 7))))


def digest(seed: int) -> str:
    whole = hashlib.sha256()
    for line in simulate(preset("demo"), seed):
        whole.update(msgspec.json.encode(line.record))
    return whole.hexdigest()


def test_one_seed_gives_one_world() -> None:
    assert digest(3) == digest(3)
    assert digest(3) != digest(4)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(-(2**63), 2**63))
def test_every_seed_gives_a_whole_demo(seed: int) -> None:
    events = list(labelled(list(simulate(preset("demo"), seed))))
    assert {e.label.typology for e in events} - {""} == DEMO_TYPOLOGIES
    assert 2_700 < len(events) < 3_400


def test_all_lines_decode_to_what_was_meant(demo: list[Line]) -> None:
    for line in demo:
        assert decode_line(msgspec.json.encode(line.record)) == line.record


def test_time_never_goes_back(demo: list[Line]) -> None:
    assert all(a.record.occurred_at <= b.record.occurred_at for a, b in pairwise(demo))


def test_outcomes_follow_their_events(demo: list[Line]) -> None:
    seen: set[str] = set()
    outcome_ids: list[str] = []
    for line in demo:
        if isinstance(line.record, OutcomeLine):
            assert line.label is None
            assert line.record.event_id in seen
            outcome_ids.append(line.record.outcome_id)
        else:
            assert line.record.event_id not in seen
            seen.add(line.record.event_id)
    assert len(set(outcome_ids)) == len(outcome_ids) > 2_500


def test_counts_of_the_small_world(small: list[Labelled]) -> None:
    kinds = Counter(type(e.event) for e in small)
    assert kinds[Shipment] == pytest.approx(30_000, rel=0.05)
    assert kinds[AccountOpening] == pytest.approx(2_000, rel=0.08)
    assert kinds[CodApplication] == pytest.approx(150, rel=0.3)
    frauds = Counter(type(e.event) for e in small if e.label.is_fraud)
    assert 0.02 < frauds[Shipment] / kinds[Shipment] < 0.08
    assert 0.02 < frauds[AccountOpening] / kinds[AccountOpening] < 0.10


def test_most_merchants_with_cash_on_delivery_apply_and_few_do_often(small: list[Labelled]) -> None:
    applied = Counter(
        e.event.merchant_id
        for e in small
        if isinstance(e.event, CodApplication) and e.label == HONEST
    )
    assert len(applied) > 0.6 * sum(applied.values())
    assert max(applied.values()) <= 8


def test_every_typology_and_look_alike_of_the_recipes_is_there(small: list[Labelled]) -> None:
    told = {e.label.typology for e in small if e.label.is_fraud}
    assert told == {name for name, (recipe, _) in typologies().items() if "S" in recipe.scale}
    stealth = {e.label.stealth for e in small if e.label.typology == "AO-02"}
    assert stealth == {"L0", "L1", "L2"}
    decoys = {name for name, (r, _) in look_alikes().items() if "S" in r.scale or not r.scale}
    assert {e.label.decoy for e in small} - {""} == decoys


def test_labels_are_consistent(small: list[Labelled]) -> None:
    for _, label in small:
        assert bool(label.typology) == bool(label.stealth) == label.is_fraud
        assert not (label.campaign_id and label.decoy)


def test_the_demo_has_one_plain_ring_late(demo: list[Line]) -> None:
    events = list(labelled(demo))
    ring = [(i, e.event) for i, e in enumerate(events) if e.label.typology == "AO-02"]
    openings = [event for _, event in ring if isinstance(event, AccountOpening)]
    assert len(openings) == 8
    assert len({o.applicant.id_no for o in openings}) == 8
    assert len({re.sub(r"\D", "", o.applicant.phone or "")[-11:] for o in openings}) == 1
    assert len({o.occurred_at.date() for o in openings}) == 2
    assert all(o.batch_id is None for o in openings)
    assert ring[0][0] > 0.7 * len(events)


def test_the_demo_ring_shares_its_phone_with_nobody(demo: list[Line]) -> None:
    phones = Counter(
        re.sub(r"\D", "", e.event.applicant.phone or "")[-11:]
        for e in labelled(demo)
        if isinstance(e.event, AccountOpening) and e.label.decoy not in ("L32", "guardian")
    )
    assert phones.most_common(1)[0][1] == 8
    assert phones.most_common(2)[1][1] <= 5


def test_the_demo_breaks_the_cap_once(demo: list[Line]) -> None:
    asked = [
        e.event
        for e in labelled(demo)
        if e.label.typology == "AO-01" and isinstance(e.event, AccountOpening)
    ]
    assert [event.existing_cards for event in asked] == [0, 1, 2, 3, 4]
    assert {event.account_class for event in asked} == {"I"}


def test_honest_people_keep_within_the_cap(demo: list[Line]) -> None:
    first_class = Counter(
        e.event.applicant.id_no
        for e in labelled(demo)
        if isinstance(e.event, AccountOpening)
        and not e.label.is_fraud
        and e.event.account_class == "I"
        and e.event.purpose != "补卡换卡"
    )
    assert max(first_class.values()) == 1


def test_batches_are_of_schools_and_employers_only(small: list[Labelled]) -> None:
    batched = {
        e.label.decoy for e in small if isinstance(e.event, AccountOpening) and e.event.batch_id
    }
    assert batched == {"L01", "L07"}


def test_children_come_with_a_guardian(small: list[Labelled]) -> None:
    openings = [e for e in small if isinstance(e.event, AccountOpening)]
    minors = [e for e in openings if e.label.decoy == "guardian"]
    assert all(
        e.event.guardian_relation == "父母" and e.event.agent
        for e in minors
        if isinstance(e.event, AccountOpening)
    )
    others = [e.event for e in openings if e.label.decoy != "guardian"]
    assert all(isinstance(o, AccountOpening) and o.guardian_relation is None for o in others)


def test_companies_open_accounts_through_their_representative(small: list[Labelled]) -> None:
    openings = [e.event for e in small if isinstance(e.event, AccountOpening)]
    companies = [o for o in openings if o.applicant.id_type == "uscc"]
    assert 0.005 < len(companies) / len(openings) < 0.05
    assert all(o.agent and o.agent_relation == "法定代表人" for o in companies)


def test_sender_mix(small: list[Labelled]) -> None:
    parcels = [e.event for e in small if isinstance(e.event, Shipment) and not e.label.is_fraud]
    everyday = [p for p in parcels if p.merchant_id or not p.monthly_account]
    merchants = sum(p.merchant_id is not None for p in everyday) / len(everyday)
    assert 0.66 < merchants < 0.78
    assert 0.05 < sum(p.pay_mode == "cod" for p in parcels) / len(parcels) < 0.16
