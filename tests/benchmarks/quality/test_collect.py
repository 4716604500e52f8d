import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest

from benchmarks.quality.collect import STEALTH, collect
from benchmarks.quality.labels import UNKNOWN
from benchmarks.quality.table import read_tables
from data.errors import Failure
from data.events import Shipment
from data.instants import to_ms
from data.synthetic.truth import TRUTH, TRUTH_HEADER, truths
from data.synthetic.writer import EVENTS
from risk.decide import RANK
from tests.benchmarks.quality.small_world import small
from tests.risk.builders import demo_counts, demo_lines, engine_with, tokeniser, write_lines


def test_every_event_has_its_row_with_its_truth() -> None:
    tables = small().tables
    counts = demo_counts()
    assert {kind: len(table.facts) for kind, table in tables.items()} == {
        kind: counts[kind] for kind in tables
    }
    lines = list(truths(small().folder / TRUTH))
    told = sorted((t.typology, t.stealth, t.campaign) for t in lines if t.is_fraud)
    kept = sorted(
        (t.names.of(row["typology"]), STEALTH[row["stealth"]], t.names.of(row["campaign"]))
        for t in tables.values()
        for row in t.facts[t.facts["fraud"] == 1]
    )
    assert kept == told != []
    decoys = sum(int((table.facts["decoy"] > 0).sum()) for table in tables.values())
    assert decoys == sum(bool(line.decoy) for line in lines) > 0


def test_a_late_event_belongs_to_the_time_of_its_arrival(tmp_path: Path) -> None:
    first, *others = [line for line in demo_lines()[:300] if isinstance(line, Shipment)]
    world = [*others, first]
    write_lines(tmp_path / EVENTS, world)
    told = {t.event_id: t for t in truths(small().folder / TRUTH)}
    rows = [f"{line.event_id},{int(told[line.event_id].is_fraud)},,,," for line in world]
    (tmp_path / TRUTH).write_text("\n".join([TRUTH_HEADER, *rows]))
    names = collect(engine_with(), tokeniser(), tmp_path, small().split, tmp_path / "tables")
    facts = read_tables(tmp_path / "tables", names)["shipment"].facts
    assert (np.diff(facts["arrived_ms"]) >= 0).all()
    assert facts["at_ms"][-1] == to_ms(first.occurred_at) < facts["arrived_ms"][-1]
    assert facts["arrived_ms"][-1] == facts["at_ms"].max()
    assert (facts["at_ms"][:-1] == facts["arrived_ms"][:-1]).all()


def test_rules_have_fired() -> None:
    facts = small().tables["account_opening"].facts
    assert ((facts["action"] > 0) <= (facts["hits"] > 0)).all()
    assert (facts["hits"] > 0).any()


def test_what_rules_read_beside_the_vector_is_kept() -> None:
    table = small().tables["account_opening"]
    told = [table.names.of(code) for code in np.unique(table.facts["told"])]
    texts = [msgspec.json.decode(text)[0] for text in told]
    assert {"entity", "channel", "id_type", "account_class"} == set(texts[0])
    assert {"I", "II"} <= {text["account_class"] for text in texts}
    runners = {
        table.names.of(row["decoy"])
        for table in small().tables.values()
        for row in table.facts
        if "registered_runner" in table.names.of(row["told"])
    }
    assert runners == {"L23"}


def test_what_was_known_at_the_end_of_training_is_less() -> None:
    table = small().tables["shipment"]
    assert (table.observed == 1).any()
    assert (table.observed_then == UNKNOWN).all(), "in nine days nothing matures"
    stopped = table.facts["action"] >= RANK["hold"]
    assert stopped.any()
    assert not (table.observed[~stopped] == UNKNOWN).any()


def test_a_truth_of_other_events_is_refused(tmp_path: Path) -> None:
    for name in (EVENTS, TRUTH):
        shutil.copy(small().folder / name, tmp_path)
    lines = (tmp_path / TRUTH).read_text().splitlines()
    (tmp_path / TRUTH).write_text("\n".join([lines[0], *lines[2:]]))
    with pytest.raises(Failure, match="does not follow"):
        collect(engine_with(), tokeniser(), tmp_path, small().split, tmp_path / "tables")


def test_a_line_that_cannot_be_scored_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / EVENTS).write_bytes(b"{\n")
    shutil.copy(small().folder / TRUTH, tmp_path)
    with pytest.raises(Failure, match="line 1 of the world"):
        collect(engine_with(), tokeniser(), tmp_path, small().split, tmp_path / "tables")
