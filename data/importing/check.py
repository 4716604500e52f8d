"""Whether a mapping makes sense for the contract: before any row is read, one mistake at a time."""

from collections.abc import Mapping
from typing import Final

from msgspec import UNSET

from data.importing.document import Document, Place
from data.importing.mapping import ImportMapping, Scalar, Spec, did_you_mean
from data.importing.numbers import units_for
from data.importing.targets import EXTRA, KINDS, TARGETS, Kind, Target, target_of
from data.importing.times import EPOCHS, ISO, is_format, is_instant, needs_zone, zone_of

MAX_EXTRA: Final = 32

DERIVED: Final = frozenset({"outcome_id"})
"""Required by the contract, but made from the event and the outcome where no column holds it."""

_GIVEN_BY_THE_EVENT: Final = frozenset({"event_id"})


def check_mapping(mapping: ImportMapping) -> None:
    """Looks for the first mistake.

    Raises:
        WrongUse: there is one; names the key and its line.
    """
    _check_kind(mapping)
    kinds = mapping.kinds
    _Checker(mapping, ("fields",), kinds).check(mapping.fields, frozenset())
    for number, fields in enumerate(mapping.outcomes, start=1):
        place = ("outcomes", str(number))
        _Checker(mapping, place, ("outcome",)).check(fields, _GIVEN_BY_THE_EVENT)
    if mapping.outcomes and "outcome" in kinds:
        raise mapping.document.mistake(("outcomes",), "a row that is an outcome itself has none")


def _check_kind(mapping: ImportMapping) -> None:
    if isinstance(mapping.kind, Spec):
        target = Target("choice", required=True, choices=KINDS)
        _SpecChecker(mapping, ("kind",), "kind", target).check(mapping.kind)
        if not mapping.kind.values:
            raise mapping.document.mistake(("kind",), "needs values: which code is which kind")


class _Checker:
    """Checks the fields of a set of kinds."""

    def __init__(self, mapping: ImportMapping, place: Place, kinds: tuple[Kind, ...]) -> None:
        self._mapping = mapping
        self._place = place
        self._kinds = kinds

    def check(self, fields: Mapping[str, Spec], given: frozenset[str]) -> None:
        for path, spec in fields.items():
            place = (*self._place, path)
            _SpecChecker(self._mapping, place, path, self._target(path)).check(spec)
        for kind in self._kinds:
            self._complete(kind, fields.keys() | given | DERIVED)
        if sum(path.startswith(f"{EXTRA}.") for path in fields) > MAX_EXTRA:
            raise self._mapping.document.mistake(
                self._place, f"more than {MAX_EXTRA} {EXTRA} fields"
            )

    def _target(self, path: str) -> Target:
        for kind in self._kinds:
            if target := target_of(kind, path):
                return target
        known = [name for kind in self._kinds for name in TARGETS[kind]]
        hint = did_you_mean(path, known) or " (free attributes are called extra.NAME)"
        raise self._mapping.document.mistake(
            (*self._place, path), f"no field of {' or '.join(self._kinds)}{hint}"
        )

    def _complete(self, kind: Kind, there: frozenset[str] | set[str]) -> None:
        for path, target in TARGETS[kind].items():
            if target.required and path not in there:
                reason = f"{path} is missing, which every {kind} needs: give a column or a constant"
                raise self._mapping.document.mistake(self._place, reason)


class _SpecChecker:
    """Checks how one field is filled."""

    def __init__(self, mapping: ImportMapping, place: Place, path: str, target: Target) -> None:
        self._document: Document = mapping.document
        self._zone = mapping.zone
        self._place = place
        self._path = path
        self._target = target

    def check(self, spec: Spec) -> None:
        self._sources(spec)
        self._literals(spec)
        self._unit(spec)
        self._time(spec)
        self._refuse(bool(spec.date) and self._target.type != "text", "date", "is for texts")
        self._refuse(
            spec.type is not None and self._target.type != "scalar", "type", "is for extra"
        )
        if spec.date:
            self._forms(spec.date, "date", named=(ISO,))

    def _sources(self, spec: Spec) -> None:
        given = [spec.column, spec.columns, None if spec.constant is UNSET else spec]
        if sum(source is not None for source in given) != 1:
            raise self._mistake("", "needs one of column, columns and constant")
        self._refuse(spec.join is not None and not spec.columns, "join", "is for columns")
        has_values = spec.otherwise is not UNSET and not spec.values
        self._refuse(has_values, "otherwise", "is for values")
        self._refuse(spec.constant is None, "constant", "is empty")

    def _literals(self, spec: Spec) -> None:
        for name in ("constant", "otherwise", "default"):
            value = getattr(spec, name)
            if value is not UNSET and value is not None:
                self._literal(value, name)
        for code, value in spec.values.items():
            if value is not None:
                self._literal(value, "values", code)

    def _literal(self, value: Scalar, *place: str) -> None:
        if not fits(self._target, value):
            wanted = " | ".join(self._target.choices) or _WANTED[self._target.type]
            raise self._mistake(place, f"can't be {value!r}, must be {wanted}")

    def _unit(self, spec: Spec) -> None:
        units = units_for(self._path)
        read = spec.constant is UNSET
        if units and read and spec.unit not in units:
            raise self._mistake("unit", f"must say how the column counts: {', '.join(units)}")
        self._refuse(spec.unit is not None and not (units and read), "unit", "has no meaning here")

    def _time(self, spec: Spec) -> None:
        is_time = self._target.type == "instant"
        self._refuse(bool(spec.time) and not is_time, "time", "is for points in time")
        self._refuse(spec.zone is not None and not is_time, "zone", "is for points in time")
        if not is_time or spec.constant is not UNSET:
            return
        zone = spec.zone or self._zone
        self._known_zone(zone, ("zone",) if spec.zone is None else (*self._place, "zone"))
        for form in self._forms(spec.time, "time", named=(ISO, *EPOCHS)):
            if zone is None and needs_zone(form):
                raise self._mistake("zone", "is needed: where was this time on the clock?")

    def _known_zone(self, zone: str | None, place: Place) -> None:
        try:
            if zone is not None:
                zone_of(zone)
        except ValueError:
            reason = f"no zone {zone} is known here: write Asia/Shanghai, or an offset like +08:00"
            raise self._document.mistake(place, reason) from None

    def _forms(
        self, forms: str | tuple[str, ...], key: str, named: tuple[str, ...]
    ) -> tuple[str, ...]:
        listed = (forms,) if isinstance(forms, str) else forms
        for form in listed:
            if form not in named and not is_format(form):
                hint = f"a format like %Y-%m-%d, or {', '.join(named)}"
                raise self._mistake(key, f"can't be {form!r}: {hint}")
        return listed

    def _refuse(self, wrong: bool, key: str, reason: str) -> None:  # noqa: FBT001  a fact, no switch
        if wrong:
            raise self._mistake(key, reason)

    def _mistake(self, key: str | tuple[str, ...], reason: str) -> Exception:
        inner = (key,) if isinstance(key, str) else key
        return self._document.mistake((*self._place, *filter(None, inner)), reason)


_LITERALS: Final[dict[str, tuple[type, ...]]] = {
    "text": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "scalar": (str, int, float, bool),
}
_WANTED: Final = {
    "text": "a text: put it in quotes",
    "integer": "a whole number, in fen, grams or days",
    "number": "a number",
    "boolean": "true or false",
    "instant": "an RFC 3339 instant in quotes",
    "scalar": "a plain value",
}


def fits(target: Target, value: object) -> bool:
    """Whether a plain value can stand in a field as it is."""
    if target.type == "choice":
        return value in target.choices
    if target.type == "instant":
        return isinstance(value, str) and is_instant(value)
    return type(value) in _LITERALS[target.type]  # not isinstance: true is no number here
