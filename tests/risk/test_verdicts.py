from pathlib import Path

import msgspec
import pytest

from data.errors import Failure
from data.events import OutcomeLine
from data.synthetic.truth import TRUTH_HEADER
from risk.verdicts import FOUND, ORDINARY, Observed, Truth
from tests.risk.builders import outcome, shipment, write_lines


def truth_of(path: Path, *rows: str) -> Truth:
    path.write_text("\n".join((TRUTH_HEADER, *rows)) + "\n", encoding="utf-8")
    return Truth(path)


def test_the_truth_names_typology_look_alike_and_ordinary_events(tmp_path: Path) -> None:
    truth = truth_of(
        tmp_path / "truth.csv",
        "sh-1,1,SH-01,c1,L0,",
        "sh-2,0,,,,L17",
        "sh-3,0,,,,",
        "sh-4,0,,c1,L1,",
    )
    assert truth.of("sh-1", "shipment", 0) == (True, "SH-01")
    assert truth.of("sh-2", "shipment", 0) == (False, "L17")
    for honest in ("sh-3", "sh-4", "unheard-of"):
        assert truth.of(honest, "shipment", 0) == (False, ORDINARY)


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\xff\xfe", TRUTH_HEADER.encode() + b"\nx\n"]
)
def test_another_file_is_a_failure(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "truth.csv"
    path.write_bytes(content)
    with pytest.raises(Failure, match=r"truth\.csv"):
        Truth(path)


def test_a_missing_truth_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"can't read truth\.csv"):
        Truth(tmp_path / "truth.csv")


def test_outcomes_tell_what_was_found(tmp_path: Path) -> None:
    found = msgspec.to_builtins(outcome(outcome="confirmed_fraud")) | {"kind": "outcome"}
    line = msgspec.convert(found, OutcomeLine)
    observed = Observed(write_lines(tmp_path / "e.jsonl", [shipment(1), shipment(2), line]))
    assert observed.of("sh-1", "shipment", 0) == (True, FOUND)
    assert observed.of("sh-2", "shipment", 0) == (False, ORDINARY)
