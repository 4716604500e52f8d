"""The mapping as its author writes it: which column goes into which field, and how it is read.

Form and types are checked here, key by key with their lines; whether it makes sense for the contract
is checked in ``data.importing.check``. ``docs/import.md`` explains every key.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from data.errors import WrongUse
from data.importing.document import Document, Place, read_document
from data.importing.targets import KINDS, Kind

ROW: Final = "$row"
"""A column that every file has: the number of the row."""

Scalar: TypeAlias = str | int | float | bool | None
Encoding: TypeAlias = Literal["utf-8", "utf-8-sig", "gb18030"]
Format: TypeAlias = Literal["csv", "jsonl", "parquet"]
Name: TypeAlias = Annotated[str, Meta(min_length=1)]

_T = TypeVar("_T")
_PATH: Final = re.compile(r" - at `\$\.?([^`]*)`$")
_UNKNOWN: Final = re.compile(r"unknown field `([^`]*)`")


class Spec(Struct, frozen=True, forbid_unknown_fields=True):
    """How one field is filled; exactly one of ``column``, ``columns`` and ``constant`` is needed.

    Attributes:
        column: the column, or a dotted path into JSON and Parquet.
        columns: several, joined by ``join``; blank ones are left out.
        constant: the same value in every row.
        values: value of the column -> value of the field; null makes it missing.
        otherwise: for what ``values`` does not hold, instead of a fault.
        default: where the column is missing.
        unit: of a number: yuan, wan_yuan, fen; kg, jin, g; ratio, percent.
        time: form of a time, or several; see ``data.importing.times``.
        zone: of a time without an offset, instead of the mapping's own.
        date: form of a date that is kept as text.
        type: of a free attribute that is no text.
        bad_as_missing: a value that can't be read is missing, and does not cost the row.
    """

    column: Name | None = None
    columns: Annotated[tuple[Name, ...], Meta(min_length=1)] | None = None
    join: str | None = None
    constant: Scalar | UnsetType = UNSET
    values: dict[str, Scalar] = {}
    otherwise: Scalar | UnsetType = UNSET
    default: Scalar | UnsetType = UNSET
    unit: str | None = None
    time: str | tuple[str, ...] = ()
    zone: str | None = None
    date: str | tuple[str, ...] = ()
    type: Literal["text", "number", "boolean"] | None = None
    bad_as_missing: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The columns that are read."""
        return self.columns or ((self.column,) if self.column else ())


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """How the file is laid out.

    Attributes:
        format: told by the file's ending if None.
        encoding: of text; a byte order mark is skipped in any case.
        delimiter: of CSV; a tab for ``.tsv``, else a comma, if None.
        quoted: whether quotes enclose cells of CSV; where not, they are ordinary characters.
        skip_lines: lines above the header.
        columns: names of the columns of a CSV file that has no header.
    """

    format: Format | None = None
    encoding: Encoding = "utf-8"
    delimiter: Annotated[str, Meta(pattern=r'^[^"\r\n]\Z')] | None = None
    quoted: bool = True
    skip_lines: Annotated[int, Meta(ge=0, le=1000)] = 0
    columns: tuple[Name, ...] = ()


class _Written(Table, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The keys of a mapping before its fields are read one by one."""

    kind: str | dict[str, Any]
    fields: dict[str, Any]
    outcomes: tuple[dict[str, Any], ...] = ()
    missing: tuple[str, ...] = ()
    zone: str | None = None


class ImportMapping(Struct, frozen=True):
    """A mapping whose form is right.

    Attributes:
        document: where mistakes are told from.
        table: how the file is laid out.
        kind: of every row, or the column that tells it.
        fields: dotted path of a field -> how it is filled. A kind takes those that it has.
        outcomes: fields of outcomes that stand on the row of their event.
        missing: texts that mean that nothing is there.
        zone: of times without an offset, where a field states none of its own.
    """

    document: Document
    table: Table
    kind: Kind | Spec
    fields: Mapping[str, Spec]
    outcomes: tuple[Mapping[str, Spec], ...]
    missing: frozenset[str]
    zone: str | None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Every kind that a row may be."""
        if isinstance(self.kind, str):
            return (self.kind,)
        named = {*self.kind.values.values(), self.kind.otherwise, self.kind.default}
        return tuple(kind for kind in KINDS if kind in named)

    def specs(self) -> Iterator[tuple[Place, Spec]]:
        """Every field with the place where it is written."""
        if isinstance(self.kind, Spec):
            yield ("kind",), self.kind
        for path, spec in self.fields.items():
            yield ("fields", path), spec
        for number, fields in enumerate(self.outcomes, start=1):
            for path, spec in fields.items():
                yield ("outcomes", str(number), path), spec

    def columns(self) -> dict[str, Place]:
        """Every column that is read, and where it is first named."""
        named: dict[str, Place] = {}
        for place, spec in self.specs():
            for column in spec.sources:
                if column != ROW:
                    named.setdefault(column, place)
        return named


def read_mapping(path: Path) -> ImportMapping:
    """The mapping in a YAML file.

    Raises:
        Failure: the file can't be read.
        WrongUse: a key is wrong; names it and its line.
    """
    document = read_document(path)
    written = _converted(document, (), document.value, _Written)
    return ImportMapping(
        document=document,
        table=written,
        kind=_kind(document, written.kind),
        fields=_specs(document, ("fields",), written.fields),
        outcomes=tuple(
            _specs(document, ("outcomes", str(number)), fields)
            for number, fields in enumerate(written.outcomes, start=1)
        ),
        missing=frozenset(written.missing),
        zone=written.zone,
    )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or an empty string.

    >>> did_you_mean("weight_gram", ["weight_grams", "pay_mode"])
    ' (did you mean weight_grams?)'
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (did you mean {near[0]}?)" if near else ""


def _kind(document: Document, written: str | dict[str, Any]) -> Kind | Spec:
    if isinstance(written, dict):
        return _spec(document, ("kind",), written)
    for kind in KINDS:
        if written == kind:
            return kind
    hint = did_you_mean(written, KINDS) or f" (one of {', '.join(KINDS)}, or {{column: …}})"
    raise document.mistake(("kind",), f"can't be {written}{hint}")


def _specs(document: Document, place: Place, fields: dict[str, Any]) -> dict[str, Spec]:
    return {path: _spec(document, (*place, path), value) for path, value in fields.items()}


def _spec(document: Document, place: Place, value: object) -> Spec:
    if isinstance(value, str):
        value = {"column": value}
    if not isinstance(value, dict):
        raise document.mistake(place, "must be the name of a column, or {column: …, …}")
    return _converted(document, place, value, Spec)


def _converted(document: Document, place: Place, value: object, form: type[_T]) -> _T:
    try:
        return msgspec.convert(value, form)
    except msgspec.ValidationError as error:
        raise _mistake(document, place, str(error), form) from None


def _mistake(document: Document, place: Place, text: str, form: type[Any]) -> WrongUse:
    inner = _PATH.search(text)
    path = inner[1].partition("[")[0].removesuffix(".") if inner else ""
    reason = _PATH.sub("", text)
    if unknown := _UNKNOWN.search(text):
        hint = did_you_mean(unknown[1], form.__struct_fields__)
        return document.mistake((*place, unknown[1]), f"there is no such key{hint}")
    where = (*place, *path.split(".")) if path else place
    quotes = " (put it in quotes?)" if reason.startswith("Expected `str") else ""
    return document.mistake(where, reason[:1].lower() + reason[1:] + quotes)
