"""One field of an event, ready to be read from row after row."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from data.importing import numbers, times
from data.importing.cells import text_of
from data.importing.faults import BadValue
from data.importing.mapping import ROW, Scalar, Spec
from data.importing.targets import Target

Convert: TypeAlias = Callable[[str], Scalar]

_TRUE: Final = frozenset({"true", "1", "y", "yes", "t", "是", "有", "真"})
_FALSE: Final = frozenset({"false", "0", "n", "no", "f", "否", "无", "假"})

PLAUSIBLE: Final[Mapping[str, tuple[float, float]]] = {
    "weight_grams": (1, 1_000_000),
    "payout_cycle_days": (0, 366),
    "existing_cards": (0, 100),
    "face_score": (0, 1),
}
"""Beyond these a value is counted as out of range, and kept: the engine scores odd values."""

PLAUSIBLE_FEN: Final = (0, 10_000_000_000)
"""A hundred million yuan."""


class Row(Struct, frozen=True):
    """One row of a file.

    Attributes:
        number: the line on which it begins, or its place in a Parquet file, from 1.
        cells: by the name of the column.
    """

    number: int
    cells: Mapping[str, Any]


class Field:
    """Reads one field.

    Args:
        path: of the field in the event.
        target: what it must be.
        spec: how it is filled.
        missing: texts that mean that nothing is there.
        zone: of times without an offset.
    """

    def __init__(
        self, path: str, target: Target, spec: Spec, missing: frozenset[str], zone: str | None
    ) -> None:
        self.path = path
        self.keys = path.split(".", 1)
        self.required = target.required
        self.default = None if spec.default is UNSET else spec.default
        self.otherwise = spec.otherwise
        self.bad_as_missing = spec.bad_as_missing
        self.constant: Scalar | UnsetType = spec.constant
        self._columns = [(column, column.split(".")) for column in spec.sources]
        self._join = spec.join or ""
        self._missing = missing
        self._values = spec.values
        self._convert = _converter(path, target, spec, zone)
        self._range = PLAUSIBLE_FEN if path.endswith("_fen") else PLAUSIBLE.get(path)

    def read(self, row: Row) -> Scalar:
        """The value in a row, None if it is missing.

        Raises:
            BadValue: there is one, which can't be read.
        """
        if not isinstance(self.constant, UnsetType):
            return self.constant
        text = self._text(row)
        if text is None:
            return None
        if text in self._values:
            return self._values[text]
        return self._convert(text)

    def is_odd(self, value: Scalar) -> bool:
        """Whether a value is beyond what a field plausibly holds."""
        if self._range is None or not isinstance(value, int | float):
            return False
        low, high = self._range
        return not low <= value <= high

    def _text(self, row: Row) -> str | None:
        if len(self._columns) == 1:
            return self._cell(row, *self._columns[0])
        texts = [text for column in self._columns if (text := self._cell(row, *column))]
        return self._join.join(texts) or None

    def _cell(self, row: Row, name: str, path: list[str]) -> str | None:
        if name == ROW:
            return str(row.number)
        text = text_of(_found(row.cells, name, path))
        return None if text in self._missing else text


def _found(cells: Mapping[str, Any], name: str, path: list[str]) -> Any:
    """A column by its whole name, else by its path into nested values; None if it is not there."""
    if name in cells or len(path) == 1:
        return cells.get(name)
    value: Any = cells
    for key in path:
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _converter(path: str, target: Target, spec: Spec, zone: str | None) -> Convert:
    """What is done with a text that ``values`` does not hold."""
    if spec.values and not (spec.unit or spec.time or spec.date or spec.type):
        return _unmapped
    unit = (numbers.units_for(path) or {}).get(spec.unit or "", numbers.COUNT)
    own_zone = spec.zone or zone
    converters: dict[str, Callable[[], Convert]] = {
        "choice": lambda: _one_of(frozenset(target.choices)),
        "integer": lambda: numbers.whole(unit, rounded=path.endswith("_grams")),
        "number": lambda: numbers.real(unit),
        "instant": lambda: times.instant(
            _forms(spec.time), times.zone_of(own_zone) if own_zone else None
        ),
        "boolean": lambda: _flag,
        "text": lambda: times.day(_forms(spec.date)) if spec.date else str,
        "scalar": lambda: _SCALARS[spec.type or "text"],
    }
    return converters[target.type]()


def _forms(forms: str | tuple[str, ...]) -> tuple[str, ...]:
    return (forms,) if isinstance(forms, str) else forms or (times.ISO,)


def _one_of(choices: frozenset[str]) -> Convert:
    def convert(text: str) -> str:
        return text if text in choices else _unmapped(text)

    return convert


def _unmapped(text: str) -> str:
    raise BadValue("unmapped", "not one of the mapped values", text)


def _flag(text: str) -> bool:
    lowered = text.lower()
    if lowered in _TRUE:
        return True
    if lowered in _FALSE:
        return False
    return bool(_unmapped(text))


_SCALARS: Final[Mapping[str, Convert]] = {
    "text": str,
    "number": numbers.any_number,
    "boolean": _flag,
}
