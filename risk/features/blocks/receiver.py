"""The receiver of a parcel. See ``catalogue.RECEIVER``."""

from risk.features import facts
from risk.features.blocks.party import name_is_odd, quality
from risk.features.blocks.view import (
    NAN,
    View,
    count,
    distinct,
    failed_share,
    flag,
    tenure_days,
)
from risk.features.facts import Fact
from risk.features.windows import D7, D30, D90, H24, History, Role


def read(view: View, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    receiver = view.subject.other
    assert receiver is not None, "a shipment always has a receiver"  # noqa: S101  narrows the type
    phone, address = receiver.phone, receiver.place.address
    surname = view.subject.party.name.surname
    return (
        flag(name_is_odd(receiver)),
        flag(phone.kind == "missing"),
        flag(phone.kind == "masked"),
        flag(phone.kind == "placeholder"),
        quality(view, receiver),
        flag("conflict" in address.flags),
        flag("placeholder" in address.flags),
        flag(address.poi_type and address.poi_type != "village"),
        flag(address.poi_type == "village"),
        flag(surname and surname == receiver.name.surname),
        float(fact.novel),
        *_windows(view, fact),
    )


def is_novel(view: View) -> bool:
    """Whether none of the sender's identifiers had sent to this receiver in 90 days."""
    receiver = view.subject.other
    node = 0 if receiver is None else receiver.best_node
    if not node:
        return True
    for key in view.touch.party:
        history = view.history(Role.SENDER, key)
        if history is not None and history.has(facts.RECEIVER, node, view.at_ms, D90):
            return False
    return True


def _windows(view: View, fact: Fact) -> tuple[float, ...]:
    if not view.touch.other:
        return (NAN,) * 7
    at_ms, sender = view.at_ms, fact.sender
    history = _busiest(view)
    return (
        count(history, at_ms, H24),
        count(history, at_ms, D7),
        count(history, at_ms, D30),
        distinct(history, facts.SENDER, at_ms, D7, sender),
        distinct(history, facts.SENDER, at_ms, D30, sender),
        tenure_days(history, at_ms),
        failed_share(history),
    )


def _busiest(view: View) -> History | None:
    histories = [view.history(Role.RECEIVER, node) for node in view.touch.other]
    known = [history for history in histories if history is not None]
    return max(known, key=lambda history: len(history.facts), default=None)
