import msgspec
import pytest

from risk.shadow import Shadow, challenger_in, kept_scores

RAW = {"ecod": 1.5, "iforest": 0.25}
SHADOW = Shadow("bundle-2", -4.5, "low", {"ecod": 2.5})


def test_without_a_challenger_the_raw_scores_are_kept_as_they_are() -> None:
    kept = kept_scores(RAW, None)
    assert msgspec.json.decode(kept) == RAW
    assert challenger_in(kept) is None


def test_a_challenger_s_word_stands_beside_the_champion_s_scores() -> None:
    kept = kept_scores(RAW, SHADOW)
    said = {"bundle": "bundle-2", "total": -4.5, "band": "low", "raw": {"ecod": 2.5}}
    assert msgspec.json.decode(kept) == RAW | {"challenger": said}
    assert challenger_in(kept) == "bundle-2"


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"challenger":1}',
        b'{"challenger":{}}',
        b'{"challenger":null}',
        b'{"challenger":{"bundle":7}}',
        b'{"challenger":{"bundle":"\xff"}}',
        b'{"a":' + b"[" * 20_000,
    ],
)
def test_damaged_scores_name_no_challenger(kept: bytes) -> None:
    assert challenger_in(kept) is None


def test_a_total_that_is_no_number_still_names_its_challenger() -> None:
    assert challenger_in(kept_scores(RAW, Shadow("b", float("nan"), "low", {}))) == "b"
