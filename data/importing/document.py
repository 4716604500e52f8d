"""A YAML file as plain values that remember the line of each key.

PyYAML's composed nodes are read directly, for they know their lines; no tag is ever constructed.
Aliases are refused (a few lines of them unfold to gigabytes), and so are doubled keys.
"""

from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml
from msgspec import Struct

from data.errors import WrongUse
from data.importing.text_file import cannot_read

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 12

Place: TypeAlias = tuple[str, ...]
"""Keys from the top; entries of a list count from 1: ``("outcomes", "1", "source")``."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG: Final = "tag:yaml.org,2002:"
_CONSTRUCTOR: Final = yaml.constructor.SafeConstructor()


class Document(Struct, frozen=True):
    """What a file says.

    Attributes:
        name: of the file, for messages.
        value: its one mapping as plain values; dates are texts, keys are always texts.
        lines: the line of each place.
    """

    name: str
    value: dict[str, Any]
    lines: dict[Place, int]

    def mistake(self, place: Place, reason: str) -> WrongUse:
        """The error that names a key and its line; of a missing key, the line of what should hold it."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        key = f"{'.'.join(place)}: " if place else ""
        return _mistake(self.name, self.lines.get(known, 1), f"{key}{reason}")


def read_document(path: Path) -> Document:
    """Reads a file.

    Raises:
        Failure: the file can't be read.
        WrongUse: it is no YAML, or holds something else than one mapping; names the line.
    """
    text = _text_of(path)
    try:
        _refuse_unbounded(text, path.name)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
        raise _mistake(path.name, mark.line + 1 if mark else 1, f"not YAML: {what}") from None
    if not isinstance(root, yaml.MappingNode):
        raise _mistake(path.name, 1, "the file must hold one mapping: begin with kind: …")
    reader = _Reader(path.name)
    value = reader.plain(root, ())
    return Document(path.name, value, reader.lines)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name = name
        self.lines: dict[Place, int] = {}

    def plain(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            numbered = enumerate(node.value, start=1)
            return [self.plain(item, (*place, str(number))) for number, item in numbered]
        try:
            return _scalar(node) if isinstance(node, yaml.ScalarNode) else None
        except ValueError:
            line = node.start_mark.line + 1
            raise _mistake(self._name, line, "can't be read: put it in quotes") from None

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for key, item in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _mistake(self._name, line, "a key must be a plain word")
            if key.value in value:
                raise _mistake(self._name, line, f"the key {key.value} stands here twice")
            self.lines[*place, key.value] = line
            value[key.value] = self.plain(item, (*place, key.value))
        return value


def _scalar(node: yaml.ScalarNode) -> str | int | float | bool | None:
    match node.tag.removeprefix(_TAG):
        case "str" | "timestamp":
            text = str(node.value)
            text.encode()  # an escape like "\ud800" is no character; its error is a ValueError
            return text
        case "int":
            return int(_CONSTRUCTOR.construct_yaml_int(node))
        case "float":
            return float(_CONSTRUCTOR.construct_yaml_float(node))
        case "bool":
            return bool(_CONSTRUCTOR.construct_yaml_bool(node))
        case "null":
            return None
        case _:
            raise ValueError("a tag of its own")


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise cannot_read(path, error) from None
    if len(body) > MAX_BYTES:
        raise _mistake(path.name, 1, "the file is larger than 1 MiB: is this the mapping?")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise _mistake(path.name, line, "a mapping must be UTF-8") from None


def _refuse_unbounded(text: str, name: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _mistake(name, line, "aliases (*name) are not allowed: write it out")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _mistake(name, line, f"nested more than {MAX_DEPTH} deep")


def _mistake(name: str, line: int, reason: str) -> WrongUse:
    return WrongUse(f"{name}:{line}: {reason}", code="bad_mapping")
