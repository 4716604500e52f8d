"""The vectors that the engine computes for payments, event by event."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.handbook.mapping import lines_of
from benchmarks.handbook.rows import Rows
from data.events import OutcomeLine
from data.identifiers import Tokeniser
from data.subject import Reader
from risk.bootstrap import shipped_policy
from risk.bundle import NO_BUNDLE
from risk.engine import Engine
from risk.features.catalogue import INDEX
from risk.features.definitions.amounts import AMOUNTS
from risk.features.definitions.known_frauds import KNOWN_FRAUDS
from risk.features.state import State

_WINDOWS: Final = ("24h", "7d", "30d")
FEATURES: Final = (
    "declared_value_fen",
    *(f"{side}_parcels_{window}" for side in ("sender", "receiver") for window in _WINDOWS),
    "sender_declared_24h_fen",
    *(feature.name for block in (KNOWN_FRAUDS, AMOUNTS) for feature in block.features),
)
"""What a payment has to say: volumes, amounts, known frauds. The others are constant here, or nearly."""
_COLUMNS: Final = tuple(INDEX[name] for name in FEATURES)


def vectors_of(
    rows: Rows, wanted: NDArray[np.bool_], told: Callable[[], object] = lambda: None
) -> NDArray[np.float32]:
    """Replay payments through the engine: ``evaluate`` and ``apply``, as when it serves.

    Args:
        rows: in order of time, from early enough to fill the windows.
        wanted: whose vectors are kept, shape (n,).
        told: called after each payment.

    Returns:
        One row for each wanted payment, in order, one column for each of ``FEATURES``.
    """
    engine = Engine(Reader(Tokeniser(bytes(32))), State(), NO_BUNDLE, shipped_policy())
    found = np.empty((int(wanted.sum()), len(_COLUMNS)), np.float32)
    kept = 0
    for at, line in lines_of(rows):
        if isinstance(line, OutcomeLine):
            engine.apply_outcome(line)
            continue
        evaluation = engine.evaluate(line)
        engine.apply(evaluation)
        if wanted[at]:
            vector = evaluation.reading.vector
            found[kept] = [vector[column] for column in _COLUMNS]
            kept += 1
        told()
    return found
