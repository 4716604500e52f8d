"""Lines into their order, each id once, however many there are: two sorts on the disk.

First by id, so that an id that was met before is found however far apart the rows stand; then by
``occurred_at``, the order in which an engine must see them.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Final

from msgspec import Struct

from data.events import OutcomeLine
from data.importing.external_sort import ExternalSort
from data.importing.reader import Made
from data.importing.targets import KINDS

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_BIAS: Final = 1 << 63
"""Added to microseconds, so that times before 1970 sort first as unsigned bytes."""
_NUMBER_BYTES: Final = 8
_MARK: Final = 2 * _NUMBER_BYTES
"""Where the byte of the kind stands in a record, behind the time and the row."""
_BESIDE: Final = len(KINDS)


class Repeated(Struct, frozen=True):
    """A line whose id an earlier row has.

    Attributes:
        row: its number.
        field: ``event_id`` or ``outcome_id``.
        beside: whether it is an outcome on the row of its event.
        same: whether the content is the same, too.
    """

    row: int
    field: str
    beside: bool
    same: bool


class Arrangement:
    """Takes lines in the order of the file and gives them back in order of time; use it in a ``with``.

    Args:
        folder: of the temporary files, which take twice the room of the lines.

    Attributes:
        kept: lines by kind, after ``repeated``; outcomes on rows of events under ``beside``.

    Raises:
        OSError: the folder can't be written, or is full.
    """

    def __init__(self, folder: Path) -> None:
        self._stack = ExitStack()
        self._by_id = self._stack.enter_context(ExternalSort(folder))
        self._by_time = self._stack.enter_context(ExternalSort(folder))
        self.kept: Counter[str] = Counter()

    def __enter__(self) -> "Arrangement":
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Gives the disk back."""
        self._stack.close()

    def add(self, made: Made, row: int, *, beside: bool = False) -> None:
        """Takes a line.

        Args:
            made: the line.
            row: its number.
            beside: whether it is an outcome on the row of its event.
        """
        micros = (made.value.occurred_at - _EPOCH) // _MICROSECOND + _BIAS
        mark = _BESIDE if beside else KINDS.index(made.kind)
        place = row.to_bytes(_NUMBER_BYTES, "big")
        time = micros.to_bytes(_NUMBER_BYTES, "big")
        # An id holds no byte 0, so a shorter one sorts before a longer one that begins alike.
        self._by_id.add(b"%b\0%b%b%c%b" % (_name(made), place, time, mark, made.line))

    def repeated(self) -> Iterator[Repeated]:
        """Drops each line whose id an earlier row has, and tells of it; call it once, to its end."""
        name_before, line_before = b"", b""
        for record in self._by_id:
            name, _, rest = record.partition(b"\0")
            place, time = rest[:_NUMBER_BYTES], rest[_NUMBER_BYTES:_MARK]
            mark, line = rest[_MARK], rest[_MARK + 1 :]
            if name == name_before:
                field = "outcome_id" if name.startswith(b"o") else "event_id"
                row = int.from_bytes(place, "big")
                yield Repeated(row, field, mark == _BESIDE, line == line_before)
            else:
                name_before, line_before = name, line
                self.kept["beside" if mark == _BESIDE else KINDS[mark]] += 1
                self._by_time.add(b"%b%c%b%b" % (time, mark, place, line))

    def lines(self) -> Iterator[bytes]:
        """What was kept, by time; at one instant events before outcomes, then by row."""
        for record in self._by_time:
            yield record[_MARK + 1 :]


def _name(made: Made) -> bytes:
    value = made.value
    return (
        f"o{value.outcome_id}" if isinstance(value, OutcomeLine) else f"e{value.event_id}"
    ).encode()
