import pytest

from data.normalise.quality import MAX_STATIC, quality_parts, total


def test_full_marks_are_the_static_maximum() -> None:
    parts = quality_parts(depth=1, town=True, place=1, unit=1, length=30, flags=())
    assert total(parts) == pytest.approx(MAX_STATIC)
    assert sum(most for _, _, most in parts) == pytest.approx(MAX_STATIC)


@pytest.mark.parametrize("flag", ["placeholder", "masked", "gibberish", "conflict"])
def test_dishonest_flags_cost_their_part(flag: str) -> None:
    parts = quality_parts(depth=1, town=True, place=1, unit=1, length=30, flags=(flag,))
    assert total(parts) == pytest.approx(MAX_STATIC - 0.05)


@pytest.mark.parametrize(("length", "got"), [(7, 0.0), (8, 0.05), (60, 0.05), (61, 0.0)])
def test_plausible_length(length: int, got: float) -> None:
    parts = quality_parts(depth=0, town=False, place=0, unit=0, length=length, flags=("masked",))
    assert total(parts) == got
