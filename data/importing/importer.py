"""One file through its mapping, row by row; nothing grows with the file but temporary files."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

import msgspec

from data.errors import Failure
from data.events import OutcomeLine
from data.files import AtomicWriter
from data.importing.arrange import Arrangement
from data.importing.check import check_mapping
from data.importing.faults import Problem
from data.importing.field import Row
from data.importing.mapping import ImportMapping
from data.importing.reader import RowReader
from data.importing.report import Report
from data.importing.source import source_of


class Steps(Protocol):
    """What counts the steps of long work."""

    def step(self, count: int = 1) -> None:
        """Counts steps."""


Show: TypeAlias = Callable[[str, int], AbstractContextManager[Steps]]
"""Shows long work: takes what is being done, and of how many steps."""


def import_file(
    mapping: ImportMapping, path: Path, out: Path, rejected: Path, show: Show
) -> Report:
    """Writes ``events.jsonl`` and the file of rejected rows; both are whole or not there.

    Args:
        mapping: as read.
        path: the file to import.
        out: lines in order of ``occurred_at``; not written where no row became one.
        rejected: a JSON object for each wrong field of a rejected row: row, field, fault, reason.
        show: shows the progress.

    Raises:
        Failure: a file can't be read or written, or holds no rows.
        WrongUse: the mapping makes no sense, or does not fit the file; names a key and its line.
        OSError: the folder of ``out`` has no room for the temporary files.
    """
    check_mapping(mapping)
    with AtomicWriter(rejected) as bad:
        out.parent.mkdir(parents=True, exist_ok=True)
        with Arrangement(out.parent) as arrangement:
            run = _Run(mapping, arrangement, bad)
            run.read(path, show)
            run.drop_repeated()
            if run.report.lines:
                run.write(out, show)
    return run.report


class _Run:
    def __init__(
        self, mapping: ImportMapping, arrangement: Arrangement, rejected: AtomicWriter
    ) -> None:
        self.report = Report()
        self._mapping = mapping
        self._arrangement = arrangement
        self._rejected = rejected
        self._reader = RowReader(mapping, self.report)
        self._before: datetime | None = None

    def read(self, path: Path, show: Show) -> None:
        source = source_of(self._mapping, path)
        with show(f"reading, {source.unit}", source.total) as steps:
            for row in source.rows(steps.step):
                self.report.rows += 1
                if isinstance(row, Problem):
                    self.report.count(row.field, row.fault)
                    self._reject([row])
                else:
                    self._take(row)
        if not self.report.rows:
            raise Failure(f"{path.name} holds no rows")

    def drop_repeated(self) -> None:
        report = self.report
        for line in self._arrangement.repeated():
            content = "the same" if line.same else "another"
            reason = f"an earlier row has this id, with {content} content"
            report.repeated += line.same
            report.reused += not line.same
            self._reject([Problem(line.row, line.field, "duplicate", reason)], beside=line.beside)
        report.made = self._arrangement.kept
        report.outcomes = report.made.pop("beside", 0)

    def write(self, out: Path, show: Show) -> None:
        with show("writing, lines", self.report.lines) as steps, AtomicWriter(out) as file:
            for line in self._arrangement.lines():
                file.write_line(line)
                steps.step()

    def _take(self, row: Row) -> None:
        made, problems = self._reader.read(row)
        if made is None:
            self._reject(problems)
            return
        self._arrangement.add(made, row.number)
        self._note_time(made.value.occurred_at)
        if not isinstance(made.value, OutcomeLine):
            for outcome, wrong in self._reader.outcomes(row, made.value):
                if outcome is None:
                    self._reject(wrong, beside=True)
                else:
                    self._arrangement.add(outcome, row.number, beside=True)

    def _reject(self, problems: list[Problem], *, beside: bool = False) -> None:
        self.report.rejected += not beside
        self.report.refused_outcomes += beside
        for problem in problems:
            self._rejected.write_line(msgspec.json.encode(problem))

    def _note_time(self, at: datetime) -> None:
        report = self.report
        report.first = min(report.first or at, at)
        report.last = max(report.last or at, at)
        report.out_of_order += self._before is not None and at < self._before
        self._before = at
