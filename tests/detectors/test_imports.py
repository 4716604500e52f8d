"""Importing the detectors never imports PyOD, and gets by without it."""

import subprocess
import sys

_HEAVY = ("pyod", "sklearn", "shap", "matplotlib", "pandas")
_PROGRAM = f"""
import sys
import detectors.blend, detectors.checks, detectors.pyod_fit
print(*[name for name in {_HEAVY} if name in sys.modules])
"""


def test_no_heavy_library_comes_along() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM], check=True, capture_output=True, text=True, timeout=100
    )
    assert run.stdout.split() == []
