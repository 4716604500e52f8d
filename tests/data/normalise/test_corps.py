import pytest

from data.normalise.corps import regiment_of


@pytest.mark.parametrize(
    ("text", "places", "expected"),
    [
        ("生产建设兵团第八师121团3连", ("65",), (("659001",), "", "121团", 13)),
        ("121团3连", ("659001",), (("659001",), "", "121团", 4)),
        ("第十二师一二一团", ("65",), (("6501",), "兵团", "121团", 8)),
        ("121团3连", ("6501",), None),
        ("第八师121团", ("33",), None),
        ("", ("65",), None),
    ],
)
def test_regiments(
    text: str, places: tuple[str, ...], expected: tuple[tuple[str, ...], str, str, int] | None
) -> None:
    assert regiment_of(text, 0, places) == expected
