"""The anomaly score of one trial's rows."""

import warnings

import numpy as np
from numpy.typing import NDArray

from benchmarks.adbench.protocol import Trial
from detectors.base import totals_of
from detectors.pyod_fit import FITS
from detectors.unsupervised import MEMBERS, fit_standard


def anomaly_scores(trial: Trial) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The unsupervised score of the rows to train on, shape (n_train,), and of those to test.

    Each row is scored alone by the compiled detectors, as it would be in service.
    """
    with warnings.catch_warnings():
        # SciPy warns of columns that are nearly constant while PyOD fits; some sets have them.
        warnings.simplefilter("ignore", RuntimeWarning)
        fitted = [FITS[name](trial.train, trial.seed) for name in MEMBERS]
    train, test = (
        np.stack([totals_of(detector, rows) for detector in fitted], axis=1)
        for rows in (trial.train, trial.test)
    )
    standard = fit_standard(train)
    return standard.anomaly(train), standard.anomaly(test)
