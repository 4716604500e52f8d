import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.texts import FIELDS, WINDOWS_DAYS, count_columns, hashes_of, seen_before
from data.events import Event
from data.instants import DAY_MS
from tests.risk.builders import SENDER, application, opening, shipment


def naive(hashes: list[int], at_ms: list[int], window_ms: int) -> list[float]:
    """What ``seen_before`` promises, event by event."""
    return [
        float("nan")
        if not text
        else float(
            sum(
                h == text and t > at - window_ms for h, t in zip(hashes[:n], at_ms[:n], strict=True)
            )
        )
        for n, (text, at) in enumerate(zip(hashes, at_ms, strict=True))
    ]


@given(
    st.lists(st.tuples(st.integers(-2, 3), st.integers(0, 12)), max_size=40),
    st.integers(1, 15),
)
def test_counts_are_those_of_the_naive_way(rows: list[tuple[int, int]], window_ms: int) -> None:
    rows.sort(key=lambda row: row[1])
    hashes, at_ms = [text for text, _ in rows], [at for _, at in rows]
    counts = seen_before(np.array(hashes, np.int64), np.array(at_ms, np.int64), window_ms)
    assert np.array_equal(counts, naive(hashes, at_ms, window_ms), equal_nan=True)


def test_a_window_leaves_out_what_lies_its_length_back() -> None:
    at_ms = np.array([0, DAY_MS - 1, DAY_MS], np.int64)
    assert seen_before(np.full(3, 9), at_ms, DAY_MS).tolist() == [0.0, 1.0, 1.0]


def test_each_text_has_a_column_for_each_window() -> None:
    hashes = np.array([[1, 0], [1, 2]], np.int64)
    columns = count_columns(hashes, np.array([0, 2 * DAY_MS], np.int64))
    assert columns.shape == (2, 2 * len(WINDOWS_DAYS))
    assert columns[1, : len(WINDOWS_DAYS)].tolist() == [0.0, 1.0, 1.0]
    assert np.isnan(columns[0, len(WINDOWS_DAYS) :]).all()


@pytest.mark.parametrize("event", [shipment(), opening(), application()])
def test_an_event_has_a_hash_for_each_field(event: Event) -> None:
    assert len(hashes_of(event)) == len(FIELDS[str(event.__struct_config__.tag)])


def test_the_very_same_text_is_needed() -> None:
    spaced = shipment(sender=SENDER | {"phone": "139 1234 5670"}, receiver={})
    plain, other = hashes_of(shipment()), hashes_of(spaced)
    at = FIELDS["shipment"].index("sender_phone")
    assert plain[at] != other[at]
    assert plain[0] == other[0] != 0
    assert other[FIELDS["shipment"].index("receiver_phone")] == 0
