from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.acceptance import repeat
from benchmarks.quality.acceptance.repeat import files_differing


def test_two_worlds_of_a_seed_are_the_same(tmp_path: Path) -> None:
    assert files_differing(7, tmp_path, "demo") == 0
    assert list(tmp_path.iterdir()) == []


def test_another_byte_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = iter(("a", "b"))

    def made(*_: object) -> dict[str, Any]:
        return {"files": {"events.jsonl": {"sha256": next(hashes)}, "truth.csv": {"sha256": "c"}}}

    monkeypatch.setattr(repeat, "run_apart", made)
    assert files_differing(7, tmp_path) == 1
