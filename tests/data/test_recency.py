"""The recency list against a plain list."""

from hypothesis import given
from hypothesis import strategies as st

from data.recency import Link, Recency, Step


def in_order(recency: Recency) -> list[Link]:
    items, item = [], recency._head.after
    while item is not recency._head:
        assert item.after.before is item
        items.append(item)
        item = item.after
    return items


def test_an_empty_list_has_no_oldest() -> None:
    assert Recency().oldest() is None


def test_the_oldest_is_the_one_touched_longest_ago() -> None:
    recency, one, other = Recency(), Link(), Link()
    for clock_ms, item in enumerate((one, other, one)):
        recency.touch(item, clock_ms)
    assert recency.oldest() is other
    recency.drop(other)
    assert recency.oldest() is one
    assert one.touched_ms == 2
    recency.drop(one)
    assert recency.oldest() is None


def test_a_touch_of_the_last_item_can_be_undone() -> None:
    recency, one, other = Recency(), Link(), Link()
    recency.touch(one, 1)
    recency.touch(other, 2)
    recency.touch(other, 3).take_back()
    assert in_order(recency) == [one, other]
    assert other.touched_ms == 2


def test_an_undone_first_touch_leaves_the_item_free() -> None:
    recency, item = Recency(), Link()
    recency.touch(item, 1).take_back()
    assert recency.oldest() is None
    assert item.before is item.after is item
    recency.touch(item, 1)
    assert recency.oldest() is item


steps = st.lists(st.tuples(st.sampled_from(("touch", "touch", "drop")), st.integers(0, 5)))


@given(steps, st.integers(0, 30))
def test_any_steps_equal_a_plain_list_and_undo_exactly(
    taken: list[tuple[str, int]], kept: int
) -> None:
    recency, items, plain = Recency(), [Link() for _ in range(6)], list[tuple[Link, int]]()
    past: list[tuple[Step, list[tuple[Link, int]]]] = []
    for clock_ms, (what, number) in enumerate(taken):
        item, before = items[number], list(plain)
        if what == "drop" and item not in [other for other, _ in plain]:
            continue
        plain = [(other, touched_ms) for other, touched_ms in plain if other is not item]
        if what == "touch":
            plain.append((item, clock_ms))
        step = recency.touch(item, clock_ms) if what == "touch" else recency.drop(item)
        past.append((step, before))
        assert told(recency) == plain
    for step, before in reversed(past[kept:]):
        step.take_back()
        assert told(recency) == before


def told(recency: Recency) -> list[tuple[Link, int]]:
    return [(item, item.touched_ms) for item in in_order(recency)]
