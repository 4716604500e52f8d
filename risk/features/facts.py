"""What the windows remember of an event: one immutable tuple, shared by all its identifiers.

Integers only (fen, grams, counts, nodes): sums of integers subtract to exactly zero again.
"""

from typing import Final, NamedTuple

MAX_GRAMS: Final = 10**9
MAX_FEN: Final = 10**15


class Fact(NamedTuple):
    """One event as its identifiers remember it. 0 stands for "no such identifier".

    Attributes:
        at_ms: when it happened; windows are cut by it.
        seq: order of arrival; breaks ties and finds a fact again.
        receiver: the receiver's surest identifier.
        sender: the sender's surest identifier.
        province: first two digits of the receiver's region code.
        novel: 1 where none of the sender's identifiers had sent to this receiver in 90 days.
        granted: 1 where a Class-I account was approved or stepped up.
        region: the six digits of the person's document.
        counted: 1 for an opening that counts against habits: no replacement, no social-security card.
        unrelated: the person whom an unrelated agent opens for, else 0.
        walk_in_person: the person of a walk-in parcel, else 0.
    """

    at_ms: int
    seq: int
    person: int
    phone: int
    unit: int
    name: int
    device: int
    account: int
    agent: int
    merchant: int
    outlet: int
    sender: int
    receiver: int
    province: int
    region: int
    weight_grams: int
    weight_squared: int
    declared_fen: int
    cod_fen: int
    novel: int
    vague: int
    walk_in: int
    granted: int
    counted: int
    unrelated: int
    walk_in_person: int


def clamp(value: int, limit: int) -> int:
    """A value held within ±limit: absurd amounts are scored, but a window stays a number."""
    return -limit if value < -limit else limit if value > limit else value


_AT: Final = {name: position for position, name in enumerate(Fact._fields)}
PERSON: Final = _AT["person"]
PHONE: Final = _AT["phone"]
UNIT: Final = _AT["unit"]
NAME: Final = _AT["name"]
MERCHANT: Final = _AT["merchant"]
OUTLET: Final = _AT["outlet"]
SENDER: Final = _AT["sender"]
RECEIVER: Final = _AT["receiver"]
PROVINCE: Final = _AT["province"]
WEIGHT: Final = _AT["weight_grams"]
WEIGHT_SQUARED: Final = _AT["weight_squared"]
DECLARED: Final = _AT["declared_fen"]
COD: Final = _AT["cod_fen"]
NOVEL: Final = _AT["novel"]
VAGUE: Final = _AT["vague"]
WALK_IN: Final = _AT["walk_in"]
GRANTED: Final = _AT["granted"]
COUNTED: Final = _AT["counted"]
UNRELATED: Final = _AT["unrelated"]
WALK_IN_PERSON: Final = _AT["walk_in_person"]
