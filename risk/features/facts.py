"""What the windows remember of an event: one object, shared by all its identifiers.

Integers only (fen, grams, counts, nodes): sums of integers subtract to exactly zero again. A native
object and not a tuple: compiled, its small integers lie within it and cost no objects of their own.
"""

from typing import Final

from data.identifiers import Kind
from data.recency import Link

MAX_GRAMS: Final = 10**9
MAX_FEN: Final = 10**15
NEVER: Final = 1 << 60
"""Later than any instant: when a fact that is no known fraud became known as one."""
_ORG: Final = int(Kind.ORG)

RECEIVER: Final = 1
OUTLET: Final = 2
PHONE: Final = 3
NAME: Final = 4
PROVINCE: Final = 5
SENDER: Final = 6
PERSON: Final = 7
WALK_IN_PERSON: Final = 8
UNRELATED: Final = 9
MERCHANT: Final = 10
ORG: Final = 11
ACCOUNT: Final = 12
FIRST_SENDER: Final = 13
FRESH_SENDER: Final = 14
"""Fields whose distinct values are counted: see ``Fact.value``."""

WALK_IN: Final = 1
NOVEL: Final = 2
VAGUE: Final = 3
WEIGHT: Final = 4
WEIGHT_SQUARED: Final = 5
DECLARED: Final = 6
COD: Final = 7
GRANTED: Final = 8
COUNTED: Final = 9
RETURNED: Final = 10
LINKED: Final = 11
"""Fields that are summed: see ``Fact.amount``."""


class Fact(Link):
    """One event as its identifiers remember it. 0 stands for "no such identifier".

    It does not change once it has entered, but for ``known_ms``; ``keys`` and ``granted`` are set on the
    way in. As a link it stands among the remembered events.

    Attributes:
        at_ms: when it happened; windows are cut by it.
        event: the node under which the event is remembered.
        account: the monthly or settlement account, else the party's own.
        sender: the sender's surest identifier.
        receiver: the receiver's surest identifier.
        province: first two digits of the receiver's region code.
        region: the six digits of the person's document.
        novel: none of the sender's identifiers had sent to this receiver in 90 days.
        vague: the item's text says nothing.
        walk_in: a parcel of nobody who is registered.
        counted: an opening that counts against habits: no replacement, no social-security card.
        unrelated: an unrelated agent opens for the person.
        first: no identifier of the sender had sent in 90 days.
        fresh: a small parcel of somebody who opened an account in the last 30 days.
        linked: sender and receiver share a phone or a room.
        returned: a return, by what the event says.
        granted: a Class-I account was approved or stepped up.
        keys: the histories that it entered.
        known_ms: when it became known as a fraud, by the outcome's own time; else ``NEVER``.
    """

    __slots__ = (
        "account",
        "agent",
        "at_ms",
        "cod_fen",
        "counted",
        "declared_fen",
        "device",
        "event",
        "first",
        "fresh",
        "granted",
        "keys",
        "known_ms",
        "linked",
        "merchant",
        "name",
        "novel",
        "outlet",
        "person",
        "phone",
        "province",
        "receiver",
        "region",
        "returned",
        "sender",
        "unit",
        "unrelated",
        "vague",
        "walk_in",
        "weight_grams",
    )

    def __init__(
        self,
        at_ms: int,
        *,
        event: int = 0,
        person: int = 0,
        phone: int = 0,
        unit: int = 0,
        name: int = 0,
        device: int = 0,
        account: int = 0,
        agent: int = 0,
        merchant: int = 0,
        outlet: int = 0,
        sender: int = 0,
        receiver: int = 0,
        province: int = 0,
        region: int = 0,
        weight_grams: int = 0,
        declared_fen: int = 0,
        cod_fen: int = 0,
        novel: bool = False,
        vague: bool = False,
        walk_in: bool = False,
        counted: bool = False,
        unrelated: bool = False,
        granted: bool = False,
        first: bool = False,
        fresh: bool = False,
        linked: bool = False,
        returned: bool = False,
    ) -> None:
        super().__init__()
        self.at_ms = at_ms
        self.event = event
        self.person = person
        self.phone = phone
        self.unit = unit
        self.name = name
        self.device = device
        self.account = account
        self.agent = agent
        self.merchant = merchant
        self.outlet = outlet
        self.sender = sender
        self.receiver = receiver
        self.province = province
        self.region = region
        self.weight_grams = weight_grams
        self.declared_fen = declared_fen
        self.cod_fen = cod_fen
        self.novel = novel
        self.vague = vague
        self.walk_in = walk_in
        self.counted = counted
        self.unrelated = unrelated
        self.granted = granted
        self.first = first
        self.fresh = fresh
        self.linked = linked
        self.returned = returned
        self.keys: tuple[int, ...] = ()
        self.known_ms = NEVER

    def value(self, field: int) -> int:  # noqa: PLR0911, PLR0912  a table as code: no boxing
        """A field whose distinct values are counted; 0 where it is not known."""
        if field == RECEIVER:
            return self.receiver
        if field == OUTLET:
            return self.outlet
        if field == PHONE:
            return self.phone
        if field == NAME:
            return self.name
        if field == PROVINCE:
            return self.province
        if field == SENDER:
            return self.sender
        if field == PERSON:
            return self.person
        if field == WALK_IN_PERSON:
            return self.person if self.walk_in else 0
        if field == UNRELATED:
            return self.person if self.unrelated else 0
        if field == MERCHANT:
            return self.merchant
        if field == ORG:
            return self.person if self.person & 15 == _ORG else 0
        if field == ACCOUNT:
            return self.account
        if field == FIRST_SENDER:
            return self.sender if self.first else 0
        return self.sender if self.fresh else 0

    def amount(self, field: int) -> int:  # noqa: PLR0911  a table as code: no boxing
        """A field that is summed."""
        if field == WALK_IN:
            return self.walk_in
        if field == NOVEL:
            return self.novel
        if field == VAGUE:
            return self.vague
        if field == WEIGHT:
            return self.weight_grams
        if field == WEIGHT_SQUARED:
            return self.weight_grams * self.weight_grams
        if field == DECLARED:
            return self.declared_fen
        if field == COD:
            return self.cod_fen
        if field == GRANTED:
            return self.granted
        if field == COUNTED:
            return self.counted
        if field == RETURNED:
            return self.returned
        return self.linked


def clamp(value: int, limit: int) -> int:
    """A value held within ±limit: absurd amounts are scored, but a window stays a number."""
    return -limit if value < -limit else limit if value > limit else value


def after(rows: list[Fact], at_ms: int) -> int:
    """How many facts are of an instant or earlier."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle].at_ms <= at_ms:
            low = middle + 1
        else:
            high = middle
    return low


def identity_of(fact: Fact) -> tuple[int, ...]:
    """The identifiers of the acting party, for marks of confirmed fraud."""
    nodes = (fact.person, fact.phone, fact.unit, fact.device, fact.account, fact.agent)
    return tuple(node for node in nodes if node)
