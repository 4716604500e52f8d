import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.normalise.address import LONGEST, parse_address, tidy
from data.normalise.quality import MAX_STATIC
from data.normalise.text import clean

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=400)
ADDRESS_LIKE = st.text(
    alphabet="浙江省杭州市西湖区三墩镇中山北路号栋单元室楼村组12350AB-一二十（）放门口驿站*X 　",
    max_size=60,
)

FLAT = [
    "浙江省杭州市西湖区曙光路12号3幢1单元502室",
    "浙江省杭州市西湖区曙光路12号三幢一单元502室",
    "浙江省 杭州市 西湖区 曙光路12号 3号楼1单元502户",
    "杭州西湖区曙光路12号3-1-502",
    "浙江杭州西湖区曙光路12号　３栋１单元五零二室（放门口）",
    "中国浙江省杭州市西湖区曙光路12#3栋1单元5楼02室",
    "浙江省杭州市西湖區曙光路12號3棟1單元502室",
]


def test_spellings_of_one_flat_meet_in_one_key() -> None:
    assert {parse_address(text).unit_key for text in FLAT} == {"330106|曙光路12|3|1|502"}
    assert {parse_address(text).building_key for text in FLAT} == {"330106|曙光路12|3"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州市西湖区中山路12号3-1-502", "杭州市西湖区中山北路12号3-1-502"),
        ("杭州市西湖区中山路12号3-1-502", "杭州市西湖区中山路12号3-2-502"),
        ("杭州市西湖区中山路12号3-1-502", "杭州市上城区中山路12号3-1-502"),
        ("杭州市西湖区水韵花园1期3-1-502", "杭州市西湖区水韵花园2期3-1-502"),
        # Homophones are left to whoever compares inside one region; merging here would guess.
        ("武汉市洪山区珞喻路12号3-1-502", "武汉市洪山区珞瑜路12号3-1-502"),
    ],
)
def test_different_places_stay_apart(one: str, other: str) -> None:
    keys = {parse_address(one).unit_key, parse_address(other).unit_key}
    assert len(keys) == 2
    assert "" not in keys


@pytest.mark.parametrize(
    ("text", "poi_type", "quality"),
    [
        ("河南省周口市项城市秣陵镇张庄村3组", "village", 0.85),
        ("新疆维吾尔自治区和田地区墨玉县喀拉喀什镇友谊社区3组12号", "", 0.85),
        ("新疆生产建设兵团第八师石河子市121团3连", "village", 0.85),
        ("西藏自治区那曲市色尼区那曲镇十五村", "village", 0.65),
        ("内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴彦花镇阿拉坦嘎查", "village", 0.65),
    ],
)
def test_country_addresses_are_not_marked_down(text: str, poi_type: str, quality: float) -> None:
    address = parse_address(text)
    assert address.poi_type == poi_type
    assert address.quality >= quality
    assert not address.flags


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("浙江省杭州市测试路XX号", "placeholder"),
        ("浙江省杭州市西湖区****", "masked"),
        ("浙江省杭州市啊啊啊啊啊啊", "gibberish"),
        ("广东省杭州市西湖区曙光路12号", "conflict"),
        ("杭州", "too_short"),
        ("浙江省杭州市西湖区翠苑四区500幢1单元302室", "absurd_building"),
        ("浙江省杭州市西湖区曙光路12号3-1-502放门口", "delivery_note"),
        ("浙江省杭州市西湖区曙光路12号菜鸟驿站", "station_word"),
        ("西湖区曙光路12号", "ambiguous_district"),
        ("浙" * 300, "too_long"),
    ],
)
def test_flags(text: str, flag: str) -> None:
    assert flag in parse_address(text).flags


@pytest.mark.parametrize(
    "text",
    [
        "浙江省杭州市西湖区****3-1-502",
        "浙江省杭州市测试路12号3-1-502",
        "浙江省杭州市西湖区",
        "浙江省",
        "曙光路12号3-1-502",
        "地址保密",
        "",
    ],
)
def test_no_key_from_what_can_not_link(text: str) -> None:
    address = parse_address(text)
    assert (address.unit_key, address.building_key, address.estate_key) == ("", "", "")


def test_a_station_beside_a_room_is_a_wish_not_a_place() -> None:
    assert parse_address("杭州市西湖区曙光路12号菜鸟驿站").poi_type == "station"
    beside = parse_address("杭州市西湖区幸福小区3栋1单元502室菜鸟驿站")
    assert beside.poi_type != "station"
    assert beside.room == "502"


@given(ANYTHING | ADDRESS_LIKE)
def test_total_and_consistent(raw: str) -> None:
    address = parse_address(raw)
    assert 0 <= address.quality <= MAX_STATIC
    assert sum(got for _, got, _ in address.parts) == pytest.approx(address.quality)
    if address.unit_key:
        assert address.building_key
        assert address.adcode or address.district


@given(ANYTHING | ADDRESS_LIKE)
def test_cleaning_first_changes_nothing(raw: str) -> None:
    # A gap between digits separates them; apart from that the cleaned text says all. Taking out a
    # sign may let a letter and a mark behind it compose (R.\u0327), and does nothing else.
    once = tidy(clean(raw))
    assert clean(once) == unicodedata.normalize("NFKC", once)


@given(ADDRESS_LIKE)
def test_tidying_a_clean_text_again_changes_nothing(raw: str) -> None:
    once = tidy(clean(raw))
    assert tidy(clean(once)) == tidy(once)


@pytest.mark.parametrize("raw", [None, "", " \u200b\n", "\ud800\x00", "😀" * 4096, "1" * 4096])
def test_odd_texts(raw: str | None) -> None:
    assert parse_address(raw).unit_key == ""


@given(
    st.sampled_from(["曙光路", "中山北路", "文二西路"]),
    st.integers(1, 999),
    st.integers(1, 99),
    st.integers(1, 6),
    st.integers(101, 3299),
)
def test_the_canonical_writing_is_read_back(
    road: str, number: int, building: int, unit: int, room: int
) -> None:
    first = parse_address(f"杭州西湖{road}{number}号{building}-{unit}-{room}")
    written = (
        f"{first.province}{first.city}{first.district}{first.road}{first.number}号"
        f"{first.building}栋{first.unit}单元{first.room}室"
    )
    assert parse_address(written).unit_key == first.unit_key != ""


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    base = FLAT[0] + "好" * LONGEST
    assert parse_address(base).unit_key == parse_address(base + "3栋9单元999室").unit_key
