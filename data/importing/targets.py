"""The fields that a mapping may fill, read off the structs of the contract: no second list to keep.

A target is a leaf with its dotted path: ``sender.phone``, ``weight_grams``. Free attributes are
``extra.`` and any name.
"""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct, inspect

from data.events import AccountOpening, CodApplication, OutcomeLine, Shipment

Kind: TypeAlias = Literal["shipment", "account_opening", "cod_application", "outcome"]
TargetType: TypeAlias = Literal[
    "text", "choice", "integer", "number", "boolean", "instant", "scalar"
]

EXTRA: Final = "extra"


class Target(Struct, frozen=True):
    """One field that can be filled.

    Attributes:
        type: what its value must be; ``scalar`` is a free attribute.
        required: the contract refuses an event without it.
        choices: the closed list, of a ``choice``.
    """

    type: TargetType
    required: bool = False
    choices: tuple[str, ...] = ()


_STRUCTS: Final[Mapping[Kind, type[Struct]]] = {
    "shipment": Shipment,
    "account_opening": AccountOpening,
    "cod_application": CodApplication,
    "outcome": OutcomeLine,
}
_TYPES: Final[tuple[tuple[type[inspect.Type], TargetType], ...]] = (
    (inspect.LiteralType, "choice"),
    (inspect.StrType, "text"),
    (inspect.BoolType, "boolean"),
    (inspect.FloatType, "number"),
    (inspect.IntType, "integer"),
    (inspect.DateTimeType, "instant"),
)


def target_of(kind: Kind, path: str) -> Target | None:
    """The field of a kind at a path, or None: this kind has no such field."""
    if kind != "outcome" and path.startswith(f"{EXTRA}.") and path != f"{EXTRA}.":
        return Target("scalar")
    return TARGETS[kind].get(path)


def _leaves(struct: inspect.StructType, *, required: bool) -> Iterator[tuple[str, Target]]:
    for field in struct.fields:
        needed = required and field.required
        inner = _inner(field.type)
        if isinstance(inner, inspect.StructType):
            for path, target in _leaves(inner, required=needed):
                yield f"{field.encode_name}.{path}", target
        elif not isinstance(inner, inspect.DictType):
            yield field.encode_name, _target(inner, required=needed)


def _inner(type_: inspect.Type) -> inspect.Type:
    """The type without the "or nothing" around it."""
    if not isinstance(type_, inspect.UnionType):
        return type_
    nothing = inspect.NoneType | inspect.CustomType
    (inner,) = [member for member in type_.types if not isinstance(member, nothing)]
    return inner


def _target(type_: inspect.Type, *, required: bool) -> Target:
    name = next(name for cls, name in _TYPES if isinstance(type_, cls))
    choices = type_.values if isinstance(type_, inspect.LiteralType) else ()
    return Target(name, required, tuple(str(choice) for choice in choices))


def _struct(kind: Kind) -> inspect.StructType:
    info = inspect.type_info(_STRUCTS[kind])
    assert isinstance(info, inspect.StructType), kind  # noqa: S101  narrows the type
    return info


KINDS: Final = tuple(_STRUCTS)

TARGETS: Final[Mapping[Kind, Mapping[str, Target]]] = {
    kind: dict(_leaves(_struct(kind), required=True)) for kind in KINDS
}
"""Every field of every kind but the free attributes, by its path."""

WHOLES: Final[Mapping[Kind, tuple[str, ...]]] = {
    kind: tuple(
        field.encode_name
        for field in _struct(kind).fields
        if field.required and isinstance(field.type, inspect.StructType)
    )
    for kind in KINDS
}
"""The parts that must stand in an event even where nothing in them is known: ``sender`` …"""
