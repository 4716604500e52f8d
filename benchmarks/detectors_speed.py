"""What compiling saves: one row scored by PyOD, and scored and explained by the compiled detector.

``python -m benchmarks.detectors_speed`` prints the table. Times are medians over single rows, each
timed alone; PyOD's include its own input checks, the compiled ones the whole Python call and the
ledger.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detectors.base import Detector
from detectors.blend import fit_blend
from detectors.copod_fit import compile_copod
from detectors.ecod_fit import compile_ecod
from detectors.hbos_fit import compile_hbos
from detectors.inne_fit import compile_inne
from detectors.knn_fit import compile_knn
from detectors.loda_fit import compile_loda
from detectors.pca_fit import compile_pca
from detectors.pyod_fit import compile_iforest
from detectors.pyod_models import (
    reference_copod,
    reference_ecod,
    reference_hbos,
    reference_iforest,
    reference_inne,
    reference_knn,
    reference_loda,
    reference_pca,
    sampled,
)

Line: TypeAlias = dict[str, str | int | float]

N_PYOD_CALLS: Final = 5
N_COMPILED_CALLS: Final = 2_000
SERVED: Final = ("ecod", "iforest")
"""The detectors of the blend."""


def run(seed: int = 7, rows: int = 50_000, features: int = 30) -> list[Line]:
    """Times both sides on the same rows.

    Args:
        seed: of the data and the forest.
        rows: size of the training set.
        features: number of columns; a third normal, a third log-normal, a third counts.

    Returns:
        One line for each detector with ``detector``, ``rows``, ``features``, ``pyod_us``,
        ``compiled_us``, ``ratio`` and ``max_difference`` of the scores; then one for the served
        blend, whose reference is the sum of PyOD's calls of its two detectors (no difference: PyOD
        has no blend).
    """
    rng = np.random.default_rng(seed)
    training = _world(rng, rows, features)
    probes = _world(rng, N_COMPILED_CALLS, features)
    probes[::2] *= 1.5
    lines, served = [], []
    for model, detector in _pairs(training, seed):
        lines.append(_compare(model, detector, probes))
        if detector.name in SERVED:
            served.append(detector)
    lines.append(_blend_line(served, training[:5_000], probes, lines))
    return [{**line, "rows": rows, "features": features} for line in lines]


def _pairs(training: NDArray[np.float64], seed: int) -> Iterator[tuple[Any, Detector]]:
    """PyOD's model and its compiled form, one family after the other."""
    model = reference_ecod(training)
    yield model, compile_ecod(training)
    model = reference_copod(training)
    yield model, compile_copod(training)
    model = reference_hbos(training)
    yield model, compile_hbos(model, training)
    model = reference_loda(training, seed)
    yield model, compile_loda(model, training)
    model = reference_pca(training)
    yield model, compile_pca(model, training)
    model = reference_iforest(training, seed)
    yield model, compile_iforest(model)
    model = reference_inne(training, seed)
    yield model, compile_inne(model)
    model = reference_knn(training, seed)
    yield model, compile_knn(model, sampled(training, seed))


def _world(rng: np.random.Generator, rows: int, features: int) -> NDArray[np.float64]:
    world = rng.normal(size=(rows, features))
    world[:, 1::3] = rng.lognormal(size=world[:, 1::3].shape)
    world[:, 2::3] = rng.poisson(3.0, size=world[:, 2::3].shape)
    return world


def _compare(model: Any, detector: Detector, probes: NDArray[np.float64]) -> Line:
    few = probes[:N_PYOD_CALLS]
    scores: list[float] = []
    pyod_us = _median_us(lambda row: scores.extend(model.decision_function(row[None])), few)
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
    pyod_us = sum(float(line["pyod_us"]) for line in lines if line["detector"] in SERVED)
    return _line("blend", pyod_us, blend_us, 0.0)


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
