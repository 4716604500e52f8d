from itertools import pairwise

import pytest

from data.synthetic.presets import preset
from data.synthetic.world import World, build_world
from tests.data.synthetic.told import campaign, openings, operators, parcels, phones


@pytest.fixture
def world() -> World:
    return build_world(preset("S"), 6)


def test_ghost_accounts_have_a_row_of_phones(world: World) -> None:
    found = openings(campaign(world, "IN-01", "L0", 20))
    numbers = list(map(int, phones(found)))
    assert all(b - a == 1 for a, b in pairwise(numbers))
    assert len({o.outlet_id for o in found}) == 1
    assert len(operators([*found])) == 2
    assert len({o.applicant.id_no for o in found}) == 20


def test_evasive_ghosts_have_the_customers_own_phones(world: World) -> None:
    numbers = sorted(map(int, phones(openings(campaign(world, "IN-01", "L2", 20)))))
    assert min(b - a for a, b in pairwise(numbers)) > 9


def test_one_teller_serves_the_ring(world: World) -> None:
    naive = openings(campaign(world, "IN-02", "L0", 20))
    evasive = openings(campaign(world, "IN-02", "L2", 40))
    assert len(operators([*naive])) == 1
    assert len({o.outlet_id for o in evasive}) == 1
    served = [o.operator_id for o in evasive]
    most = max(served, key=served.count)
    assert 0.5 < served.count(most) / 40 < 0.95
    assert len(set(phones(evasive))) > 35


def test_one_courier_takes_the_parcels_unseen(world: World) -> None:
    found = parcels(campaign(world, "IN-03", "L0", 100))
    assert len(operators([*found])) == 1
    assert {(p.inspected, p.id_verified) for p in found} == {(True, True)}
    assert len({p.sender.id_no for p in found}) >= 4
    evasive = parcels(campaign(world, "IN-03", "L2", 100))
    assert len(operators([*evasive])) > 1
    assert len({p.sender.id_no for p in evasive}) > 12


def test_a_counterfeit_outlet_is_none_of_ours(world: World) -> None:
    first = {o.outlet_id for o in openings(campaign(world, "IN-08", "L0", 10))}
    second = {o.outlet_id for o in openings(campaign(world, "IN-08", "L1", 10))}
    known = {outlet.outlet_id for outlet in world.outlets.all}
    assert len(first) == len(second) == 1
    assert first.isdisjoint(second)
    assert known.isdisjoint(first | second)
    assert {len(str(number)) for number in first} == {len(number) for number in known}
