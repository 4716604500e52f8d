"""What a run met: how many rows became events, and by field what was missing or odd.

Values of the file are never shown, with one exception: values of a column of codes that the mapping
does not hold, for without them it can't be mended. A value counts as a code only if it is short and no
number of a person, and a column with many of them is no column of codes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec import Struct, field

from data.importing.faults import Fault

MAX_CODE_LENGTH: Final = 8
MAX_CODE_DIGITS: Final = 4
MAX_CODES: Final = 20
"""Starting values [D]: phones and documents are longer, and names of people are many."""

_TOLD_BY_FIELD: Final[tuple[Fault, ...]] = ("missing", "unparsable", "out_of_range", "unmapped")
_WHOLE_ROW: Final = "(the row itself)"


class Report(Struct):
    """Counts of one run.

    Attributes:
        rows: read, bad ones too.
        made: rows that became a line of the output, by kind.
        outcomes: lines from outcomes that stood on rows of events.
        rejected: rows that became no line.
        refused_outcomes: outcomes on rows of events that became no line.
        repeated: ids met again with the same content.
        reused: ids met again with other content.
        out_of_order: rows earlier than the row before.
        first: the earliest ``occurred_at`` of a row's event.
        last: the latest.
        faults: by field and fault, in rejected and in accepted rows.
        codes: by field, values that the mapping does not hold; under "" those that are no codes.
    """

    rows: int = 0
    made: Counter[str] = field(default_factory=Counter)
    outcomes: int = 0
    rejected: int = 0
    refused_outcomes: int = 0
    repeated: int = 0
    reused: int = 0
    out_of_order: int = 0
    first: datetime | None = None
    last: datetime | None = None
    faults: Counter[tuple[str, Fault]] = field(default_factory=Counter)
    codes: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def lines(self) -> int:
        """Lines of the output."""
        return self.made.total() + self.outcomes

    def count(self, name: str, fault: Fault, code: str = "") -> None:
        """Counts a fault of a field, and the code that was not known."""
        self.faults[name, fault] += 1
        if code and len(self.codes[name]) <= MAX_CODES:
            self.codes[name][code if is_code(code) else ""] += 1

    def text(self) -> str:
        """The report for a person, as several lines."""
        parts = [self._rows(), self._outcomes(), self._times(), self._ids()]
        return "\n".join([*filter(None, parts), *self._table(), *self._unmapped()])

    def _rows(self) -> str:
        made = self.made.total()
        share = made / self.rows if self.rows else 0.0
        kinds = "".join(f", {kind} {count:,}" for kind, count in sorted(self.made.items()))
        written = f"{made:,} written ({share:.1%}{kinds})"
        return f"rows: {self.rows:,} read, {written}, {self.rejected:,} rejected"

    def _outcomes(self) -> str:
        if not self.outcomes and not self.refused_outcomes:
            return ""
        return f"outcomes on rows: {self.outcomes:,} written, {self.refused_outcomes:,} refused"

    def _times(self) -> str:
        if self.first is None or self.last is None:
            return ""
        return (
            f"time: {self.first.isoformat()} to {self.last.isoformat()}; {self.out_of_order:,} rows "
            "earlier than the row before (the output is sorted)"
        )

    def _ids(self) -> str:
        return f"ids met again: {self.repeated:,} same content, {self.reused:,} other content"

    def _table(self) -> Iterator[str]:
        names = sorted({name for name, fault in self.faults if fault in _TOLD_BY_FIELD})
        if not names:
            return
        width = max(len(name or _WHOLE_ROW) for name in names)
        heads = (fault.replace("_", " ") for fault in _TOLD_BY_FIELD)
        yield ""
        yield f"{'field':<{width}}" + "".join(f"{head:>14}" for head in heads)
        for name in names:
            counts = (self.faults[name, fault] for fault in _TOLD_BY_FIELD)
            cells = (f"{count:,}" if count else "." for count in counts)
            yield f"{name or _WHOLE_ROW:<{width}}" + "".join(f"{cell:>14}" for cell in cells)

    def _unmapped(self) -> Iterator[str]:
        for name, codes in sorted(self.codes.items()):
            yield f"unmapped {name}: {_listed(codes)}"


def is_code(text: str) -> bool:
    """Whether a value may be shown: short, and no number that stands for a person.

    >>> is_code("到付"), is_code("B2C-01"), is_code("13800138000"), is_code("南京市玄武区中山路1号")
    (True, True, False, False)
    """
    digits = sum(map(str.isdigit, text))
    return len(text) <= MAX_CODE_LENGTH and digits <= MAX_CODE_DIGITS and text.isprintable()


def _listed(codes: Counter[str]) -> str:
    if len(codes) > MAX_CODES:
        return f"more than {MAX_CODES} different values, not shown: is this a column of codes?"
    shown = [f"{code} {count:,}" for code, count in codes.most_common() if code]
    hidden = [f"too long to be codes, not shown {codes['']:,}"] if codes[""] else []
    return ", ".join(shown + hidden)
