"""Who was touched longest ago: a doubly linked list through the items themselves.

Bounded stores drop what was touched longest ago. A list through the items costs 32 bytes each and
can undo a touch exactly, which an ordered dictionary cannot: after a failed commit the store must
stand as if the event had never come, down to who is dropped next.
"""


class Link:
    """An item that can stand in one recency list. A link that stands in none points to itself."""

    __slots__ = ("after", "before")

    before: "Link"
    after: "Link"

    def __init__(self) -> None:
        self.before = self
        self.after = self


class Recency:
    """A ring of links: ``head.after`` was touched longest ago, ``head.before`` last."""

    __slots__ = ("_head",)

    def __init__(self) -> None:
        self._head = Link()

    def touch(self, item: Link) -> Link:
        """Put an item last; returns what ``untouch`` needs to take it back."""
        previous = item.before
        if previous is not item:
            _unlink(item)
        _insert_after(self._head.before, item)
        return previous

    def untouch(self, item: Link, previous: Link) -> None:
        """Take the last touch of an item back: undo in reverse order of the touches."""
        _unlink(item)
        if previous is item:
            item.before = item.after = item
        else:
            _insert_after(previous, item)

    def drop(self, item: Link) -> Link:
        """Take an item out; returns what ``untouch`` needs to put it back (after ``touch``)."""
        previous = item.before
        _unlink(item)
        item.before = item.after = item
        return previous

    def restore(self, item: Link, previous: Link) -> None:
        """Put a dropped item back where it stood."""
        _insert_after(previous, item)

    def oldest(self) -> Link | None:
        """The item touched longest ago, or None."""
        first = self._head.after
        return None if first is self._head else first


def _unlink(item: Link) -> None:
    item.before.after = item.after
    item.after.before = item.before


def _insert_after(previous: Link, item: Link) -> None:
    following = previous.after
    item.before = previous
    item.after = following
    previous.after = item
    following.before = item
