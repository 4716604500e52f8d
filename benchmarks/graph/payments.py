"""The payments of S-FFSD as arrays."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from data.errors import Failure

HONEST: Final = 0
FRAUD: Final = 1
UNKNOWN: Final = 2
"""The label of a payment of which nothing is known: three of five."""

_NAMES: Final = ("Time", "Source", "Target", "Amount", "Location", "Type", "Labels")


class Payments(Struct, frozen=True):
    """Payments in order of time, each array of shape (n,).

    Attributes:
        time: strictly rising; it has no unit, as one payment follows the other by one.
        source: who pays, as a number.
        target: who is paid.
        amount: zero or more, in no known currency.
        location: where.
        type: of which sort.
        label: ``HONEST``, ``FRAUD`` or ``UNKNOWN``.
    """

    time: NDArray[np.int64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    amount: NDArray[np.float64]
    location: NDArray[np.int64]
    type: NDArray[np.int64]
    label: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.time)

    def backwards(self) -> "Payments":
        """The same payments with time running from the last to the first."""
        turned = {name: getattr(self, name)[::-1] for name in self.__struct_fields__}
        return Payments(**{**turned, "time": self.time[-1] - turned["time"]})


def read_payments(path: Path) -> Payments:
    """The payments of a file.

    Args:
        path: ``S-FFSD.zip`` of the repository AI4Risk/antifraud.

    Raises:
        Failure: the file is another, or not in order of time.
    """
    try:
        with zipfile.ZipFile(path) as folder:
            text = folder.read("S-FFSD.csv").decode()
        head, *lines = csv.reader(io.StringIO(text))
        by_name = dict(zip(head, zip(*lines, strict=True), strict=True))
        time, source, target, amount, location, type_, label = (by_name[name] for name in _NAMES)
        found = Payments(
            np.array(time, np.int64),
            _numbered(source),
            _numbered(target),
            np.array(amount, np.float64),
            _numbered(location),
            _numbered(type_),
            np.array(label, np.int64),
        )
    except (KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise Failure(f"{path.name} is not S-FFSD: {error}") from None
    if not (np.diff(found.time) > 0).all():
        raise Failure(f"{path.name} is not in order of time")
    return found


def _numbered(texts: tuple[str, ...]) -> NDArray[np.int64]:
    return np.unique(np.array(texts), return_inverse=True)[1].astype(np.int64)
