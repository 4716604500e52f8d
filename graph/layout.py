"""Where things stand in the identity graph's array of int64: see ``graph.identity``.

A change here asks for a new checksum in the files of kernels: see ``graph.records``.

The array begins with a header, then come records of ``RECORD`` words, then the buckets of the index.
A record is a node, a link or a mark; its address is its place in the array, a multiple of ``RECORD``,
so the low four bits are free to hold a kind. Words 0 and 1 are what the index finds it by:
(0, key) a node, (end, end) a link, where an end is an address and a kind, (-node, event) a mark.

A list runs through hooks. A hook is a word with the address of the next hook; ``BACK`` words further
stands that of the one before; the owner of a list holds a hook too, and the list is a ring.
"""

from typing import Final

RECORD: Final = 16
"""Words of a record: 128 octets, two cache lines."""
FIRST: Final = 2 * RECORD
"""Where records begin, behind the header."""
BACK: Final = 7

RECENCY: Final = 2
"""Header: the list of nodes, longest untouched first. The same word of a node is its hook in it."""
NODES: Final = 3
RECORDS: Final = 4
TOP: Final = 5
FREE: Final = 6
BUCKETS: Final = 7
MASK: Final = 8
EDGES: Final = 10
MARKS: Final = 11
END: Final = 12
TABLE: Final = 13
DROPPED: Final = 14
MAX_NODES: Final = 15
"""Header: live nodes, live records, the first record never used, the last one freed, buckets in use,
mask of the finer hash, live links, live marks, where records end, where buckets begin, nodes dropped
for want of room, most nodes."""

KEY: Final = 1
LINKS: Final = 3
SINCE: Final = 4
LAST: Final = 5
DEGREE: Final = 6
MARKED: Final = 7
CHAIN: Final = 8
OUTBOUND: Final = 11
HUB: Final = 12
TOUCHED: Final = 13
INBOUND: Final = 15
"""A node: its key, list of links (last seen first), first and last event, number of links, list of
marks (confirmed ones first), next record of its bucket, events as acting party, an analyst's type
of hub (``until_ms * 16 + type``), clock at its last touch, events as receiver."""

HOOK: Final = 2
RANK: Final = 6
COUNT: Final = 11
TO_RANK: Final = RANK - HOOK
"""A link: hooks in the lists of its ends, ranks in both, events, the way from a hook to its rank.
``SINCE``, ``LAST`` and ``CHAIN`` as a node."""

MARK_MS: Final = 4
IS_FRAUD: Final = 5
"""A mark: since when it is known, and whether it says confirmed (1) or cleared (0). It has a ``HOOK``."""

NEVER: Final = 1 << 60
"""First seen by no event yet: a node that an outcome has brought in."""

LOGGED: Final = 0
DONE: Final = 1
N: Final = 2
N_OWN: Final = 3
AT_MS: Final = 4
CLOCK_MS: Final = 5
UNSEEN_MS: Final = 6
MODE: Final = 7
VALUE: Final = 8
ARGUMENTS: Final = 9
"""Words of a change: where its log goes on, how many pairs or keys are done of how many, how many
pairs are the acting party's, instant, clock, age at which nodes go, what to do, the event of a mark or
the word ``HUB``; then the pairs or keys, and behind them the log of (address, old value)."""

CLEAR: Final = 0
CONFIRM: Final = 1
LIFT: Final = 2
TYPE: Final = 3
ENTER: Final = 4
"""What a change does. The first two are what ``IS_FRAUD`` holds."""

N_STARTS: Final = 0
READ_MS: Final = 1
MAX_MET: Final = 2
MAX_LOOKS: Final = 3
HUB_DEGREE: Final = 4
HUB_KINDS: Final = 5
HUB_MS: Final = 6
MAX_HOPS: Final = 7
AGE_MS: Final = 8
"""Words of a walk's pad: how many identifiers it begins at, the event's instant, the bounds of
identifiers met and of links looked at, how many links in how many milliseconds to which kinds (a bit
each) make a hub, the bound of hops, the age at which ages and marks stop counting."""
KIND_MS: Final = 16
KIND_WEIGHT: Final = 32
"""By kind: how long a link lives, and what it weighs (float64)."""
MAX_STARTS: Final = 16
"""Identifiers of one event that a walk begins at; those beyond are left out."""
STARTS: Final = 48
RESULT: Final = 80
PATH: Final = 144
"""The keys, and behind them their addresses; what a walk found; the kinds on a path."""
ENTRIES: Final = 96
ADDRESS: Final = 256
ITS_KEY: Final = ADDRESS + ENTRIES
DEPTH: Final = ITS_KEY + ENTRIES
PARENT: Final = DEPTH + ENTRIES
IS_HUB: Final = PARENT + ENTRIES
MASS: Final = IS_HUB + ENTRIES
FLOW: Final = MASS + ENTRIES
TOTAL: Final = FLOW + ENTRIES
"""By identifier met, in the order of the walk: address, key, hops, by whom it was met, whether it is a
hub; then room for sums."""
UNKNOWN_HUB: Final = 1
TYPED_HUB: Final = 2
TOLD_HUB: Final = 3
"""What ``IS_HUB`` says: by its links, by an analyst's type, an analyst says unknown; 0 is no hub."""
N_MET: Final = 26
"""Behind ``RESULT``: how many identifiers a walk over strong links has met, hubs too."""
SAID_UNKNOWN: Final = 12
"""The type by which an analyst says that nobody knows: ``graph.hubs.HubType.UNKNOWN``."""
MAX_TIES: Final = 1_024
TIES: Final = TOTAL + ENTRIES
TIE_WEIGHT: Final = TIES + MAX_TIES
TIE_PARTS: Final = TIE_WEIGHT + MAX_TIES
"""By link between two met: the two (``one << 8 | other``), its weight by age (float64), and what it
adds to the density."""
SLOTS: Final = TIE_PARTS + MAX_TIES
N_SLOTS: Final = 256
PAD: Final = SLOTS + N_SLOTS
"""The small table in which a walk finds whom it has met, and the length of a pad."""
