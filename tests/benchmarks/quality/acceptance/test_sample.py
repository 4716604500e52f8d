from pathlib import Path

import msgspec
import pytest

from benchmarks.quality.acceptance.sample import OF_A_CAMPAIGN, lines, sample, sizes
from data.errors import Failure
from data.events import OutcomeLine
from data.synthetic.calendar import START
from data.synthetic.truth import TRUTH
from data.synthetic.writer import EVENTS
from tests.benchmarks.quality.acceptance.made import opening, parcel, truth, write
from tests.benchmarks.quality.small_world import small


def test_every_honest_event_of_a_small_world_is_taken_with_its_truth() -> None:
    found = sample(small().folder, 1)
    frauds, honest = sizes(small().folder / TRUTH)
    assert sum(not raw.truth.is_fraud for raw in found) == honest > 2_000
    assert 0 < sum(raw.truth.is_fraud for raw in found) <= frauds.total()
    assert all(raw.event.event_id == raw.truth.event_id for raw in found)
    shares = [raw.share for raw in found]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert 0.999 < shares[-1] < 1.0


def test_of_a_large_campaign_a_part_is_taken_from_all_of_it(tmp_path: Path) -> None:
    rows = [(opening(n), truth(n, "C1", fraud=True)) for n in range(600)]
    write(tmp_path, [*rows, (opening(600), truth(600))])
    found = sample(tmp_path, 1)
    frauds = [raw.share for raw in found if raw.truth.is_fraud]
    assert OF_A_CAMPAIGN / 2 < len(frauds) < OF_A_CAMPAIGN * 2
    assert max(frauds) > 0.8
    assert found == sample(tmp_path, 1)


def test_what_comes_again_is_passed_over_and_an_outcome_may_come_first(tmp_path: Path) -> None:
    write(tmp_path, [(parcel(n), truth(n)) for n in range(3)])
    first, second, third = (tmp_path / EVENTS).read_bytes().splitlines(keepends=True)
    early = OutcomeLine(
        outcome_id="o",
        event_id=parcel(1).event_id,
        occurred_at=START,
        outcome="delivered",
        source="carrier",
    )
    told = msgspec.json.encode(early) + b"\n"
    (tmp_path / EVENTS).write_bytes(first + told + second + first + third)
    assert [t.event_id for _, t in lines(tmp_path)] == [parcel(n).event_id for n in range(3)]


def test_a_truth_of_other_events_is_refused(tmp_path: Path) -> None:
    write(tmp_path, [(parcel(0), truth(0))])
    with (tmp_path / TRUTH).open("a", encoding="utf-8") as file:
        file.write("ev-x,0,,,,\n")
    with pytest.raises(Failure, match="does not follow"):
        list(lines(tmp_path))
    with pytest.raises(Failure, match="can't read"):
        list(lines(tmp_path / "nowhere"))


def test_sizes_count_frauds_by_campaign(tmp_path: Path) -> None:
    write(tmp_path, [(parcel(0), truth(0, "C1", fraud=True)), (parcel(1), truth(1, "C1"))])
    assert sizes(tmp_path / TRUTH) == ({"C1": 1}, 1)


def test_of_many_frauds_fewer_of_each_campaign_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(opening(n), truth(n, f"C{n % 20}", fraud=True)) for n in range(600)]
    write(tmp_path, rows)
    assert len(sample(tmp_path, 1)) == 600
    monkeypatch.setattr("benchmarks.quality.acceptance.sample.FRAUDS", 100)
    assert 60 < len(sample(tmp_path, 1)) < 150
