import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.phone import Phone, parse_phone

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
NUMBER_LIKE = st.text(alphabet="0123456789+-()转,;ext= *xX#", max_size=30)


@pytest.mark.parametrize(
    ("raw", "canonical", "kind", "linkable"),
    [
        ("+86 139-1234-5670", "+8613912345670", "mobile", True),
        ("0086 13912345670", "+8613912345670", "mobile", True),
        ("86-13912345670", "+8613912345670", "mobile", True),
        ("１３９１２３４５６７０", "+8613912345670", "mobile", True),
        ("013912345670", "+8613912345670", "mobile", True),
        ("手机:13912345670(微信同号)", "+8613912345670", "mobile", True),
        ("13912345670/13712345671", "+8613912345670", "mobile", True),
        ("0571-8888 6666", "+8657188886666", "landline", True),
        ("0571-8888 6666转123", "+8657188886666;ext=123", "landline", True),
        ("010-62345679-801", "+861062345679;ext=801", "landline", True),
        ("(020)38881234", "+862038881234", "landline", True),
        ("88886667", "", "landline", False),
        ("400-820-8820", "+864008208820", "service", False),
        ("95588", "+8695588", "service", False),
        ("12345", "+8612345", "service", False),
        ("10086", "+8610086", "service", False),
        ("9501312345678", "+869501312345678", "privacy", False),
        ("18412345670-1234", "+8618412345670;ext=1234", "privacy", False),
        ("18412345670转1234", "+8618412345670;ext=1234", "privacy", False),
        ("+852 9123 4567", "+85291234567", "foreign", True),
        ("+1 (650) 253-0000", "+16502530000", "foreign", True),
        ("1064912345671", "+861064912345671", "iot", True),
        ("14912345670", "+8614912345670", "iot", True),
        ("138****8000", "", "masked", False),
        ("138xxxx8000", "", "masked", False),
        ("13800000000", "", "placeholder", False),
        ("13800138000", "", "placeholder", False),
        ("11111111111", "", "placeholder", False),
        ("12345678901", "", "placeholder", False),
        ("1391234567", "", "invalid", False),
        ("无", "", "invalid", False),
        ("+86", "", "invalid", False),
        ("", "", "missing", False),
        (None, "", "missing", False),
        (" \u200b", "", "missing", False),
    ],
)
def test_parse_phone(raw: str | None, canonical: str, kind: str, *, linkable: bool) -> None:
    phone = parse_phone(raw)
    assert (phone.canonical, phone.kind, phone.linkable) == (canonical, kind, linkable)


@pytest.mark.parametrize("prefix", ["162", "165", "167", "170", "171"])
def test_virtual_operators_are_flagged_and_link(prefix: str) -> None:
    phone = parse_phone(prefix + "39182746")
    assert phone.virtual_operator
    assert phone.linkable


@given(ANYTHING | NUMBER_LIKE)
def test_total_and_idempotent(raw: str) -> None:
    phone = parse_phone(raw)
    if phone.canonical:
        assert parse_phone(phone.canonical) == phone
    assert phone.canonical or not phone.linkable


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_spelling_of_a_mobile_does_not_matter(digits: str) -> None:
    spellings = [f"+86{digits}", f"{digits[:3]} {digits[3:7]} {digits[7:]}", f"0086-{digits}"]
    assert {parse_phone(s) for s in spellings} == {parse_phone(digits)}


def test_a_frozen_value() -> None:
    with pytest.raises(AttributeError):
        Phone().kind = "mobile"  # type: ignore[misc]  # that it fails is the point
