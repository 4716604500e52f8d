import pytest

from data.normalise.place import parse_place


@pytest.mark.parametrize(
    ("text", "village", "group", "road", "number", "estate"),
    [
        ("石雅村3组17号", "石雅村", "3", "", "17", ""),
        ("石雅村委会5组", "石雅村", "5", "", "", ""),
        ("石雅村817号", "石雅村", "", "", "817", ""),
        ("阿拉坦嘎查", "阿拉坦嘎查", "", "", "", ""),
        ("江南大道创业大道288号", "", "", "创业大道", "288", ""),
        ("中山北路12号", "", "", "中山北路", "12", ""),
        ("柳营路669弄14号1102", "", "", "柳营路", "669弄", ""),
        ("高桥工业区秀丰路1027号", "", "", "秀丰路", "1027", ""),
        ("长江大道9号天山科技园3栋502", "", "", "长江大道", "9", "天山科技园"),
        ("水韵花园2期3栋502", "", "", "", "", "水韵花园2期"),
        ("上冯新村136号", "", "", "", "136", "上冯新村"),
        ("唐延路北段26号中国银行", "", "", "唐延路北段", "26", "中国银行"),
        ("", "", "", "", "", ""),
    ],
)
def test_parse_place(
    text: str, village: str, group: str, road: str, number: str, estate: str
) -> None:
    place = parse_place(text)
    assert (place.village, place.group, place.road) == (village, group, road)
    assert (place.number, place.estate) == (number, estate)
