"""The receiver of a parcel. See ``catalogue.RECEIVER``."""

from risk.features import facts
from risk.features.blocks.party import name_is_odd, quality
from risk.features.blocks.view import (
    NAN,
    View,
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
        history = view.get(key << 3 | Role.SENDER)
        if history is not None and history.has(facts.RECEIVER, node, view.at_ms, D90):
            return False
    return True


def _windows(view: View, fact: Fact) -> tuple[float, ...]:
    if not view.touch.other:
        return (NAN,) * 7
    at_ms, sender = view.at_ms, fact.sender
    history = _busiest(view)
    if history is None:
        known = 1 if sender else 0
        return 1, 1, 1, known, known, 0.0, NAN
    week, month = history.span(at_ms, D7), history.span(at_ms, D30)
    return (
        history.count(at_ms, H24) + 1,
        week[1] - week[0] + 1,
        month[1] - month[0] + 1,
        history.distinct_in(facts.SENDER, week, at_ms - D7, sender),
        history.distinct_in(facts.SENDER, month, at_ms - D30, sender),
        tenure_days(history, at_ms),
        failed_share(history),
    )


def _busiest(view: View) -> History | None:
    best: History | None = None
    for node in view.touch.other:
        history = view.get(node << 3 | Role.RECEIVER)
        if history is not None and (best is None or len(history.facts) > len(best.facts)):
            best = history
    return best
