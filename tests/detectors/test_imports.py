"""Importing the detectors never imports PyOD, and gets by without it."""

import subprocess
import sys

_HEAVY = (
    *("pyod", "sklearn", "shap", "matplotlib", "pandas", "scipy.stats", "scipy.spatial"),
    *("lightgbm", "catboost", "xgboost"),
)
_UNSERVED = ("detectors.tables", "detectors.histogram_kernels", "detectors.distance_kernels")


def _loaded(modules: str, sought: tuple[str, ...]) -> list[str]:
    """Which of the sought modules a fresh process has after importing some."""
    program = f"import sys, {modules}; print(*[name for name in {sought} if name in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=100
    )
    return run.stdout.split()


def test_no_heavy_library_comes_along() -> None:
    modules = "detectors.blend, detectors.checks, detectors.registry, detectors.pyod_fit, detectors.rivals"
    assert _loaded(modules, _HEAVY) == []
    readers = "detectors.trees_lightgbm, detectors.trees_catboost, detectors.trees_xgboost"
    assert _loaded(f"detectors.attribution, {readers}", _HEAVY) == []


def test_serving_loads_no_kernel_that_it_does_not_use() -> None:
    assert _loaded("detectors.blend", _UNSERVED) == []
    assert _loaded("detectors.registry", _UNSERVED) == list(_UNSERVED)
