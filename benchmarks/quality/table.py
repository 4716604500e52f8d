"""What one replay says of each event, on disk: a folder of plain arrays for each kind.

A large world has more vectors than memory should hold. Rows are appended as the replay goes and
mapped afterwards, so that only what is looked at is read.
"""

import struct
from array import array
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from benchmarks.quality.labels import Observed
from benchmarks.quality.plain import COLUMNS
from benchmarks.quality.texts import FIELDS
from risk.features import catalogue
from risk.features.feature import ALL

FACT: Final = np.dtype(
    [
        ("at_ms", "<i8"),
        ("arrived_ms", "<i8"),
        ("money_fen", "<i8"),
        ("campaign", "<i4"),
        ("told", "<i4"),
        ("typology", "<i2"),
        ("decoy", "<i2"),
        ("stealth", "i1"),
        ("fraud", "i1"),
        ("action", "i1"),
        ("hits", "i1"),
    ]
)
"""What is known of a row beside its columns. ``arrived_ms`` is the latest time of any event so far: it
never falls, while late events have an earlier ``at_ms``. Texts are codes of ``Names``, 0 for none;
``told`` is what rules read beside the vector, see ``collect.told_of``; ``action`` is the rank of the
severest action that a rule asked for."""

_FACT: Final = struct.Struct("<qqqiihhbbbb")
_FILES: Final = ("ids", "vectors", "facts", "plain", "texts")
_LABELS: Final = "labels"


class Names(Struct):
    """Texts as small numbers: 0 is the empty text, the others in the order of their coming."""

    texts: dict[str, int] = msgspec.field(default_factory=lambda: {"": 0})

    def code(self, text: str) -> int:
        """The number of a text, a new one if it is new."""
        return self.texts.setdefault(text, len(self.texts))

    def of(self, code: int) -> str:
        """The text of a number."""
        return list(self.texts)[code]


class TableWriter:
    """Appends rows of one kind; use it in a ``with``.

    Args:
        folder: for the files; made if missing.
        kind: of the events.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._stack = ExitStack()
        opened = [self._stack.enter_context((folder / name).open("wb")) for name in _FILES]
        self._ids, self._vectors, self._facts, self._plain, self._texts = opened
        self._pack_plain = struct.Struct(f"<{len(COLUMNS[kind])}f").pack
        self._pack_texts = struct.Struct(f"<{len(FIELDS[kind])}q").pack

    def __enter__(self) -> "TableWriter":
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the files."""
        self._stack.close()

    def add(
        self,
        event_id: str,
        vector: bytes,
        fact: tuple[int, ...],
        plain: list[float],
        texts: list[int],
    ) -> None:
        """One row; the vector as the engine packed it, the fact in the order of ``FACT``."""
        self._ids.write(f"{event_id}\n".encode())
        self._vectors.write(vector)
        self._facts.write(_FACT.pack(*fact))
        self._plain.write(self._pack_plain(*plain))
        self._texts.write(self._pack_texts(*texts))


class Table(Struct, frozen=True):
    """The rows of one kind, in order of arrival.

    Attributes:
        kind: of the events.
        names: of typologies, campaigns, levels and look-alikes.
        facts: shape (n_rows,), of ``FACT``, in memory.
        observed_then: shape (n_rows,), the labels known when training ended; see ``labels``.
        observed: shape (n_rows,), the labels known in the end.
        vectors: shape (n_rows, n_features), the engine's own float64, mapped.
        plain: shape (n_rows, n_columns), mapped; see ``plain.COLUMNS``.
        texts: shape (n_rows, n_texts), mapped; see ``texts.FIELDS``.
    """

    kind: str
    names: Names
    facts: NDArray[Any]
    observed_then: NDArray[np.int8]
    observed: NDArray[np.int8]
    vectors: NDArray[np.float64]
    plain: NDArray[np.float32]
    texts: NDArray[np.int64]


def label_tables(folder: Path, observed: Observed) -> None:
    """Write the observed labels of all rows in a folder; they are known when the replay is over."""
    for kind in sorted(ALL):
        at_ms = np.fromfile(folder / kind / "facts", FACT)["at_ms"].tolist()
        labels = array("b")
        with (folder / kind / "ids").open(encoding="utf-8") as ids:
            for line, at in zip(ids, at_ms, strict=True):
                labels.extend(observed.of(line.rstrip("\n"), kind, at))
        (folder / kind / _LABELS).write_bytes(labels.tobytes())


def read_tables(folder: Path, names: Names) -> dict[str, Table]:
    """Kind -> its table, of those in a folder; a kind without events has an empty one."""
    return {kind: read_table(folder / kind, kind, names) for kind in sorted(ALL)}


def read_table(folder: Path, kind: str, names: Names) -> Table:
    """The table that was written to a folder, and labelled."""
    labels = np.fromfile(folder / _LABELS, np.int8).reshape(-1, 2)
    return Table(
        kind,
        names,
        np.fromfile(folder / "facts", FACT),
        labels[:, 0],
        labels[:, 1],
        _mapped(folder / "vectors", np.float64, len(catalogue.NAMES)),
        _mapped(folder / "plain", np.float32, len(COLUMNS[kind])),
        _mapped(folder / "texts", np.int64, len(FIELDS[kind])),
    )


def _mapped(path: Path, dtype: Any, width: int) -> NDArray[Any]:
    if path.stat().st_size == 0:
        return np.empty((0, width), dtype)
    return np.memmap(path, dtype, mode="r").reshape(-1, width)
