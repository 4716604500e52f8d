"""The memory of the identity graph and the calls of its kernels: thin Python over ``graph.kernels``.

One array of int64 holds everything; see ``graph.layout``. It is as long as the bound of identifiers
implies, but the machine gives a page of it only when it is first written: memory follows use.
"""

import struct
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data.recency import Step
from graph import components, kernels, links, walks
from graph import layout as at

RECORDS_PER_NODE: Final = 3
SPARE_RECORDS: Final = 1_024
"""Records for nodes, links and marks together. Where they are all in use, the node touched longest ago
goes with its links and marks."""
_LINE_BYTES: Final = 128
_LOG: Final = 1 << 15
_HEADS: Final = [struct.Struct(f"=9q{n}Q") for n in range(33)]
_READ: Final = struct.Struct("=9q")
_KEYS: Final = [struct.Struct(f"={n}Q") for n in range(at.MAX_STARTS + 1)]
_WORD: Final = 8


class Rewind(Step):
    """A change of the array: its log of (address, old value)."""

    __slots__ = ("log", "mem")

    def __init__(self, mem: NDArray[np.int64], log: NDArray[np.int64]) -> None:
        self.mem = mem
        self.log = log

    def take_back(self) -> None:
        """Write the old values back, newest first: of a word written twice the oldest stays."""
        self.mem[self.log[-2::-2]] = self.log[::-2]


class Arena:
    """The array, the log of the change at hand, and the pad on which walks write.

    Args:
        max_nodes: upper bound of live identifiers.
    """

    def __init__(self, max_nodes: int) -> None:
        records = RECORDS_PER_NODE * max_nodes + SPARE_RECORDS
        end = at.FIRST + records * at.RECORD
        self.mem = _aligned(end + records + 1)
        self.pad = _aligned(at.PAD)
        self._pad = self.pad.data
        self._take(np.zeros(_LOG, np.int64))
        mem = self.mem
        mem[at.RECENCY] = mem[at.RECENCY + at.BACK] = at.RECENCY
        mem[at.TOP], mem[at.END], mem[at.TABLE] = at.FIRST, end, end
        mem[at.BUCKETS] = mem[at.MASK] = 1
        mem[at.MAX_NODES] = max_nodes
        self.pad[at.KIND_MS : at.KIND_MS + 16] = links.LIVES_MS
        self.pad.view(np.float64)[at.KIND_WEIGHT : at.KIND_WEIGHT + 16] = links.WEIGHTS

    def change(self, keys: Sequence[int], *, n: int, head: Sequence[int]) -> Step | None:
        """Let a kernel do one thing.

        Args:
            keys: of the pairs, one behind the other, or of the identifiers.
            n: how many pairs or identifiers.
            head: words ``N_OWN`` to ``VALUE`` of a change.

        Returns:
            How to undo it, or None where nothing has changed.
        """
        start = at.ARGUMENTS + len(keys)
        form = _HEADS[len(keys)] if len(keys) < len(_HEADS) else struct.Struct(f"=9q{len(keys)}Q")
        if start >= len(self.work):
            self._take(np.zeros(start + _LOG, np.int64))
        form.pack_into(self._work, 0, start, 0, n, *head, *keys)
        lacking = kernels.change(self.mem, self.work)
        while lacking:
            self._take(np.concatenate([self.work, np.zeros(lacking + _LOG, np.int64)]))
            lacking = kernels.change(self.mem, self.work)
        end = self._work[at.LOGGED]
        step = Rewind(self.mem, self.work[start:end].copy()) if end > start else None
        if len(self.work) > 8 * _LOG:
            self._take(np.zeros(_LOG, np.int64))
        return step

    def _take(self, work: NDArray[np.int64]) -> None:
        self.work = work
        self._work = work.data

    def reach(self, starts: Sequence[int], bounds: Sequence[int]) -> components.Reach:
        """Walk over links of any age; ``bounds`` are words ``READ_MS`` to ``AGE_MS``."""
        self._begin(starts, bounds)
        walks.reach(self.mem, self.pad)
        return components.reach_on(self._pad)

    def ring(self, starts: Sequence[int], bounds: Sequence[int]) -> components.Ring:
        """Walk over strong links as of an instant."""
        self._begin(starts, bounds)
        walks.ring(self.mem, self.pad)
        return components.ring_on(self._pad)

    def met(self) -> list[components.Met]:
        """The hubs that the last walk over strong links has met."""
        return components.met_on(self._pad)

    def weigh(self, kind: int, weight: float) -> None:
        """Let the walks that follow take links to a kind of identifier for so strong; 0: for none."""
        self.pad.view(np.float64)[at.KIND_WEIGHT + kind] = weight

    def _begin(self, starts: Sequence[int], bounds: Sequence[int]) -> None:
        n = min(len(starts), at.MAX_STARTS)
        _READ.pack_into(self._pad, 0, n, *bounds)
        _KEYS[n].pack_into(self._pad, at.STARTS * _WORD, *starts[:n])


def _aligned(words: int) -> NDArray[Any]:
    """Zeros from the start of a pair of cache lines on, so that a record lies in one pair."""
    room = np.zeros(words + _LINE_BYTES // _WORD, np.int64)
    return room[-room.ctypes.data % _LINE_BYTES // _WORD :][:words]
