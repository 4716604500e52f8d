from pathlib import Path

import numpy as np

from benchmarks.quality.labels import Observed
from benchmarks.quality.plain import COLUMNS
from benchmarks.quality.table import FACT, Names, TableWriter, label_tables, read_table, read_tables
from benchmarks.quality.texts import FIELDS
from risk.features.catalogue import NAMES
from risk.features.feature import ALL

KIND = "cod_application"


def test_what_was_added_is_read(tmp_path: Path) -> None:
    vector = np.arange(len(NAMES), dtype=np.float64) / 3
    plain = [0.5] * len(COLUMNS[KIND])
    texts = [-(2**63), *range(1, len(FIELDS[KIND]))]
    fact = (1, 2**41, 2**40, 3, 9, 4, 5, 2, 1, 4, 7)
    with TableWriter(tmp_path / KIND, KIND) as writer:
        writer.add("ev-1", vector.tobytes(), fact, plain, texts)
        writer.add("ev-2", vector[::-1].tobytes(), fact, plain, texts)
    (tmp_path / KIND / "labels").write_bytes(np.array([1, 0, -1, 1], np.int8).tobytes())
    table = read_table(tmp_path / KIND, KIND, Names())
    assert (table.observed_then.tolist(), table.observed.tolist()) == ([1, -1], [0, 1])
    assert np.array_equal(table.vectors, [vector, vector[::-1]])
    assert table.plain[1].tolist() == plain
    assert table.texts[0].tolist() == texts
    assert table.facts.shape == (2,)
    assert tuple(table.facts[1].tolist()) == fact
    assert table.facts.dtype == FACT


def test_a_kind_without_events_has_an_empty_table(tmp_path: Path) -> None:
    for kind in ALL:
        TableWriter(tmp_path / kind, kind).__exit__()
    (tmp_path / "events.jsonl").touch()
    label_tables(tmp_path, Observed(tmp_path / "events.jsonl", 0, frozenset()))
    table = read_tables(tmp_path, Names())[KIND]
    assert table.vectors.shape == (0, len(NAMES))
    assert len(table.facts) == len(table.plain) == len(table.texts) == 0


def test_names_are_numbered_as_they_come() -> None:
    names = Names()
    assert [names.code(text) for text in ("", "b", "a", "b")] == [0, 1, 2, 1]
    assert [names.of(code) for code in (0, 1, 2)] == ["", "b", "a"]
