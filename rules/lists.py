"""Which identifiers stand on which list, asked by node for each event.

An entry holds from ``since_ms`` to before ``until_ms`` of an event's own time. One dictionary look-up an
identifier, and none while no list holds anything.
"""

from typing import Final

from data.changes import ListName
from data.identifiers import Kind, kind_of

BLOCK: Final = 1
WATCH: Final = 2
GREY: Final = 4
ALLOW: Final = 8
SUPPRESS: Final = 16
REGISTER: Final = 32
BIT_OF: Final[dict[ListName, int]] = {
    "block": BLOCK,
    "watch": WATCH,
    "grey": GREY,
    "allow": ALLOW,
    "suppress": SUPPRESS,
    "register": REGISTER,
}
"""Of the lists that an event is looked up on; ``hub`` is none of them."""

ALWAYS_MS: Final = -(1 << 62)
"""Before any event."""
NEVER_MS: Final = 1 << 62
"""After any event."""


class Held:
    """One entry as the hot path sees it."""

    __slots__ = ("bit", "id", "rule", "since_ms", "until_ms")

    def __init__(self, id_: str, bit: int, since_ms: int, until_ms: int, rule: str = "") -> None:
        self.id = id_
        self.bit = bit
        self.since_ms = since_ms
        self.until_ms = until_ms
        self.rule = rule


class ListBook:
    """Entries in force, by node."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Held, ...]] = {}
        self._nodes = self._held.keys()
        self._registered: dict[int, int] = {}
        self._suppressing = 0

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._held.values())

    @property
    def empty(self) -> bool:
        """Whether no list holds anything."""
        return not self._held

    @property
    def suppressing(self) -> bool:
        """Whether any rule is silenced for anybody."""
        return self._suppressing > 0

    def registers(self, kind: Kind) -> bool:
        """Whether there is a register of identifiers of this kind at all."""
        return self._registered.get(int(kind), 0) > 0

    @property
    def registering(self) -> bool:
        """Whether there is a register of any kind."""
        return any(self._registered.values())

    def none_of(self, nodes: tuple[int, ...]) -> bool:
        """Whether certainly none of some nodes stands on any list."""
        return self._nodes.isdisjoint(nodes)

    def on(self, nodes: tuple[int, ...], at_ms: int) -> int:
        """The lists on which any of some nodes stands at an instant, as bits.

        >>> book = ListBook()
        >>> book.add(0x12, Held("E1-1", WATCH, 0, 100))
        >>> book.on((0x12, 0x22), 99) == WATCH, book.on((0x12,), 100)
        (True, 0)
        """
        held, found = self._held, 0
        for node in nodes:
            entries = held.get(node)
            if entries is not None:
                for entry in entries:
                    if entry.since_ms <= at_ms < entry.until_ms:
                        found |= entry.bit
        return found

    def silenced(self, nodes: tuple[int, ...], at_ms: int) -> set[str]:
        """The rules that are silenced for any of some nodes at an instant."""
        rules: set[str] = set()
        for node in nodes:
            for entry in self._held.get(node, ()):
                if entry.bit == SUPPRESS and entry.since_ms <= at_ms < entry.until_ms:
                    rules.add(entry.rule)
        return rules

    def ids_on(self, nodes: tuple[int, ...], at_ms: int) -> list[str]:
        """The entries that hold for any of some nodes at an instant, for whoever may see them."""
        return [
            entry.id
            for node in nodes
            for entry in self._held.get(node, ())
            if entry.since_ms <= at_ms < entry.until_ms
        ]

    def add(self, node: int, entry: Held) -> None:
        """Let an entry hold for a node."""
        self._held[node] = (*self._held.get(node, ()), entry)
        self._count(node, entry, 1)

    def remove(self, node: int, entry: Held) -> None:
        """Let an entry hold no more."""
        left = tuple([other for other in self._held.get(node, ()) if other.id != entry.id])
        if left:
            self._held[node] = left
        else:
            self._held.pop(node, None)
        self._count(node, entry, -1)

    def _count(self, node: int, entry: Held, step: int) -> None:
        if entry.bit == SUPPRESS:
            self._suppressing += step
        elif entry.bit == REGISTER:
            kind = int(kind_of(node))
            self._registered[kind] = self._registered.get(kind, 0) + step
