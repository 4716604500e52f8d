from hypothesis import given
from hypothesis import strategies as st

from risk.known_ids import KnownIds


@given(st.lists(st.text(max_size=64)), st.integers(1, 8))
def test_what_was_added_is_never_denied(ids: list[str], capacity: int) -> None:
    known = KnownIds(capacity)
    for id_ in ids:
        known.add(id_)
    assert all(known.maybe(id_) for id_ in ids)


def test_an_empty_set_knows_nothing() -> None:
    assert not KnownIds(100).maybe("e:1")


def test_false_maybes_stay_near_one_percent_even_after_growth() -> None:
    known = KnownIds(1_000)
    for number in range(7_000):  # three filters of 1,000, 2,000 and 4,000, all full
        known.add(f"e:{number}")
    false = sum(known.maybe(f"x:{number}") for number in range(20_000)) / 20_000
    assert 0.0 < false < 0.05
