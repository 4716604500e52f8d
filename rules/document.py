"""YAML as places and plain values: each wrong or unknown field becomes a problem with its line.

PyYAML's composed nodes are read directly, for they know their lines; no tag is ever constructed.
Aliases are refused (a few lines of them unfold to gigabytes), and so are doubled keys.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

import yaml

from rules.model import Problem, Scalar
from rules.vocabulary import did_you_mean

MAX_BYTES: Final = 1 << 20
MAX_DEPTH: Final = 12

_Choice = TypeVar("_Choice", bound=str)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EXPONENT: Final = re.compile(r"-?\d+(?:\.\d+)?[eE][-+]?\d+")
_TAG: Final = "tag:yaml.org,2002:"
_CONSTRUCTOR: Final = yaml.constructor.SafeConstructor()


def read_document(text: str, problems: list[Problem]) -> "Fields | None":
    """The one mapping of a YAML text, or None with the reason in ``problems``."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        problems.append(Problem(1, "the file is larger than 1 MiB"))
        return None
    try:
        _refuse_unbounded(text, problems)
        root = None if problems else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        problems.append(_syntax_problem(error))
        return None
    if isinstance(root, yaml.MappingNode):
        return Fields(root, problems)
    if not problems:
        problems.append(Problem(1, "the file must hold one mapping", "begin with id: …"))
    return None


class Fields:
    """The fields of one mapping; what is not asked for by name is unknown.

    Args:
        node: the composed mapping.
        problems: where mistakes are put.
    """

    def __init__(self, node: yaml.MappingNode, problems: list[Problem]) -> None:
        self.line = node.start_mark.line + 1
        self._problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        for key, value in node.value:
            self._add(key, value)

    def problem(self, line: int, message: str, hint: str = "") -> None:
        """Notes a mistake."""
        self._problems.append(Problem(line, message, hint))

    def line_of(self, name: str) -> int:
        """Line on which the value of a field begins, or the mapping's own."""
        node = self._nodes.get(name)
        if node is None:
            return self.line
        block = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return int(node.start_mark.line) + 1 + block

    def names(self) -> Iterator[str]:
        """Every field's name, for mappings whose names are free."""
        return iter(self._nodes)

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        self._asked.add(name)
        return name in self._nodes

    def text(self, name: str, *, required: bool = True) -> str:
        """A text; empty, with a problem, if it is missing or of another type."""
        value = self.scalar(name, required=required)
        if isinstance(value, str):
            if required and not value.strip():
                self.problem(self.line_of(name), f"{name} is empty")
            return value.strip()
        if value is not None:
            self.problem(self.line_of(name), f"{name} must be a text", "put it in quotes")
        return ""

    def whole(self, name: str) -> int:
        """A whole number from 1; 1, with a problem, if it is anything else."""
        value = self.scalar(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 1:
            return value
        if value is not None:
            self.problem(self.line_of(name), f"{name} must be a whole number from 1")
        return 1

    def share(self, name: str) -> float:
        """A number from 0 to 1, 0 where it is missing; 0, with a problem, if it is anything else."""
        value = self.scalar(name, required=False)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        if value is not None:
            self.problem(self.line_of(name), f"{name} must be a share from 0 to 1")
        return 0.0

    def number(self, name: str, least: float, most: float, *, required: bool = True) -> float:
        """A number within bounds; the least, with a problem if it is required or anything else."""
        value = self.scalar(name, required=required)
        if isinstance(value, str) and _EXPONENT.fullmatch(value):
            value = float(value)  # YAML 1.1 takes 1e-5, as JSON writes it, for a text
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and least <= value <= most
        ):
            return float(value)
        if value is not None:
            message = f"{name} must be a number from {least:g} to {most:g}"
            self.problem(self.line_of(name), message)
        return least

    def integer(self, name: str, least: int, most: int) -> int:
        """A whole number within bounds; the least, with a problem, if it is anything else."""
        value = self.scalar(name)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        if value is not None:
            message = f"{name} must be a whole number from {least} to {most}"
            self.problem(self.line_of(name), message)
        return least

    def flag(self, name: str) -> bool:
        """True or false, false where it is missing; false, with a problem, if it is anything else."""
        value = self.scalar(name, required=False)
        if value is not None and not isinstance(value, bool):
            self.problem(self.line_of(name), f"{name} must be true or false")
        return value is True

    def choice(self, name: str, options: Sequence[_Choice]) -> _Choice:
        """One of a closed list; the first, with a problem, if it is not."""
        value = self.text(name)
        for option in options:
            if value == option:
                return option
        if value:
            hint = did_you_mean(value, options) or f"one of {', '.join(options)}"
            self.problem(self.line_of(name), f"{name} can't be {value!r}", hint)
        return options[0]

    def scalar(self, name: str, *, required: bool = True) -> Scalar:
        """A plain value; None, with a problem if it is required, where there is none."""
        node = self._node(name, required=required)
        if node is None:
            return None
        value = self._value(name, node)
        if value is None and required:
            self.problem(self.line_of(name), f"{name} is empty")
        return value

    def choices(self, name: str, options: Sequence[str]) -> tuple[str, ...]:
        """A list of values of a closed list, without the wrong ones."""
        node = self._node(name)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.problem(self.line_of(name), f"{name} must be a list", f"write [{options[0]}]")
            return ()
        return tuple(filter(None, (self._option(name, item, options) for item in node.value)))

    def mapping(self, name: str, *, required: bool = True) -> "Fields | None":
        """A nested mapping, or None, with a problem if it is required or something else."""
        node = self._node(name, required=required)
        if node is None:
            return None
        if isinstance(node, yaml.MappingNode):
            return Fields(node, self._problems)
        self.problem(self.line_of(name), f"{name} must be a mapping")
        return None

    def mappings(self, name: str) -> list["Fields"]:
        """A list of mappings; anything else in it is a problem."""
        node = self._node(name)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problem(self.line_of(name), f"{name} must be a list", "begin each entry with -")
            return []
        for item in node.value:
            if not isinstance(item, yaml.MappingNode):
                self.problem(item.start_mark.line + 1, f"an entry of {name} must be a mapping")
        items = (item for item in node.value if isinstance(item, yaml.MappingNode))
        return [Fields(item, self._problems) for item in items]

    def finish(self) -> None:
        """Notes every field that nobody has asked for."""
        for name in self._nodes.keys() - self._asked:
            node = self._nodes[name]
            hint = did_you_mean(name, self._asked)
            self.problem(node.start_mark.line + 1, f"unknown key {name!r}", hint)

    def _add(self, key: yaml.Node, value: yaml.Node) -> None:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            self.problem(line, "a key must be a plain word")
        elif key.value in self._nodes:
            self.problem(line, f"the key {key.value!r} stands here twice")
        else:
            self._nodes[key.value] = value

    def _node(self, name: str, *, required: bool = True) -> yaml.Node | None:
        self._asked.add(name)
        node = self._nodes.get(name)
        if node is None and required:
            self.problem(self.line, f"{name} is missing")
        return node

    def _option(self, name: str, node: yaml.Node, options: Sequence[str]) -> str:
        value = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
        if value in options:
            return value
        hint = did_you_mean(value, options) or f"one of {', '.join(options)}"
        self.problem(node.start_mark.line + 1, f"{name} can't hold {value!r}", hint)
        return ""

    def _value(self, name: str, node: yaml.Node) -> Scalar:
        if not isinstance(node, yaml.ScalarNode):
            self.problem(self.line_of(name), f"{name} must be a plain value")
            return None
        try:
            return _plain(node)
        except ValueError:
            self.problem(self.line_of(name), f"{name} can't be read", "put texts in quotes")
            return None


def _plain(node: yaml.ScalarNode) -> Scalar:
    match node.tag.removeprefix(_TAG):
        case "str" | "timestamp":  # a date is a text to a rule
            return str(node.value)
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


def _refuse_unbounded(text: str, problems: list[Problem]) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            problems.append(Problem(line, "aliases (*name) are not allowed", "write it out"))
            return
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            problems.append(Problem(line, f"nested more than {MAX_DEPTH} deep"))
            return


def _syntax_problem(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable"
    hint = "look at the indent, quotes and colons of this line and the one above"
    return Problem(mark.line + 1 if mark else 1, f"not YAML: {what}", hint)
