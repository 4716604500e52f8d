import pytest

from benchmarks.quality.stages import Stages


def test_a_stage_is_told_and_timed(capsys: pytest.CaptureFixture[str]) -> None:
    stages = Stages("quality")
    with stages.stage("one"):
        pass
    assert capsys.readouterr().err == "quality: one …\n"
    assert set(stages.seconds) == {"one"}
    assert stages.seconds["one"] >= 0.0
