from math import isnan
from pathlib import Path

import msgspec
import numpy as np
import pytest

from data.errors import Failure
from data.events import OutcomeLine
from data.instants import to_ms
from risk.labels import WENT_ON, Labels, counts, labels_in
from risk.maturity import maturity_ms
from tests.risk.builders import write_lines


def line(number: int, kind: str, day: int = 20) -> OutcomeLine:
    body = {
        "outcome_id": f"oc-{number}",
        "event_id": f"sh-{number}",
        "occurred_at": f"2025-03-{day:02d}T09:00:00+08:00",
        "outcome": kind,
        "source": "analyst",
        "kind": "outcome",
    }
    return msgspec.convert(body, OutcomeLine)


EVENT_MS = to_ms(line(1, "delivered", day=1).occurred_at)
MATURE_MS = EVENT_MS + maturity_ms("shipment")


def labelled(
    *lines: OutcomeLine, until_ms: int = MATURE_MS, stopped: frozenset[str] = frozenset()
) -> Labels:
    labels = Labels(until_ms, stopped)
    for each in lines:
        labels.learn(each)
    return labels


def label(*lines: OutcomeLine, until_ms: int = MATURE_MS, stopped: bool = False) -> float:
    held = frozenset({"sh-1"} if stopped else ())
    return labelled(*lines, until_ms=until_ms, stopped=held).of("sh-1", "shipment", EVENT_MS)


@pytest.mark.parametrize("kind", ["confirmed_fraud", "policy_violation", "written_off"])
def test_a_fraud_outcome_labels_its_event(kind: str) -> None:
    assert label(line(1, kind)) == 1.0


def test_a_clearance_lifts_a_finding() -> None:
    assert label(line(1, "legit_explained")) == 0.0
    assert label(line(1, "confirmed_fraud"), line(1, "legit_explained")) == 0.0


def test_what_is_not_known_yet_does_not_count() -> None:
    late = line(1, "confirmed_fraud")
    known_ms = to_ms(late.occurred_at)
    kind, at_ms = "shipment", known_ms - maturity_ms("shipment") - 1
    assert labelled(late, until_ms=known_ms - 1).of("sh-1", kind, at_ms) == 0.0
    assert labelled(late, until_ms=known_ms).of("sh-1", kind, at_ms) == 1.0


def test_silence_is_honest_only_after_maturity() -> None:
    assert label() == 0.0
    assert isnan(label(until_ms=MATURE_MS - 1))


def test_a_young_event_is_censored_even_where_its_fraud_is_known() -> None:
    assert isnan(label(line(1, "confirmed_fraud", day=2), until_ms=MATURE_MS - 1))
    assert isnan(label(line(1, "legit_explained", day=2), until_ms=MATURE_MS - 1))


def test_an_opening_matures_later_than_a_shipment() -> None:
    labels = labelled()
    assert labels.of("x", "shipment", EVENT_MS) == 0.0
    assert isnan(labels.of("x", "account_opening", EVENT_MS))


def test_the_silence_of_a_stopped_event_says_nothing() -> None:
    assert isnan(label(stopped=True))
    assert isnan(label(line(1, "suspicious_unproven"), stopped=True))


@pytest.mark.parametrize("kind", sorted(WENT_ON))
def test_a_stopped_event_that_went_its_way_all_the_same_is_honest(kind: str) -> None:
    assert label(line(1, kind), stopped=True) == 0.0


def test_a_verdict_counts_for_stopped_events_too() -> None:
    assert label(line(1, "confirmed_fraud"), stopped=True) == 1.0
    assert label(line(1, "legit_explained"), stopped=True) == 0.0


@pytest.mark.parametrize("kind", ["delivered", "refused", "suspicious_unproven", "claimed"])
def test_other_outcomes_are_no_verdicts(kind: str) -> None:
    assert label(line(1, kind)) == 0.0
    assert isnan(label(line(1, kind), until_ms=MATURE_MS - 1))


def test_a_file_gives_its_labels_and_bad_lines_are_passed_over(tmp_path: Path) -> None:
    bad = b'{"kind":"outcome","outcome_id":"x"}'
    deep = b'{"outcome":' + b"[" * 20_000
    path = write_lines(
        tmp_path / "e.jsonl",
        [bad, deep, line(1, "confirmed_fraud"), b'\xff"outcome"', line(2, "legit_explained")],
    )
    labels = labels_in(path, MATURE_MS, frozenset({"sh-3"}))
    found = [labels.of(f"sh-{number}", "shipment", EVENT_MS) for number in (1, 2, 3)]
    assert found[:2] == [1.0, 0.0]
    assert isnan(found[2])


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"can't read none\.jsonl"):
        labels_in(tmp_path / "none.jsonl", MATURE_MS)


def test_counts_leave_the_unknown_out() -> None:
    assert counts(np.array([1.0, 0.0, np.nan, 0.0, np.nan])) == (1, 2)
