import random

import pytest

from data.synthetic.phone_changes import REST_DAYS, PhoneChanges
from data.synthetic.phonebook import Phonebook
from data.synthetic.presets import preset
from data.synthetic.world import build_world

PERSONS = 20_000
BOOK = Phonebook(3, 2 * PERSONS)
FIRST = [BOOK.number(number) for number in range(PERSONS)]


def passed(days: int) -> PhoneChanges:
    changes = PhoneChanges(random.Random(1), BOOK)
    for day in range(days):
        changes.pass_day(day, PERSONS)
    return changes


def now(changes: PhoneChanges) -> list[str]:
    return [changes.now(phone) for phone in FIRST]


def test_nobody_has_changed_at_first_and_one_and_a_half_percent_after_a_month() -> None:
    assert now(passed(0)) == FIRST
    changed = sum(a != b for a, b in zip(FIRST, now(passed(30)), strict=True))
    assert changed / PERSONS == pytest.approx(0.015, rel=0.2)


def test_numbers_rest_before_they_go_to_somebody_else() -> None:
    first = set(FIRST)

    def others(changes: PhoneChanges) -> int:
        """How many have a number that was somebody else's."""
        return sum(p in first and p != own for own, p in zip(FIRST, now(changes), strict=True))

    assert others(passed(REST_DAYS)) == 0
    # In 90 further days 4.5 % change, and a fifth of these take a rested number.
    assert others(passed(2 * REST_DAYS)) / PERSONS == pytest.approx(0.009, rel=0.3)


def test_no_two_have_one_number() -> None:
    numbers = now(passed(300))
    assert len(set(numbers)) == len(numbers)


def test_a_fraudster_s_number_goes_to_somebody_honest_after_its_rest() -> None:
    changes = PhoneChanges(random.Random(2), BOOK)
    burnt = {f"199{number:08d}" for number in range(3_000)}
    for phone in burnt:
        changes.give_up(phone, 10)
    for day in range(10 + REST_DAYS):
        changes.pass_day(day, PERSONS)
        assert not burnt & set(now(changes))
    for day in range(10 + REST_DAYS, 40 + REST_DAYS):
        changes.pass_day(day, PERSONS)
    owned = burnt & set(now(changes))
    assert owned
    assert all(map(changes.was_a_fraudster_s, owned))
    assert not any(map(changes.was_a_fraudster_s, FIRST))


def test_relatives_on_one_phone_change_together_and_persons_say_so() -> None:
    world = build_world(preset("demo"), 5)
    people = world.population.persons
    before = [person.phone for person in people]
    sharing = {phone for phone in before if before.count(phone) > 1}
    for day in range(400):
        world.begin_day(day)
    after = [person.phone for person in people]
    moved = {a: b for a, b in zip(before, after, strict=True) if a != b}
    assert 0.1 < len(moved) / len(set(before)) < 0.3
    assert sharing & set(moved)
    assert all(b == moved.get(a, a) for a, b in zip(before, after, strict=True))
    assert not any(person.recycled for person in people)


def test_a_person_with_a_fraudster_s_number_is_known_as_such() -> None:
    world = build_world(preset("demo"), 5)
    phones = world.population.register.phones
    for number in range(2_000):
        phones.give_up(f"199{number:08d}", 0)
    for day in range(300):
        world.begin_day(day)
    unlucky = [person for person in world.population.persons if person.recycled]
    assert unlucky
    assert all(person.phone.startswith("199") for person in unlucky)
