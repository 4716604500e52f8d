from collections import Counter
from itertools import pairwise

import pytest

from data.events import Party
from data.synthetic.persons import Person
from data.synthetic.presets import preset
from data.synthetic.world import World, build_world
from tests.data.synthetic.told import digits, occasion, openings, operators, parcels, phones


@pytest.fixture
def world() -> World:
    return build_world(preset("S"), 7)


@pytest.fixture
def by_number(world: World) -> dict[str, Person]:
    return {person.id_no: person for person in world.population.persons}


def number_of(party: Party) -> str:
    return (party.id_no or "").upper()


@pytest.mark.parametrize("number", [0, 1, 2])
def test_one_person_has_two_forms(world: World, by_number: dict[str, Person], number: int) -> None:
    told = [occasion(world, "L09", 1, number=number, seed=seed) for seed in range(8)]
    for drafts in told:
        after = openings(drafts)[-1]
        assert after is drafts[-1].event
        person = by_number[number_of(after.applicant)]
        assert digits(after.applicant.phone) == person.phone
        assert (after.applicant.name == person.name) == (number == 2)
        assert person.age_years >= 40 or number != 2
    # One parcel in thirty goes under a relative's document.
    shown = [len(p.sender.id_no or "") for drafts in told for p in parcels(drafts)]
    assert (shown.count(15) > 0.8 * len(shown)) == (number == 2)


def test_a_minority_s_name_is_spelt_in_two_ways(world: World) -> None:
    for seed in range(4):
        drafts = occasion(world, "L09", 1, number=1, seed=seed)
        name = openings(drafts)[0].applicant.name or ""
        spelt = [p.sender.name or "" for p in parcels(drafts)]
        assert "·" in name
        assert not any("·" in other for other in spelt)


def test_migrants_come_with_a_phone_bought_here(world: World, by_number: dict[str, Person]) -> None:
    drafts = occasion(world, "L10", 40)
    found = openings(drafts)
    people = [by_number[number_of(o.applicant)] for o in found]
    assert len(found) == 40
    assert {p.home.kind for p in people} == {"factory"}
    assert all(p.phone != phone for p, phone in zip(people, phones(found), strict=True))
    assert 15 < len(parcels(drafts)) <= 40


def test_a_leader_s_phone_set_opens_for_neighbours(world: World) -> None:
    drafts = occasion(world, "L11", 8)
    found, supplied = openings(drafts), parcels(drafts)
    assert len({o.device_id for o in found}) == 1
    assert len(set(phones(found))) > 4
    assert len({p.merchant_id for p in supplied}) == 1
    assert len({p.occurred_at.weekday() for p in supplied}) == 1


def test_a_micro_merchant_opens_and_then_sends_by_one_courier(world: World) -> None:
    drafts = occasion(world, "L12", 60)
    found, sent = openings(drafts), parcels(drafts)
    assert len(found) == 2
    assert len(operators([*sent])) == len({p.outlet_id for p in sent}) == 1
    assert found[0].occurred_at.date() < sent[0].occurred_at.date()
    assert {number_of(o.applicant) for o in found} == {found[0].applicant.id_no}


def test_a_bank_mails_cards_and_new_staff_mail_papers(world: World) -> None:
    bank = occasion(world, "L13", 12, number=0)
    letters = parcels(bank)
    assert {p.sender.id_type for p in letters} == {"uscc"}
    assert len({digits(p.receiver.phone) for p in letters}) > 8
    staff = occasion(world, "L13", 12, number=1)
    papers, accounts = parcels(staff), openings(staff)
    assert len({digits(p.receiver.phone)[-4:] for p in papers} - {""}) == 1
    opened = {number_of(o.applicant): o.occurred_at for o in accounts}
    for paper in papers:
        opening = opened.get(number_of(paper.sender))
        assert opening is None or 1 <= (paper.occurred_at - opening).days <= 10


def test_returnees_are_of_one_village(world: World, by_number: dict[str, Person]) -> None:
    found = openings(occasion(world, "L14", 12))
    homes = {by_number[number_of(o.applicant)].home.street[:6] for o in found}
    assert len(found) > 5
    assert len(homes) == 1
    assert len(set(phones(found))) == len(found)


def test_secretaries_give_many_companies_their_address(world: World) -> None:
    found = openings(occasion(world, "L15", 30))
    seat = world.pools.secretaries[0]
    assert sum(seat.site in (o.applicant.address or "") for o in found) > 25
    assert 15 < len({o.agent.id_no for o in found if o.agent}) < 30
    tails = Counter(digits(o.applicant.phone)[-4:] for o in found)
    assert 3 < tails.most_common(1)[0][1] < 20


def test_a_stand_has_one_teller_and_at_times_a_row_of_phones(world: World) -> None:
    plain, beside = (openings(occasion(world, "drive", 20, number=n)) for n in (0, 1))
    for found in (plain, beside):
        assert len(operators([*found])) == len({o.outlet_id for o in found}) == 1
    row = list(map(int, phones(beside)))
    assert all(0 < b - a <= 3 for a, b in pairwise(row))
    own = sorted(map(int, phones(plain)))
    assert min(b - a for a, b in pairwise(own)) > 3


def test_a_branch_is_new_and_known_to_no_other_story(world: World) -> None:
    first = {o.outlet_id for o in openings(occasion(world, "branch", 10))}
    again = {o.outlet_id for o in openings(occasion(world, "branch", 10))}
    known = {outlet.outlet_id for outlet in world.outlets.all}
    assert len(first) == 1
    assert first.isdisjoint(again)
    assert known.isdisjoint(first | again)
