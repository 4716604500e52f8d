import pytest

from api.commands.options import instant
from data.errors import WrongUse


def test_an_instant_is_read_with_its_offset() -> None:
    assert instant("1970-01-01T08:00:01+08:00", "--until") == 1000
    assert instant("1970-01-01T00:00:01Z", "--until") == 1000
    assert instant(None, "--until") is None


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01T00:00:00Z", "17000000", "2025-1-1"])
def test_what_is_no_instant_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse, match="--until must be an instant like"):
        instant(text, "--until")


@pytest.mark.parametrize("text", ["2025-07-01", "2025-07-01T00:00:00"])
def test_an_offset_is_needed(text: str) -> None:
    with pytest.raises(WrongUse, match="--until needs an offset"):
        instant(text, "--until")
