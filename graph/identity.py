"""The identity graph: which identifiers were used together, since when, when last and how often.

Nodes are identifiers (a 64-bit integer whose low four bits are its kind), links are pairs that stood
together on one party of an event. ``read`` functions are pure; ``apply`` is separate and can be
undone exactly. Integers only. This is the one door; behind it stand arrays and compiled kernels.

Bounded: beyond ``max_nodes`` the node touched longest ago goes first, with its links and marks; it also
goes where links and marks have used up the records that ``max_nodes`` implies. A node untouched for 24
months of event time goes in any case.

A node with more than ``HUB_DEGREE`` neighbours is a hub candidate (DOMAIN 2.0): it is counted, but no
walk goes through it, so that a village phone or a dormitory does not tie strangers together. One that an
analyst has given a type passes on nothing at all up to the instant it was given for: see ``graph.hubs``.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from data.identifiers import Kind
from data.instants import DAY_MS
from data.recency import Step
from graph import components, links, reads
from graph import layout as at
from graph.arena import Arena
from graph.components import Met, Reach, Ring
from graph.hubs import HubType

HUB_DEGREE: Final = 50
MAX_HOPS: Final = 3
MAX_WALK: Final = 64
MAX_SHARERS: Final = 200
UNSEEN_MS: Final = 730 * DAY_MS

Undo = list[Step]


class IdentityGraph:
    """Identifiers tied by events, kept incrementally.

    Args:
        max_nodes: upper bound of live identifiers.
    """

    def __init__(self, max_nodes: int) -> None:
        self.arena = Arena(max_nodes)
        self._devices_pass = True

    def __len__(self) -> int:
        return int(self.arena.mem[at.NODES])

    @property
    def n_links(self) -> int:
        """Live links."""
        return int(self.arena.mem[at.EDGES])

    @property
    def dropped(self) -> int:
        """Identifiers dropped for want of room."""
        return int(self.arena.mem[at.DROPPED])

    def neighbours(self, key: int, since_ms: int) -> list[int]:
        """Identifiers linked to one and seen with it after an instant, the last seen first."""
        found: list[int] = reads.neighbours(self.arena.mem, key, since_ms).view("u8").tolist()
        return found

    def sharers(self, key: int, kinds: int, since_ms: int, plus: int = 0) -> int:
        """How many identifiers of some kinds share this one, counting ``plus`` among them.

        ``kinds`` is a set of kinds as ``kind_set`` makes it. Counted up to ``MAX_SHARERS``: beyond
        it, a key says "hub" and nothing more.
        """
        count: int = reads.sharers(self.arena.mem, key, kinds, since_ms, plus, MAX_SHARERS)
        return count

    def reach(self, starts: Sequence[int], at_ms: int, *, devices: bool = True) -> Reach:
        """Walk outwards from identifiers, at most ``MAX_HOPS`` links and ``MAX_WALK`` nodes.

        Over links of any age and weight, the last seen first. A hub that an analyst has typed is met, but
        nobody through it, and its marks are passed over.

        Args:
            starts: the identifiers.
            at_ms: the instant: until then an analyst's type must hold.
            devices: whether the walk may go over devices: never for credit (AFTL art. 18).
        """
        self._let_pass(devices=devices)
        return self.arena.reach(starts, (at_ms, MAX_WALK, 0, HUB_DEGREE, 0, 0, MAX_HOPS, UNSEEN_MS))

    def ring(self, starts: Sequence[int], at_ms: int, *, devices: bool = True) -> Ring:
        """Who hangs together with identifiers over strong links at an instant, and how closely.

        Args:
            starts: the identifiers.
            at_ms: the instant.
            devices: as for ``reach``.
        """
        self._let_pass(devices=devices)
        bounds = (
            *(at_ms, components.MAX_MET, components.MAX_LOOKS, HUB_DEGREE),
            *(_HUB_KINDS, components.RING_HUB_MS, 0, UNSEEN_MS),
        )
        return self.arena.ring(starts, bounds)

    def met(self) -> list[Met]:
        """The hubs that the last ``ring`` has met, in its order; until the next walk."""
        return self.arena.met()

    def apply(self, pairs: Iterable[tuple[int, int]], at_ms: int, clock_ms: int) -> Undo:
        """Let pairs of identifiers that stood together enter; returns how to undo it."""
        undo: Undo = []
        self.enter(pairs, at_ms, clock_ms, undo)
        return undo

    def enter(
        self,
        pairs: Iterable[tuple[int, int]],
        at_ms: int,
        clock_ms: int,
        undo: Undo,
        inbound: int = 0,
    ) -> None:
        """As ``apply``, with the steps added to those of the rest of the event.

        The last ``inbound`` of the pairs are the receiver's, the others the acting party's.
        """
        keys = [key for pair in pairs for key in pair]
        n = len(keys) >> 1
        head = (n - inbound, at_ms, clock_ms, UNSEEN_MS, at.ENTER, 0)
        self._add(self.arena.change(keys, n=n, head=head), undo)

    def confirm(self, keys: Iterable[int], event: int, at_ms: int, clock_ms: int) -> Undo:
        """Mark identifiers as those of a confirmed fraud, also one that no link has brought in.

        Args:
            keys: the identifiers.
            event: the node of the event that was confirmed.
            at_ms: since when that is known; of several the first counts.
            clock_ms: the keeper's clock.
        """
        return self._tell(at.CONFIRM, keys, event, at_ms, clock_ms)

    def clear(self, keys: Iterable[int], event: int, at_ms: int) -> Undo:
        """Say that an event was found honest, of those of its identifiers that are here.

        A mark that confirmed the same event goes; other events keep theirs.
        """
        return self._tell(at.CLEAR, keys, event, at_ms, 0)

    def lift(self, keys: Iterable[int], event: int) -> Undo:
        """Take the mark of one event off again; other events keep theirs."""
        return self._tell(at.LIFT, keys, event, 0, 0)

    def type_hub(self, key: int, hub: HubType, until_ms: int, clock_ms: int) -> Undo:
        """Say what a shared identifier is, up to an instant; ``HubType.NONE`` takes it back.

        It goes with the identifier where that is dropped for age or want of room.
        """
        return self._tell(at.TYPE, (key,), until_ms << 4 | hub, 0, clock_ms)

    def _tell(self, mode: int, keys: Iterable[int], value: int, at_ms: int, clock_ms: int) -> Undo:
        undo: Undo = []
        told = list(keys)
        head = (0, at_ms, clock_ms, UNSEEN_MS, mode, _signed(value))
        self._add(self.arena.change(told, n=len(told), head=head), undo)
        return undo

    def _let_pass(self, *, devices: bool) -> None:
        """Set what links to devices weigh on the pad of the walks."""
        if devices != self._devices_pass:
            self.arena.weigh(Kind.DEVICE, links.WEIGHTS[Kind.DEVICE] if devices else 0.0)
            self._devices_pass = devices

    def _add(self, step: Step | None, undo: Undo) -> None:
        if step is not None:
            undo.append(step)


def kind_set(*kinds: Kind) -> int:
    """Some kinds as one integer with a bit for each."""
    return sum(1 << kind for kind in set(kinds))


def take_back(undo: Undo) -> None:
    """Undo a change: exactly, if everything after it was undone before."""
    for step in reversed(undo):
        step.take_back()


def _signed(value: int) -> int:
    """The same 64 bits as a signed number."""
    return value - (1 << 64) if value >> 63 > 0 else value


_HUB_KINDS: Final = kind_set(*components.HUB_KINDS)
