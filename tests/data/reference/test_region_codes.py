import pytest

from data.reference import region_codes


@pytest.mark.parametrize(
    ("code", "last"),
    [("110105", 0), ("510229", 1991), ("310103", 2010), ("110103", 2009), ("310119", 2008)],
)
def test_last_year(code: str, last: int) -> None:
    assert region_codes.is_known(code)
    assert region_codes.last_year(code) == last


def test_an_unknown_code_is_unknown() -> None:
    assert not region_codes.is_known("110199")
    assert region_codes.last_year("110199") == 0


def test_rows_are_well_formed() -> None:
    assert len(region_codes.REGIONS) > 8_000
    for row in region_codes.REGIONS:
        assert len(row.code) == 6
        assert row.code.isdigit()
        assert row.name
        assert row.last_year == 0 or row.first_year <= row.last_year
