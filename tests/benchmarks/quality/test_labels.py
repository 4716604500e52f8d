from pathlib import Path

import pytest

from benchmarks.quality.labels import UNKNOWN, Observed
from data.errors import Failure
from data.events import OutcomeLine, Shipment
from data.instants import DAY_MS, to_ms
from data.synthetic.truth import TRUTH, TRUTH_HEADER, truths
from risk.maturity import maturity_ms
from tests.benchmarks.quality.small_world import small
from tests.risk.builders import demo_lines


def test_the_truth_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / TRUTH
    path.write_text(f"{TRUTH_HEADER}\nev-1,1,SH-01,C1,L2,\nev-2,0,,C1,,\nev-3,0,,,,L02\n")
    fraud, camouflage, decoy = truths(path)
    assert (fraud.is_fraud, fraud.typology, fraud.stealth) == (True, "SH-01", "L2")
    assert (camouflage.is_fraud, camouflage.campaign) == (False, "C1")
    assert decoy.decoy == "L02"


def test_another_file_and_none_are_failures(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,phone\n")
    with pytest.raises(Failure, match=r"a\.csv is no truth"):
        list(truths(tmp_path / "a.csv"))
    with pytest.raises(Failure, match=r"can't read b\.csv"):
        list(truths(tmp_path / "b.csv"))


def found_parcel() -> tuple[str, int, int]:
    """A parcel that was found to be a fraud: its id, its instant, and that of the finding."""
    lines = demo_lines()
    parcels = {line.event_id: line for line in lines if isinstance(line, Shipment)}
    found = next(
        line
        for line in lines
        if isinstance(line, OutcomeLine)
        and line.outcome == "confirmed_fraud"
        and line.event_id in parcels
    )
    at_ms = to_ms(parcels[found.event_id].occurred_at)
    return found.event_id, at_ms, to_ms(found.occurred_at)


def test_a_finding_is_a_label_of_training_once_the_event_has_matured() -> None:
    event_id, at_ms, known_ms = found_parcel()
    matured_ms = at_ms + maturity_ms("shipment")
    assert known_ms < matured_ms, "else this world tests nothing"
    asked = (event_id, "shipment", at_ms)
    assert Observed(small().events, matured_ms - 1, frozenset()).of(*asked) == (UNKNOWN, 1)
    assert Observed(small().events, matured_ms, frozenset()).of(*asked) == (1, 1)


def test_an_event_of_which_nothing_came_is_honest_once_it_is_old_unless_it_was_stopped() -> None:
    until_ms = small().split.start_ms + 60 * DAY_MS
    observed = Observed(small().events, until_ms, {"stopped"})
    old_ms = until_ms - maturity_ms("shipment")
    assert observed.of("nobody", "shipment", old_ms) == (0, 0)
    assert observed.of("nobody", "shipment", old_ms + 1) == (UNKNOWN, 0)
    assert observed.of("stopped", "shipment", old_ms) == (UNKNOWN, UNKNOWN)
