"""Who was touched longest ago: a doubly linked list through the items themselves.

Bounded stores drop what was touched longest ago. A list through the items costs 32 bytes each and
can undo a touch exactly, which an ordered dictionary cannot: after a failed commit the store must
stand as if the event had never come, down to who is dropped next.
"""

from collections.abc import Callable


class Step:
    """One change that knows its own reverse. Steps are taken back newest first."""

    __slots__ = ()

    def take_back(self) -> None:
        """Everything as it was before the step."""


class Call(Step):
    """A step of the rare kind: its reverse is a call."""

    __slots__ = ("arguments", "function")

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.function = function
        self.arguments = arguments

    def take_back(self) -> None:
        """Makes the call."""
        self.function(*self.arguments)


class Link:
    """An item that can stand in one recency list. A link that stands in none points to itself.

    Attributes:
        touched_ms: the clock at its last touch.
    """

    __slots__ = ("after", "before", "touched_ms")

    before: "Link"
    after: "Link"

    def __init__(self) -> None:
        self.before = self
        self.after = self
        self.touched_ms = 0


class Recency:
    """A ring of links: ``head.after`` was touched longest ago, ``head.before`` last."""

    __slots__ = ("_head",)

    def __init__(self) -> None:
        self._head = Link()

    def touch(self, item: Link, clock_ms: int) -> Step:
        """Put an item last."""
        step = _Touched(item, item.before, item.touched_ms)
        if item.before is not item:
            _unlink(item)
        _insert_after(self._head.before, item)
        item.touched_ms = clock_ms
        return step

    def drop(self, item: Link) -> Step:
        """Take an item out."""
        step = Call(_insert_after, item.before, item)
        _unlink(item)
        item.before = item.after = item
        return step

    def oldest(self) -> Link | None:
        """The item touched longest ago, or None."""
        first = self._head.after
        return None if first is self._head else first


class _Touched(Step):
    __slots__ = ("item", "previous", "touched_ms")

    def __init__(self, item: Link, previous: Link, touched_ms: int) -> None:
        self.item = item
        self.previous = previous
        self.touched_ms = touched_ms

    def take_back(self) -> None:
        item = self.item
        _unlink(item)
        item.touched_ms = self.touched_ms
        if self.previous is item:
            item.before = item.after = item
        else:
            _insert_after(self.previous, item)


def _unlink(item: Link) -> None:
    item.before.after = item.after
    item.after.before = item.before


def _insert_after(previous: Link, item: Link) -> None:
    following = previous.after
    item.before = previous
    item.after = following
    previous.after = item
    following.before = item
