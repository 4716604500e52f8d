from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.person_document import check_character, parse_document

ON = date(2026, 6, 1)
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
NUMBER_LIKE = st.text(alphabet="0123456789XxHMABE*-", max_size=20)
TYPES = st.sampled_from(
    [None, "resident_id", "hmt_permit", "foreigner_card", "passport", "uscc", "other"]
)


def _resident(first: str) -> str:
    return first + check_character(first)


@pytest.mark.parametrize(
    ("first", "kind", "flags"),
    [
        ("11010519491231002", "resident", ()),
        ("81000019900101001", "hmt_residence", ()),
        ("83000019900101001", "hmt_residence", ()),
        ("91115619900101001", "foreigner_2023", ()),
        ("51022919850101001", "resident", ()),  # 永川, in force until 1991
        ("51022919950101001", "resident", ("region_before_or_after_validity",)),
        ("31010320150101001", "resident", ("region_before_or_after_validity",)),  # 卢湾, 2011
        ("51362119950101001", "resident", ()),  # valid, once refused by other libraries
        ("11019919900101001", "resident", ("region_unknown",)),
        ("11010520990101001", "resident", ("birth_future",)),
        ("11010518900101001", "resident", ("birth_before_1900",)),
        ("11010519900230001", "invalid", ("birth_invalid",)),
    ],
)
def test_eighteen_digits(first: str, kind: str, flags: tuple[str, ...]) -> None:
    document = parse_document(_resident(first), "resident_id", ON)
    assert (document.kind, document.flags) == (kind, flags)
    assert document.linkable == (kind != "invalid")
    assert document.canonical == _resident(first)


def test_spellings_of_one_number() -> None:
    spellings = [
        "11010519491231002X",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105 19491231 002x",
    ]
    assert len({parse_document(s, None, ON) for s in spellings}) == 1


def test_a_wrong_check_digit_never_links() -> None:
    document = parse_document("110105194912310021", "resident_id", ON)
    assert (document.kind, document.flags, document.linkable) == ("invalid", ("checksum",), False)


def test_fifteen_digits_become_eighteen() -> None:
    old = parse_document("110105491231002", "resident_id", ON)
    new = parse_document("11010519491231002X", "resident_id", ON)
    assert old.canonical == new.canonical
    assert old.birth_date == date(1949, 12, 31)
    assert old.flags == ("legacy_15",)


@pytest.mark.parametrize(
    ("raw", "id_type", "kind", "canonical"),
    [
        ("H1234567801", "hmt_permit", "hmt_permit", "H12345678"),
        ("m12345678", None, "hmt_permit", "M12345678"),
        ("01234569", "hmt_permit", "taiwan_permit", "01234569"),
        ("ABC110101900101", "foreigner_card", "foreigner_2017", "ABC110101900101"),
        ("E1234567", "passport", "passport", "E1234567"),
        ("EA1234567", None, "passport", "EA1234567"),
        ("军字第1234567号", "other", "other", "军字第1234567号"),
        ("110105********002X", "resident_id", "masked", ""),
        ("111111111111111111", "resident_id", "placeholder", ""),
        ("无", None, "placeholder", ""),
        ("张三", "resident_id", "invalid", "张三"),
        (None, None, "missing", ""),
        ("", "passport", "missing", ""),
    ],
)
def test_other_documents(raw: str | None, id_type: str | None, kind: str, canonical: str) -> None:
    document = parse_document(raw, id_type, ON)
    assert (document.kind, document.canonical) == (kind, canonical)


def test_no_country_or_sex_is_kept() -> None:
    # Sex digit and origin are not features (fairness); only the region code for mismatch facts.
    document = parse_document("11010519491231002X", None, ON)
    assert set(document.__struct_fields__) == {
        "canonical", "kind", "birth_date", "region", "linkable", "flags",
    }  # fmt: skip


@given(ANYTHING | NUMBER_LIKE, TYPES)
def test_total_and_idempotent(raw: str, id_type: str | None) -> None:
    document = parse_document(raw, id_type, ON)
    if document.canonical:
        again = parse_document(document.canonical, id_type, ON)
        assert again.canonical == document.canonical
        assert again.linkable == document.linkable


@given(st.from_regex(r"\A[1-6][0-9]{5}(19[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|1[0-9])[0-9]{3}\Z"))
def test_one_wrong_digit_is_always_seen(first: str) -> None:
    number = _resident(first)
    wrong = number[:6] + str((int(number[6]) + 1) % 10) + number[7:]
    assert not parse_document(wrong, "resident_id", ON).linkable
