import random
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from data.errors import WrongUse
from data.synthetic import parties
from data.synthetic.geography import ABOLISHED
from data.synthetic.presets import preset
from data.synthetic.world import World, build_world


@pytest.fixture(scope="module")
def world() -> World:
    return build_world(preset("demo"), 5)


def test_unknown_preset_says_which_there_are() -> None:
    with pytest.raises(WrongUse, match="demo, S, M, L"):
        preset("XL")


def test_documents_are_unique_and_nobody_is_unborn(world: World) -> None:
    residents = [p for p in world.population.persons if p.id_type == "resident_id"]
    assert len({p.id_no for p in residents}) == len(residents)
    assert all(date(1900, 1, 1) < p.born < date(2025, 6, 1) for p in residents)
    assert all(p.id_no[6:14] == f"{p.born:%Y%m%d}" for p in residents)


def test_abolished_codes_belong_to_people_old_enough(world: World) -> None:
    old = [p for p in world.population.persons if p.id_no[:6] in ABOLISHED]
    assert old
    assert all(p.born.year <= ABOLISHED[p.id_no[:6]] for p in old)


def test_phones_are_shared_within_households_only(world: World) -> None:
    homes: dict[str, set[int]] = {}
    for person in world.population.persons:
        homes.setdefault(person.phone, set()).add(person.household)
    assert max(len(households) for households in homes.values()) == 1


def test_household_sizes_are_those_of_the_census(world: World) -> None:
    students = {p.number for dorm in world.population.dorms for p in dorm}
    sizes = Counter(p.household for p in world.population.persons if p.number not in students)
    mean = sum(sizes.values()) / len(sizes)
    assert 2.3 < mean < 2.9


def test_contacts_stay_the_same(world: World) -> None:
    person = world.population.adults[0]
    assert world.contacts_of(person) == build_world(preset("demo"), 5).contacts_of(person)


def test_cast_gives_each_person_one_part(world: World) -> None:
    rng = random.Random(1)
    pool = world.population.adults[:20]
    fresh = replace(world, taken=set())
    chosen = [fresh.cast(rng, pool).number for _ in range(20)]
    assert len(set(chosen)) == 20
    with pytest.raises(LookupError, match="too small"):
        fresh.cast(rng, pool)


def test_merchants_follow_zipf(world: World) -> None:
    rng = random.Random(1)
    picks = Counter(world.market.by_volume(rng, 0).merchant_id for _ in range(20_000))
    (_, first), (_, second), *_ = picks.most_common()
    assert 1.8 < first / second < 2.6


def test_people_are_the_same_however_they_are_reached(world: World) -> None:
    everybody = world.population.persons
    again = build_world(preset("demo"), 5).population.persons
    numbers = random.Random(2).sample(range(len(everybody)), 50)
    assert [again[n] for n in numbers] == [everybody[n] for n in numbers]
    assert all(everybody[n].number == n for n in numbers)
    assert list(everybody[3:6]) == [everybody[3], everybody[4], everybody[5]]


def test_groups_hold_whom_they_say(world: World) -> None:
    population = world.population
    assert all(p.age_years >= 18 and p.id_type == "resident_id" for p in population.adults)
    assert {p.home.district for p in population.adults} <= set(world.districts)
    assert {p.home.kind for dorm in population.dorms for p in dorm} == {"dorm"}
    assert all(len({p.home.street[:6] for p in village}) == 1 for village in population.villages)
    for company, staff in population.employers:
        assert {p.employer for p in staff} == {company.name}
    host = population.adults[9]
    assert host in population.family(host)
    namesakes = population.namesakes(host)
    # People of minorities and from abroad have another name than their household's.
    assert sum(p.name[0] == host.name[0] for p in namesakes) > 0.9 * len(namesakes)
    assert all(
        p.home.district == host.home.district for p in population.persons_of(host.home.district)
    )


def test_a_person_may_be_reached_elsewhere(world: World) -> None:
    person, station = world.population.adults[3], world.pools.consolidation[0]
    there = person.reached_at(station)
    assert (there.home, there.pickup, there.phone) == (station, station, person.phone)
    other = person.reached_at(phone="13800001234")
    assert (other.home, other.pickup, other.phone) == (person.home, person.pickup, "13800001234")


def test_neighbours_fetch_parcels_at_the_same_station(world: World) -> None:
    village = world.population.villages[0]
    assert len({p.pickup for p in village}) == 1
    assert village[0].pickup.kind in ("station", "locker")


def test_some_households_have_a_second_home_where_they_get_parcels(world: World) -> None:
    everybody = world.population.persons
    homes = {p.household: p.second_home for p in everybody}
    assert 0.015 < sum(home is not None for home in homes.values()) / len(homes) < 0.05
    owner = next(p for p in everybody if p.second_home and p.home.kind == "home")
    assert owner.second_home
    assert {p.second_home for p in world.population.family(owner)} == {owner.second_home}
    rng = random.Random(4)
    street = owner.second_home.street
    texts = [parties.receiver(rng, owner).address or "" for _ in range(500)]
    assert 0.2 < sum(street in text for text in texts) / 500 < 0.36
    named = [parties.receiver(rng, owner, address=owner.home).address or "" for _ in range(200)]
    assert not any(street in text for text in named)
