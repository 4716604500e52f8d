from benchmarks.quality.acceptance.people import of_people


def test_the_people_of_a_world_are_as_claimed() -> None:
    found = {one.name: one for one in of_people("S", 3)}
    off = [one for one in found.values() if not one.within]
    # A home district in which all places are villages weighs much in a small world.
    by_chance = {one.name for one in off if abs(one.found - one.claimed) < 4 * one.error}
    assert {one.name for one in off} - by_chance <= {"villagers"}
    assert len(found) > 12
    sizes = [one.found for name, one in found.items() if name.startswith("households")]
    assert abs(sum(sizes) - 1.0) < 1e-9
