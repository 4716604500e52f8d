import random
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from data.synthetic import documents
from data.synthetic.geography import ABOLISHED, DISTRICTS

SEEDS = st.integers(0, 2**32)


def residue(number: str) -> int:
    """ISO 7064 MOD 11-2, by its other definition: a whole number has the residue 1."""
    total = 0
    for character in number:
        total = (total * 2 + (10 if character == "X" else int(character))) % 11
    return total


@given(SEEDS, st.dates(date(1930, 1, 1), date(2024, 12, 31)))
def test_resident_ids_are_whole(seed: int, born: date) -> None:
    number = documents.resident_id("330106", born, 1 + seed % 999)
    assert len(number) == 18
    assert number[6:14] == f"{born:%Y%m%d}"
    assert residue(number) == 1


@given(SEEDS)
def test_foreigner_cards_are_whole(seed: int) -> None:
    number = documents.foreigner_card(random.Random(seed), date(1980, 2, 3))
    assert len(number) == 18
    assert number[0] == "9"
    assert residue(number) == 1


def test_published_examples_hold() -> None:
    assert documents.resident_check("11010519491231002") == "X"
    assert documents.uscc_check("91350100M000100Y4") == "3"


@given(SEEDS)
def test_credit_codes_are_whole(seed: int) -> None:
    code = documents.uscc(random.Random(seed), "310115")
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    assert (total + alphabet.index(code[17])) % 31 == 0
    assert code[2:8] == "310115"


@given(SEEDS)
def test_account_numbers_pass_luhn(seed: int) -> None:
    number = documents.account_no(random.Random(seed))
    digits = [int(c) for c in reversed(number)]
    doubled = [sum(divmod(2 * d, 10)) for d in digits[1::2]]
    assert len(number) == 19
    assert (sum(digits[::2]) + sum(doubled)) % 10 == 0


def test_districts_are_unique_and_apart_from_abolished_ones() -> None:
    codes = [district.code for district in DISTRICTS]
    assert len(set(codes)) == len(codes) > 60
    assert not set(codes) & set(ABOLISHED)
    assert {d.region for d in DISTRICTS} == {"E", "C", "W"}
