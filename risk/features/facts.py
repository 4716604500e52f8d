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
    person: int = 0
    phone: int = 0
    unit: int = 0
    name: int = 0
    device: int = 0
    account: int = 0
    agent: int = 0
    merchant: int = 0
    outlet: int = 0
    sender: int = 0
    receiver: int = 0
    province: int = 0
    region: int = 0
    weight_grams: int = 0
    weight_squared: int = 0
    declared_fen: int = 0
    cod_fen: int = 0
    novel: int = 0
    vague: int = 0
    walk_in: int = 0
    granted: int = 0
    counted: int = 0
    unrelated: int = 0
    walk_in_person: int = 0


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
