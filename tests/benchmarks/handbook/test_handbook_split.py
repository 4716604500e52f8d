from benchmarks.handbook.split import split_of
from tests.benchmarks.handbook.payments import MONDAY, rows_of


def test_a_week_of_training_a_week_of_delay_a_week_of_test() -> None:
    rows = rows_of(*((day, day, 1, 1.0, 0) for day in range(-1, 23)))
    split = split_of(rows, MONDAY)
    assert rows.customer[split.train].tolist() == list(range(7))
    assert rows.customer[split.test].tolist() == list(range(14, 21))


def test_a_customer_found_in_training_is_out_of_the_whole_test() -> None:
    rows = rows_of((3, 1, 1, 1.0, 1), (14, 1, 1, 1.0, 0), (14, 2, 1, 1.0, 1), (20, 1, 1, 1.0, 1))
    assert split_of(rows, MONDAY).test.tolist() == [2]


def test_a_fraud_of_the_delay_is_known_a_week_later_and_a_day() -> None:
    """As the book counts: the frauds of day 8 are known on the test day 16, not on day 15."""
    rows = rows_of((8, 1, 1, 1.0, 1), *((day, 1, 1, 1.0, 0) for day in (14, 15, 16, 17)))
    assert rows.day[split_of(rows, MONDAY).test].tolist() == [MONDAY + 14, MONDAY + 15]
