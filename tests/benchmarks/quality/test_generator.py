import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.quality import generator
from benchmarks.quality.study import Study
from tests.benchmarks.quality.acceptance.test_figures import made
from tests.benchmarks.quality.small_world import demo_study


def test_the_lines_tell_every_marginal_and_every_typology() -> None:
    lines = generator.told(made()).splitlines()
    assert any(line.startswith("within") and line.endswith("vague texts") for line in lines)
    assert any(line.startswith("OFF") and line.endswith("returns") for line in lines)
    assert sum("component_size" in line for line in lines) == 1
    assert "       quality.g3.shipment" in lines
    assert "       quality.g3.account_opening" not in lines


@pytest.mark.parametrize(("differing", "code"), [(0, None), (1, 1)])
def test_only_other_bytes_fail_the_command(
    differing: int,
    code: int | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked: dict[str, Any] = {}

    def study(*_: object, **options: Any) -> Study:
        asked.update(options)
        found = msgspec.structs.replace(made(), files_differing=differing)
        return msgspec.structs.replace(demo_study(), generator=found)

    monkeypatch.setattr(generator, "run_study", study)
    monkeypatch.setattr(sys, "argv", ["generator", "--world", str(tmp_path)])
    if code is None:
        generator.main()
    else:
        with pytest.raises(SystemExit) as ended:
            generator.main()
        assert ended.value.code == code
    assert asked == {"world": tmp_path, "judge_generator": True}
    assert "quality.g12.account_opening" in capsys.readouterr().out
