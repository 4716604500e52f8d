"""A grade table's text as cells: each can be changed alone, and what stands between them stays as it is.

A person edits cells, the book keeps text. So a change touches its own cell only: comments, order and the
rest of the line stay, and who has to publish it sees in the diff what was changed and nothing else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

import yaml
from msgspec import Struct

from rules.limits import GRADES
from rules.limits_check import ACTIONS, read_table

Place: TypeAlias = tuple[str, ...]
"""Where a cell stands: ``("grades", "2", "per_day_yuan")``, ``("assumptions", "lgd", "value")``."""
_PLAIN: Final = re.compile(rf"-?\d+(\.\d+)?|[{''.join(GRADES)}]|{'|'.join(ACTIONS)}")
"""What needs no quotes; everything else gets them, so that no cell can break the file."""


class Cell(Struct, frozen=True):
    """One plain value: as it reads, and from where to where it stands in the text."""

    value: str
    start: int
    end: int


class Sheet(Struct, frozen=True):
    """The cells of a text.

    Attributes:
        text: the whole file.
        cells: in the order of the file.
    """

    text: str
    cells: dict[Place, Cell]

    def changed(self, values: Mapping[Place, str]) -> str:
        """The text with other values in some cells; a cell that keeps its value keeps its writing."""
        text = self.text
        for place, cell in reversed(self.cells.items()):
            value = values.get(place, cell.value)
            if value != cell.value:
                text = text[: cell.start] + written(value) + text[cell.end :]
        return text

    def one_a_line(self, values: Mapping[Place, str]) -> tuple[str, dict[int, Place]]:
        """The changed table with one cell a line, and which cell stands where: for its mistakes have lines.

        It says the same as ``changed``, but for comments.
        """
        lines = _Lines(values)
        for key, node in _composed(self.text).value:
            lines.open(f"{key.value}: ")
            lines.add((key.value,), node)
            lines.close()
        return "\n".join(lines.lines), lines.places


def sheet_of(text: str) -> Sheet | None:
    """The cells of a grade table; None for a text that is none, or holds mistakes."""
    reading = read_table(text)
    if reading.problems or reading.table is None:
        return None
    return Sheet(text, dict(_cells((), _composed(text))))


def written(value: str) -> str:
    """A value as YAML: a number or a word of a closed list as it is, anything else in quotes."""
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)


class _Lines:
    """Lines of which each holds one cell at most."""

    def __init__(self, values: Mapping[Place, str]) -> None:
        self._values = values
        self.lines: list[str] = []
        self.places: dict[int, Place] = {}

    def open(self, words: str) -> None:
        """Begin a field of the file."""
        self.lines.append(words)

    def close(self) -> None:
        """End it: a comma stands between the cells of a field, none behind the field."""
        self.lines[-1] = self.lines[-1].rstrip(" ,")

    def add(self, place: Place, node: yaml.Node) -> None:
        """A value in braces or brackets, or a cell with the end of its line."""
        if isinstance(node, yaml.MappingNode):
            self._say("{")
            for key, value in node.value:
                self._say(f"{key.value}: ")
                self.add((*place, str(key.value)), value)
            self._say("}, ")
        elif isinstance(node, yaml.SequenceNode):
            self._say("[")
            for number, value in enumerate(node.value):
                self.add((*place, str(number)), value)
            self._say("], ")
        else:
            self._say(written(self._values.get(place, str(node.value))))
            self.places[len(self.lines)] = place
            self.lines.append(" , ")

    def _say(self, words: str) -> None:
        self.lines[-1] += words


def _composed(text: str) -> yaml.MappingNode:
    """The nodes of a table that was read without a mistake; marks count characters."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode), "a table is one"  # noqa: S101  narrows the type
    return root


def _cells(place: Place, node: yaml.Node) -> Iterator[tuple[Place, Cell]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _cells((*place, str(key.value)), value)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _cells((*place, str(number)), value)
    else:
        yield place, Cell(str(node.value), node.start_mark.index, node.end_mark.index)
