"""The credit suite: our scorecard on two public sets beside LightGBM, cross-validated."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.catalogue import measured
from benchmarks.credit.metrics import Figures, judged
from benchmarks.credit.models import lightgbm_pd, scorecard_pd
from benchmarks.credit.published import PUBLISHED
from benchmarks.credit.sets import CreditSet, read_sets
from benchmarks.measurement import Measurement
from benchmarks.report import Part
from risk.progress import Progress

FOLDS: Final = {"taiwan": 5, "german": 10}
"""Ten folds for the small set, as it is reported elsewhere."""
SEED: Final = 0
MODELS: Final = {"scorecard": scorecard_pd, "lightgbm": lightgbm_pd}

Results = dict[str, dict[str, Figures]]
"""Set -> model -> figures over all folds."""


def run(data: Path) -> Part:
    """All figures of the suite.

    Args:
        data: folder that holds taiwan_credit and german_credit.

    Raises:
        Failure: a set is not there.
        ModuleNotFoundError: the extra "train" is not installed.
    """
    started = perf_counter()
    sets = list(read_sets(data))
    with Progress("credit", sum(FOLDS[cases.name] for cases in sets)) as progress:
        found = {cases.name: results(cases, progress.step) for cases in sets}
    print(beside(found), flush=True)
    minutes = (perf_counter() - started) / 60
    details: dict[str, Any] = {"published_auc": PUBLISHED}
    return Part([*figures(found), measured("credit.minutes", minutes)], details)


def results(cases: CreditSet, told: Any = lambda: None) -> dict[str, Figures]:
    """Each model's figures over all cases, each case asked of a model that has not seen it."""
    folds = StratifiedKFold(FOLDS[cases.name], shuffle=True, random_state=SEED)
    pds = {name: np.empty(len(cases.bad)) for name in MODELS}
    for learn, ask in folds.split(cases.values, cases.bad):
        for name, model in MODELS.items():
            pds[name][ask] = model(cases, learn, ask)
        told()
    return {name: judged(cases.bad, pd) for name, pd in pds.items()}


def figures(found: Results) -> Iterator[Measurement]:
    """The figures with permanent ids."""
    for name, models in found.items():
        for model, value in models.items():
            for metric in Figures.__struct_fields__:
                yield measured(f"credit.{name}.{model}.{metric}", getattr(value, metric))
        ours, trees = models["scorecard"], models["lightgbm"]
        yield measured(f"credit.{name}.auc_behind", trees.auc - ours.auc)
        yield measured(f"credit.{name}.ece_ratio", ours.ece / trees.ece)


def beside(found: Results) -> str:
    """Ours beside LightGBM's and the published figures, as plain lines."""
    lines = [f"{'':<48}{'AUC':>8}{'KS':>8}{'Brier':>8}{'ECE':>8}"]
    for name, models in found.items():
        for model, value in models.items():
            told = "".join(f"{getattr(value, m):>8.4f}" for m in Figures.__struct_fields__)
            lines.append(f"{f'{name}, here: {model}':<48}{told}")
        lines += [f"{f'{name}, {who}':<48}{auc:>8.4f}" for who, auc in PUBLISHED[name].items()]
    return "\n".join(lines)
