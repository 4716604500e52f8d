"""What compiling saves: one row scored by PyOD, and scored and explained by the compiled detector.

``python -m benchmarks.detectors_speed`` prints the table. Times are medians over single rows, each
timed alone; PyOD's include its own input checks, the compiled ones the whole Python call and the
ledger.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.base import Detector
from detectors.blend import fit_blend
from detectors.ecod_fit import compile_ecod
from detectors.pyod_fit import compile_iforest, reference_ecod, reference_iforest

Line: TypeAlias = dict[str, str | int | float]

N_PYOD_CALLS: Final = 5
N_COMPILED_CALLS: Final = 2_000


def run(seed: int = 7, rows: int = 50_000, features: int = 30) -> list[Line]:
    """Times both sides on the same rows.

    Args:
        seed: of the data and the forest.
        rows: size of the training set.
        features: number of columns; a third normal, a third log-normal, a third counts.

    Returns:
        One line for each detector with ``detector``, ``rows``, ``features``, ``pyod_us``,
        ``compiled_us``, ``ratio`` and ``max_difference`` of the scores; then one for the blend of
        both, whose reference is the sum of PyOD's two calls (no difference: PyOD has no blend).
    """
    rng = np.random.default_rng(seed)
    training = _world(rng, rows, features)
    probes = _world(rng, N_COMPILED_CALLS, features)
    probes[::2] *= 1.5
    ecod, iforest = reference_ecod(training), reference_iforest(training, seed)
    pairs: list[tuple[Any, Detector]] = [
        (ecod, compile_ecod(ecod.X_train)),
        (iforest, compile_iforest(iforest)),
    ]
    lines = [_compare(model, detector, probes) for model, detector in pairs]
    lines.append(_blend_line([detector for _, detector in pairs], training[:5_000], probes, lines))
    return [{**line, "rows": rows, "features": features} for line in lines]


def _world(rng: np.random.Generator, rows: int, features: int) -> NDArray[np.float64]:
    world = rng.normal(size=(rows, features))
    world[:, 1::3] = rng.lognormal(size=world[:, 1::3].shape)
    world[:, 2::3] = rng.poisson(3.0, size=world[:, 2::3].shape)
    return world


def _compare(model: Any, detector: Detector, probes: NDArray[np.float64]) -> Line:
    few = probes[:N_PYOD_CALLS]
    scores = [float(model.decision_function(row[None])[0]) for row in few]
    pyod_us = _median_us(lambda row: model.decision_function(row[None]), few)
    compiled_us = _median_us(detector.explain, probes)
    gaps = [abs(detector.score(row) - score) for row, score in zip(few, scores, strict=True)]
    return _line(detector.name, pyod_us, compiled_us, max(gaps))


def _blend_line(
    detectors: list[Detector],
    training: NDArray[np.float64],
    probes: NDArray[np.float64],
    lines: list[Line],
) -> Line:
    blend = fit_blend(detectors, training)
    blend_us = _median_us(blend.score, [probe.tobytes() for probe in probes])
    return _line("blend", sum(float(line["pyod_us"]) for line in lines), blend_us, 0.0)


def _line(name: str, pyod_us: float, compiled_us: float, difference: float) -> Line:
    return {
        "detector": name,
        "pyod_us": pyod_us,
        "compiled_us": compiled_us,
        "ratio": pyod_us / compiled_us,
        "max_difference": difference,
    }


def _median_us(call: Callable[[Any], object], rows: Iterable[Any]) -> float:
    costs_ns = []
    for row in rows:
        start_ns = time.perf_counter_ns()
        call(row)
        costs_ns.append(time.perf_counter_ns() - start_ns)
    return float(np.median(costs_ns)) / 1e3


def main() -> None:
    """Prints the table."""
    print(f"{'detector':>9} {'PyOD µs':>11} {'compiled µs':>12} {'ratio':>9} {'max |Δ|':>9}")
    for line in run():
        print(
            f"{line['detector']:>9} {line['pyod_us']:>11,.0f} {line['compiled_us']:>12.1f} "
            f"{line['ratio']:>9,.0f} {line['max_difference']:>9.1e}"
        )


if __name__ == "__main__":
    main()
