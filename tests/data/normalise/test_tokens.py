import pytest

from data.normalise import tokens


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("502室放门口", "502室"),
        ("502室请放到丰巢", "502室"),
        ("502室送货前打电话", "502室"),
        ("502室电联", "502室"),
        ("502室不要放驿站", "502室"),
        ("502室工作日送", "502室"),
        ("电子路5号", "电子路5号"),
        ("放鹤洲路1号", "放鹤洲路1号"),
    ],
)
def test_without_notes(text: str, stripped: str) -> None:
    assert tokens.without_notes(text) == (stripped, stripped != text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("云仓3号库", "warehouse"),
        ("浙江大学学生公寓", "dorm"),
        ("第一人民医院", "hospital"),
        ("宏丰铸造厂", "factory"),
        ("环球大厦", "office"),
        ("厦门集运仓库", "consolidation"),
        ("某某商务秘书公司", "secretary_registration"),
        ("实验小学", "school"),
        ("幸福小区", ""),
    ],
)
def test_kind_of(text: str, kind: str) -> None:
    assert tokens.kind_of(text) == kind


def test_stations_and_lockers() -> None:
    assert tokens.station_of("菜鸟驿站") == "station"
    assert tokens.station_of("丰巢快递柜") == "locker"
    assert tokens.station_of("驿道路") == ""


@pytest.mark.parametrize(
    "text", ["测试", "某某小区", "XX路", "不详", "同上", "自提", "随便", "地址保密"]
)
def test_placeholders(text: str) -> None:
    assert tokens.is_placeholder(text)


def test_a_pickup_point_is_no_placeholder() -> None:
    assert not tokens.is_placeholder("幸福小区自提点")


def test_gibberish() -> None:
    assert tokens.is_gibberish("啊啊啊啊啊")
    assert tokens.is_gibberish("SDFGHJK")
    assert not tokens.is_gibberish("浙江省杭州市西湖区SOHO现代城")
