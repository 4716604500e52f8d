"""The comparison of the two forms once said "nothing is installed" wherever .venv lies in the tree."""

from pathlib import Path

import pytest

from benchmarks import forms
from benchmarks.processes import ROOT
from data.events import Party, Shipment
from tests.risk.builders import shipment

INSTALLED = ROOT / ".venv" / "lib" / "site-packages" / "risk" / "engine.cpython-311.so"


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (str(INSTALLED), INSTALLED),
        (str(INSTALLED.with_name("engine.py")), None),
        (str(ROOT / "risk" / "engine.cpython-311.so"), None),
        ("", None),
    ],
)
def test_the_installed_form_is_found_inside_the_tree_too(
    told: str, found: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_python", lambda *_arguments: told + "\n")
    assert forms._installed_engine() == found


def test_a_hollow_event_knows_nobody() -> None:
    hollow = forms._hollow(shipment(), 7)
    assert isinstance(hollow, Shipment)
    assert (hollow.event_id, hollow.sender, hollow.receiver) == ("hollow-7", Party(), Party())
    names = ("merchant_id", "monthly_account", "operator_id", "outlet_id", "device_id")
    assert [getattr(hollow, name) for name in names] == [None] * len(names)


def test_a_line_that_differs_or_is_missing_is_counted(tmp_path: Path) -> None:
    left, right = tmp_path / "left", tmp_path / "right"
    left.write_bytes(b"a\nb\nc\n")
    right.write_bytes(b"a\nB\n")
    assert forms._lines_differing(left, right) == 2
