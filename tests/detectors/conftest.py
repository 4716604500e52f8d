"""Silences what PyOD's own arithmetic warns of: the tests ask for its numbers, not for its advice.

Where PyOD is not installed, the tests that ask for it are skipped.
"""

import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture
def pyod_warnings_ignored() -> Iterator[None]:
    with warnings.catch_warnings():
        # SciPy warns that the skewness of (nearly) constant columns is noise: a case under test.
        warnings.simplefilter("ignore", RuntimeWarning)
        # PyOD and what it imports use names that their own dependencies have deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        pytest.importorskip("pyod", reason="PyOD is not installed (extra: train)")
        # Below PyOD scikit-learn looks at its arguments anew for each of INNE's 200 estimators.
        sklearn = pytest.importorskip("sklearn")
        with sklearn.config_context(skip_parameter_validation=True):
            yield
