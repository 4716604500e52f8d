"""The recency list against a plain list."""

from hypothesis import given
from hypothesis import strategies as st

from data.recency import Link, Recency


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
    for item in (one, other, one):
        recency.touch(item)
    assert recency.oldest() is other
    recency.drop(other)
    assert recency.oldest() is one
    recency.drop(one)
    assert recency.oldest() is None


def test_a_touch_of_the_last_item_can_be_undone() -> None:
    recency, one, other = Recency(), Link(), Link()
    recency.touch(one)
    recency.touch(other)
    recency.untouch(other, recency.touch(other))
    assert in_order(recency) == [one, other]


def test_an_undone_first_touch_leaves_the_item_free() -> None:
    recency, item = Recency(), Link()
    recency.untouch(item, recency.touch(item))
    assert recency.oldest() is None
    recency.touch(item)
    assert recency.oldest() is item


steps = st.lists(st.tuples(st.sampled_from(("touch", "touch", "drop")), st.integers(0, 5)))


@given(steps, st.integers(0, 30))
def test_any_steps_equal_a_plain_list_and_undo_exactly(
    taken: list[tuple[str, int]], kept: int
) -> None:
    recency, items, plain = Recency(), [Link() for _ in range(6)], list[Link]()
    past: list[tuple[str, Link, Link, list[Link]]] = []
    for what, number in taken:
        item = items[number]
        if what == "drop" and item not in plain:
            continue
        before = list(plain)
        plain = [other for other in plain if other is not item]
        if what == "touch":
            plain.append(item)
        past.append((what, item, getattr(recency, what)(item), before))
        assert in_order(recency) == plain
    for what, item, previous, before in reversed(past[kept:]):
        undo = recency.untouch if what == "touch" else recency.restore
        undo(item, previous)
        assert in_order(recency) == before
