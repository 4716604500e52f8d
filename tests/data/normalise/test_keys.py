import pytest

from data.normalise.address import parse_address
from data.normalise.keys import NO_KEYS, keys_of
from data.normalise.place import parse_place


@pytest.mark.parametrize(
    ("town", "text", "unit", "building"),
    [
        ("", "曙光路12号3-1-502", "P|曙光路12|3|1|502", "P|曙光路12|3"),
        ("前仓镇", "曙光路12号", "P|前仓镇曙光路12|||", "P|曙光路12|"),
        ("翠苑街道", "曙光路12号", "P|曙光路12|||", "P|曙光路12|"),
        ("", "曙光路12号环球大厦", "", "P|曙光路12|"),
        ("前仓镇", "石雅村817号", "P|前仓镇/石雅村//817|||", "P|前仓镇/石雅村//817|"),
        ("前仓镇", "石雅村3组", "", "P|前仓镇/石雅村/3/|"),
        ("", "幸福小区502室", "", ""),
        ("", "幸福小区3栋502室", "P|幸福小区|3||502", "P|幸福小区|3"),
        ("", "环球大厦1202室", "P|环球大厦|||1202", "P|环球大厦|"),
        ("", "", "", ""),
    ],
)
def test_keys(town: str, text: str, unit: str, building: str) -> None:
    keys = keys_of("P", town, parse_place(text))
    assert (keys.unit, keys.building) == (unit, building)


@pytest.mark.parametrize("text", ["村委会旁", "菜鸟驿站", "工业园"])
def test_words_that_every_town_has_make_no_key(text: str) -> None:
    keys = keys_of("P", "前仓镇", parse_place(text))
    assert (keys.unit, keys.building, keys.estate) == ("", "", "")


def test_no_key_without_a_region() -> None:
    assert keys_of("", "", parse_place("曙光路12号3-1-502")) is NO_KEYS


@pytest.mark.parametrize(
    "landmark", ["老供销社旁", "加油站后面", "红旗超市隔壁", "乡政府东侧", "王家大院"]
)
def test_a_landmark_in_a_village_ties_no_two_villages(landmark: str) -> None:
    one, other = (
        parse_address(f"四川省凉山彝族自治州西昌市安哈镇{village}{landmark}")
        for village in ("长板桥村", "合营村")
    )
    assert one.estate_key == "513401|安哈镇/长板桥村"
    assert other.estate_key == "513401|安哈镇/合营村"
    assert one.building_key == one.unit_key == ""


def test_a_flat_in_a_village_s_estate_keeps_the_estate() -> None:
    found = parse_address("四川省凉山彝族自治州西昌市安哈镇长板桥村阳光花园小区3栋502")
    assert found.estate_key == "513401|阳光花园小区"
