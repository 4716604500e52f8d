from math import isnan
from pathlib import Path

import msgspec
import numpy as np
import pytest

from data.errors import Failure
from data.events import OutcomeLine
from data.instants import DAY_MS, to_ms
from risk.labels import MATURITY_MS, Labels, counts, labels_in
from tests.risk.builders import outcome, write_lines

UNTIL_MS = to_ms(outcome().occurred_at) + 30 * DAY_MS


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


def labelled(*lines: OutcomeLine, until_ms: int = UNTIL_MS) -> Labels:
    labels = Labels(until_ms)
    for each in lines:
        labels.learn(each)
    return labels


@pytest.mark.parametrize("kind", ["confirmed_fraud", "policy_violation", "written_off"])
def test_a_fraud_outcome_labels_its_event_at_once(kind: str) -> None:
    assert labelled(line(1, kind)).of("sh-1", UNTIL_MS) == 1.0


def test_a_clearance_labels_at_once_and_lifts_a_finding() -> None:
    assert labelled(line(1, "legit_explained")).of("sh-1", UNTIL_MS) == 0.0
    both = labelled(line(1, "confirmed_fraud"), line(1, "legit_explained"))
    assert both.of("sh-1", UNTIL_MS) == 0.0


def test_what_is_not_known_yet_does_not_count() -> None:
    early = to_ms(line(1, "confirmed_fraud").occurred_at) - 1
    assert isnan(labelled(line(1, "confirmed_fraud"), until_ms=early).of("sh-1", early))
    assert labelled(line(1, "confirmed_fraud"), until_ms=early + 1).of("sh-1", early) == 1.0


def test_silence_becomes_honest_only_after_maturity() -> None:
    labels = labelled()
    assert labels.of("sh-9", UNTIL_MS - MATURITY_MS) == 0.0
    assert isnan(labels.of("sh-9", UNTIL_MS - MATURITY_MS + 1))


@pytest.mark.parametrize("kind", ["delivered", "refused", "suspicious_unproven", "claimed"])
def test_other_outcomes_are_no_verdicts(kind: str) -> None:
    assert isnan(labelled(line(1, kind)).of("sh-1", UNTIL_MS))


def test_a_file_gives_its_labels_and_bad_lines_are_passed_over(tmp_path: Path) -> None:
    bad = b'{"kind":"outcome","outcome_id":"x"}'
    deep = b'{"outcome":' + b"[" * 20_000
    path = write_lines(
        tmp_path / "e.jsonl",
        [bad, deep, line(1, "confirmed_fraud"), b'\xff"outcome"', line(2, "legit_explained")],
    )
    labels = labels_in(path, UNTIL_MS)
    assert (labels.of("sh-1", UNTIL_MS), labels.of("sh-2", UNTIL_MS)) == (1.0, 0.0)


def test_a_missing_file_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"can't read none\.jsonl"):
        labels_in(tmp_path / "none.jsonl", UNTIL_MS)


def test_counts_leave_the_unknown_out() -> None:
    assert counts(np.array([1.0, 0.0, np.nan, 0.0, np.nan])) == (1, 2)
