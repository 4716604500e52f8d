"""From a row of any file to lines of ``events.jsonl``, each checked by the decoder that HTTP uses."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import msgspec
from msgspec import Struct, UnsetType

from data.errors import InvalidInput
from data.events import Event, OutcomeLine, decode_line
from data.importing.faults import BadValue, Fault, Problem
from data.importing.field import Field, Row
from data.importing.mapping import ImportMapping, Scalar, Spec
from data.importing.report import Report
from data.importing.targets import KINDS, WHOLES, Kind, Target, target_of

PLAUSIBLE_TIMES: Final = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
"""Times outside are counted as out of range, and kept."""


class Made(Struct, frozen=True):
    """A line of the output.

    Attributes:
        kind: of the event, or ``outcome``.
        value: what it says.
        line: its JSON.
    """

    kind: Kind
    value: Event | OutcomeLine
    line: bytes


Result: TypeAlias = tuple[Made | None, list[Problem]]
"""What became of a row, or of an outcome on it: a line, or None and why."""


class RowReader:
    """Reads the event of a row, and the outcomes that stand beside it.

    Args:
        mapping: checked.
        report: where faults are counted.
    """

    def __init__(self, mapping: ImportMapping, report: Report) -> None:
        self._mapping = mapping
        self._report = report
        self._kind: Kind | Field = (
            self._field("kind", Target("choice", required=True, choices=KINDS), mapping.kind)
            if isinstance(mapping.kind, Spec)
            else mapping.kind
        )
        self._fields = {kind: self._fields_of(kind, mapping.fields) for kind in mapping.kinds}
        self._outcomes = [self._outcome_fields(fields) for fields in mapping.outcomes]

    def read(self, row: Row) -> Result:
        """The event (or outcome) that a row is, or None and why."""
        line = _Line(row, self._report)
        kind = line.value(self._kind) if isinstance(self._kind, Field) else self._kind
        for known, fields in self._fields.items():
            if known == kind:
                line.begin(known)
                line.fill(fields)
        return line.result()

    def outcomes(self, row: Row, event: Event) -> Iterator[Result]:
        """The outcomes on the row of an event; where their ``outcome`` is missing, there is none."""
        for number, (outcome, others) in enumerate(self._outcomes, start=1):
            line = _Line(row, self._report, f"outcomes.{number}.")
            line.begin("outcome", event_id=event.event_id)
            line.fill([outcome])
            if "outcome" in line.body or line.problems:
                line.fill(others)
                yield line.result(after=event.occurred_at)

    def _outcome_fields(self, specs: Mapping[str, Spec]) -> tuple[Field, list[Field]]:
        others = {path: spec for path, spec in specs.items() if path != "outcome"}
        target = target_of("outcome", "outcome")
        assert target is not None  # noqa: S101  narrows the type
        may_miss = msgspec.structs.replace(target, required=False)
        return self._field("outcome", may_miss, specs["outcome"]), self._fields_of(
            "outcome", others
        )

    def _fields_of(self, kind: Kind, specs: Mapping[str, Spec]) -> list[Field]:
        targets = {path: target_of(kind, path) for path in specs}
        return [
            self._field(path, target, specs[path]) for path, target in targets.items() if target
        ]

    def _field(self, path: str, target: Target, spec: Spec) -> Field:
        return Field(path, target, spec, self._mapping.missing, self._mapping.zone)


class _Line:
    """One line in the making."""

    def __init__(self, row: Row, report: Report, prefix: str = "") -> None:
        self._row = row
        self._report = report
        self._prefix = prefix
        self._kind: Kind = "outcome"
        self.body: dict[str, Any] = {}
        self.problems: list[Problem] = []

    def begin(self, kind: Kind, **known: str) -> None:
        self._kind = kind
        self.body = {"kind": kind, **{whole: {} for whole in WHOLES[kind]}, **known}

    def fill(self, fields: Sequence[Field]) -> None:
        for field in fields:
            value = self.value(field)
            if value is not None:
                *above, key = field.keys
                part = self.body.setdefault(above[0], {}) if above else self.body
                part[key] = value

    def value(self, field: Field) -> Scalar:
        """The value of a field; None if it is missing or, with a problem, if it is wrong."""
        try:
            value = field.read(self._row)
        except BadValue as bad:
            return self._instead(field, bad)
        if value is None:
            self._count(field.path, "missing")
            return self._default(field)
        if field.is_odd(value):
            self._count(field.path, "out_of_range")
        return value

    def result(self, after: datetime | None = None) -> Result:
        """The line, if nothing is wrong with it.

        Args:
            after: an earlier ``occurred_at`` is odd.
        """
        if self.problems:
            return None, self.problems
        if self._kind == "outcome":
            self.body.setdefault("outcome_id", f"{self.body['event_id']}:{self.body['outcome']}")
        line = msgspec.json.encode(self.body)
        try:
            value = decode_line(line)
        except InvalidInput as error:
            self._count(error.param or "", "unparsable")
            self._problem(error.param or "", "unparsable", error.message)
            return None, self.problems
        earliest, latest = PLAUSIBLE_TIMES
        if not (after or earliest) <= value.occurred_at < latest:
            self._count("occurred_at", "out_of_range")
        return Made(self._kind, value, line), []

    def _instead(self, field: Field, bad: BadValue) -> Scalar:
        self._count(field.path, bad.fault, bad.code)
        if bad.fault == "unmapped" and not isinstance(field.otherwise, UnsetType):
            return field.otherwise
        if field.bad_as_missing:
            return self._default(field)
        self._problem(field.path, bad.fault, bad.reason)
        return None

    def _default(self, field: Field) -> Scalar:
        if field.default is None and field.required:
            self._problem(field.path, "missing", "missing, and needed")
        return field.default

    def _count(self, path: str, fault: Fault, code: str = "") -> None:
        self._report.count(self._prefix + path, fault, code)

    def _problem(self, path: str, fault: Fault, reason: str) -> None:
        self.problems.append(Problem(self._row.number, self._prefix + path, fault, reason))
