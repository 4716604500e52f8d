import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.apart import run_apart
from benchmarks.quality.prevalence import REALISTIC
from benchmarks.quality.table import read_tables
from benchmarks.quality.world import TABLES, borrow, replay, simulate
from data.errors import Failure
from data.synthetic.schedule import ENRICHED
from data.synthetic.writer import EVENTS
from tests.benchmarks.quality.small_world import SEED, small


def test_the_world_is_made_at_the_prevalence_that_was_asked(tmp_path: Path) -> None:
    made = simulate("demo", SEED, REALISTIC, tmp_path)
    assert made["prevalence_scale"] == {"shipments": 0.3, "openings": 0.5}


def test_a_replay_fills_the_tables(tmp_path: Path) -> None:
    simulate("demo", SEED, ENRICHED, tmp_path)
    tables = read_tables(tmp_path / TABLES, run_apart(replay, tmp_path, small().split))
    for kind, table in small().tables.items():
        # Another key: other tokens, the same numbers.
        assert np.array_equal(tables[kind].vectors, table.vectors, equal_nan=True)
        assert np.array_equal(tables[kind].facts, table.facts)


def test_a_world_that_is_there_is_borrowed(tmp_path: Path) -> None:
    assert borrow(small().folder, tmp_path) == small().manifest
    assert (tmp_path / EVENTS).read_bytes() == small().events.read_bytes()
    with pytest.raises(Failure, match="no simulated world"):
        borrow(tmp_path, tmp_path)


def test_these_processes_load_nothing_that_fits() -> None:
    program = "import sys, benchmarks.quality.world; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    loaded = {name.partition(".")[0] for name in ended.stdout.decode().split()}
    assert not loaded & {"sklearn", "pyod", "matplotlib", "shap", "pandas"}
