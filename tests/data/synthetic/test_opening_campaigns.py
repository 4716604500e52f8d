from datetime import timedelta

import pytest

from data.synthetic.documents import resident_check
from data.synthetic.drafts import Level
from data.synthetic.persons import Person
from data.synthetic.presets import preset
from data.synthetic.world import World, build_world
from tests.data.synthetic.told import campaign, digits, openings, parcels, phones


@pytest.fixture
def world() -> World:
    return build_world(preset("S"), 5)


@pytest.fixture
def by_number(world: World) -> dict[str, Person]:
    return {person.id_no: person for person in world.population.persons}


def test_a_patched_name_stands_on_a_sender_s_number(
    world: World, by_number: dict[str, Person]
) -> None:
    found = openings(campaign(world, "AO-03", "L0", 2, variant="name"))
    number = (found[0].applicant.id_no or "").upper()
    assert {(o.applicant.id_no or "").upper() for o in found} == {number}
    owner = by_number[number]
    assert {o.applicant.name for o in found}.isdisjoint({owner.name})
    assert digits(found[0].applicant.phone) != owner.phone
    assert found[1].existing_cards == found[0].existing_cards + 1


def test_a_patched_number_is_well_formed_and_nobody_s(
    world: World, by_number: dict[str, Person]
) -> None:
    well_formed = 0
    for seed in range(8):
        found = openings(campaign(world, "AO-03", "L1", 2, variant="number", seed=seed))
        numbers = [(o.applicant.id_no or "").upper() for o in found]
        assert len(set(numbers)) == 2
        assert len({o.applicant.name for o in found}) == 1
        assert by_number.keys().isdisjoint(numbers)
        # A clerk may misread a digit, of a fraudster's document as of anybody's.
        born = len({number[6:14] for number in numbers}) == 1
        well_formed += born and all(n[-1] == resident_check(n[:17]) for n in numbers)
    assert well_formed >= 6


def test_a_thief_has_the_victim_s_document_and_nothing_else(
    world: World, by_number: dict[str, Person]
) -> None:
    for seed in range(6):
        found = openings(campaign(world, "AO-04", "L0", 2, seed=seed))
        victim = by_number[(found[0].applicant.id_no or "").upper()]
        for event in found:
            assert event.applicant.name == victim.name
            assert digits(event.applicant.phone) != victim.phone
            assert event.device_id != victim.device
            assert victim.home.street not in (event.applicant.address or "")


def test_faces_of_thieves_are_doubtful_by_stealth(world: World) -> None:
    def mean(level: Level) -> float:
        told = [campaign(world, "AO-04", level, 2, seed=seed) for seed in range(80)]
        scores = [o.face_score for drafts in told for o in openings(drafts) if o.face_score]
        return sum(scores) / len(scores)

    assert mean("L0") + 0.02 < mean("L2") < 0.94


def test_mules_share_the_runner_s_phone_set_online_only(world: World) -> None:
    found = openings(campaign(world, "AO-06", "L0", 12))
    online = [o for o in found if o.device_id]
    assert len(found) == 12
    assert len(online) == 6
    assert len({o.device_id for o in online}) == 1
    assert len(set(phones(found))) == 6
    opened = {(o.applicant.id_no or "").upper(): o.occurred_at for o in found if not o.device_id}
    for event in online:
        number = (event.applicant.id_no or "").upper()
        assert opened[number] < event.occurred_at
        assert event.occurred_at - opened[number] < timedelta(days=4)


def test_evasive_mules_keep_own_phone_sets_at_times(world: World) -> None:
    online = [o.device_id for o in openings(campaign(world, "AO-06", "L2", 40)) if o.device_id]
    assert 1 < len(set(online)) < len(online)


def test_cards_go_by_parcel_to_one_buyer(world: World) -> None:
    drafts = campaign(world, "AO-07", "L0", 9)
    cards, accounts = parcels(drafts), openings(drafts)
    assert len(cards) == len(accounts) == 9
    opened = {(o.applicant.id_no or "").upper(): o.occurred_at for o in accounts}
    assert len(opened) == 9
    for card in cards:
        after = card.occurred_at - opened[(card.sender.id_no or "").upper()]
        assert timedelta(0) < after < timedelta(days=15)
        assert card.weight_grams <= 500
    assert len({digits(c.receiver.phone)[-4:] for c in cards} - {""}) == 1
    assert {d.label.typology for d in drafts} == {"AO-06", "AO-07"}
    assert len(set(phones(accounts))) == 9


def test_evasive_buyers_are_several_and_change_phones(world: World) -> None:
    cards = parcels(campaign(world, "AO-07", "L2", 10))
    assert 2 <= len({digits(c.receiver.phone)[-4:] for c in cards} - {""}) <= 10
    assert len({c.item.category for c in cards}) > 1


@pytest.mark.parametrize("variant", ["rep", "phone", "seat"])
def test_shells_are_tied_by_one_thing(world: World, variant: str) -> None:
    found = openings(campaign(world, "AO-09", "L0", 8, variant=variant))
    reps = {(o.agent.id_no or "").upper() for o in found if o.agent}
    tails = {digits(o.applicant.phone)[-4:] for o in found} - {""}
    assert len({o.applicant.id_no for o in found}) == len({o.applicant.name for o in found}) == 8
    assert (len(reps) == 1) == (variant == "rep")
    assert (len(tails) == 1) == (variant == "phone")


def test_scammed_people_give_the_callers_phone(world: World, by_number: dict[str, Person]) -> None:
    found = openings(campaign(world, "AO-12", "L0", 40))
    assert len(set(phones(found))) == 1
    ages = [by_number[(o.applicant.id_no or "").upper()].age_years for o in found]
    assert 18 <= sum(age >= 60 for age in ages) < 40
    for event in found:
        victim = by_number[(event.applicant.id_no or "").upper()]
        assert victim.age_years >= 30
        assert victim.phone != phones(found)[0]
