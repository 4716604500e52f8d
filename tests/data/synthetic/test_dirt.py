import random
import re

from hypothesis import given
from hypothesis import strategies as st

from data.synthetic import dirt
from data.synthetic.geography import DISTRICTS
from data.synthetic.places import Address

FLAT = Address("home", DISTRICTS[6], "世纪大道100号", "锦源小区", 3, 1, "502")
SEEDS = st.integers(0, 2**32)


def texts(count: int = 4000) -> list[str]:
    rng = random.Random(3)
    return [dirt.address_text(rng, FLAT) for _ in range(count)]


def share(found: list[bool]) -> float:
    return sum(found) / len(found)


def test_address_dirt_has_its_shares() -> None:
    written = texts()
    assert 0.90 < share(["浦东新区" in t or "浦東新區" in t for t in written]) < 0.97
    assert 0.06 < share([t.endswith(("）", ")", "柜", "业", "话")) for t in written]) < 0.14
    assert 0.005 < share([bool(re.search("[０-９]", t)) for t in written]) < 0.02
    assert (
        0.01 < share([bool(re.search("五零二|三栋|三幢|三座|三号楼", t)) for t in written]) < 0.06
    )


@given(SEEDS)
def test_confirmed_phone_is_always_whole(seed: int) -> None:
    text = dirt.confirmed_phone_text(random.Random(seed), "13912345678")
    assert re.sub(r"\D", "", text)[-11:] == "13912345678"


def test_phone_dirt_has_its_shares() -> None:
    rng = random.Random(5)
    written = [dirt.phone_text(rng, "13912345678", platform=True) for _ in range(5000)]
    present = [t for t in written if t is not None]
    assert 0.002 < 1 - len(present) / 5000 < 0.01
    assert 0.02 < share(["*" in t for t in present]) < 0.04
    assert 0.15 < share([t.startswith("184") for t in present]) < 0.20


@given(SEEDS, st.sampled_from(["王芳", "欧阳娜娜", "阿卜杜拉·买买提"]))
def test_names_are_never_empty(seed: int, name: str) -> None:
    assert dirt.name_text(random.Random(seed), name)


@given(SEEDS)
def test_misread_document_differs_in_one_digit_at_most(seed: int) -> None:
    document = "11010519491231002X"
    text = dirt.document_text(random.Random(seed), document).upper()
    assert sum(a != b for a, b in zip(text, document, strict=True)) <= 1
