"""Anomaly detectors that serve PyOD's numbers row by row in microseconds, with additive ledgers.

The promise: a detector is fitted by PyOD (``pyod_fit``, the only door to it), compiled to plain
arrays, and from then on scores and explains one row in one pass, without PyOD, scikit-learn or
pickle. A row's score never depends on the rows scored beside it. Every explanation is a ledger:
base plus the contributions of the features is the total, to 1e-9. ``checks`` holds the laws that
all of them obey.
"""
