import random

from hypothesis import given
from hypothesis import strategies as st

from data.reference.phone_segments import VIRTUAL_OPERATOR_PREFIXES
from data.synthetic.phonebook import SPACE, Phonebook

INDICES = st.integers(0, SPACE - 1)


@given(INDICES, INDICES, st.integers(0, 2**32))
def test_two_indices_never_share_a_number(first: int, second: int, seed: int) -> None:
    book = Phonebook(seed, 1000)
    assert (book.number(first) == book.number(second)) == (first == second)


@given(INDICES)
def test_numbers_are_mobiles(index: int) -> None:
    number = Phonebook(7, 1000).number(index)
    assert len(number) == 11
    assert number.isdigit()
    assert number[0] == "1"
    assert number[1] in "3456789"


def test_virtual_operators_have_their_share() -> None:
    book = Phonebook(7, 1000)
    numbers = [book.number(index) for index in range(20_000)]
    virtual = sum(number[:3] in VIRTUAL_OPERATOR_PREFIXES for number in numbers)
    assert 0.03 < virtual / len(numbers) < 0.05


def test_spare_numbers_belong_to_nobody() -> None:
    book, rng = Phonebook(7, 1000), random.Random(1)
    own = {book.number(index) for index in range(1000)}
    assert not own & {book.spare(rng) for _ in range(1000)}
