"""The receiver of a parcel. See ``catalogue.RECEIVER``."""

from risk.features import facts
from risk.features.blocks.party import name_is_odd, quality
from risk.features.blocks.view import NAN, View, failed_share, flag, one, tenure_days
from risk.features.facts import Fact
from risk.features.windows import D7, D30, D90, H24, History


def read(view: View, fact: Fact, history: History | None) -> tuple[float, ...]:
    """The values of the block, over the receiver's busiest history."""
    receiver = view.subject.other
    assert receiver is not None, "a shipment always has a receiver"  # noqa: S101  narrows the type
    address, kind = receiver.place.address, receiver.phone.kind
    flags, poi_type = address.flags, address.poi_type
    surname = view.subject.party.name.surname
    of_party: tuple[float, ...] = (
        flag(name_is_odd(receiver)),
        flag(kind == "missing"),
        flag(kind == "masked"),
        flag(kind == "placeholder"),
        quality(view, receiver),
        flag("conflict" in flags),
        flag("placeholder" in flags),
        flag(poi_type and poi_type != "village"),
        flag(poi_type == "village"),
        flag(surname and surname == receiver.name.surname),
        one(fact.novel),
    )
    return of_party + _windows(view, fact, history)


def is_novel(view: View, receiver: int) -> bool:
    """Whether none of the sender's identifiers had sent to this receiver in 90 days."""
    if not receiver:
        return True
    for history in view.of_party():
        if history is not None and history.has(facts.RECEIVER, receiver, view.at_ms, D90):
            return False
    return True


def _windows(view: View, fact: Fact, history: History | None) -> tuple[float, ...]:
    if not view.touch.other:
        return NAN, NAN, NAN, NAN, NAN, NAN, NAN
    at_ms, sender = view.at_ms, fact.sender
    if history is None:
        known = one(sender)
        return 1.0, 1.0, 1.0, known, known, 0.0, NAN
    week, month = history.span(at_ms, D7), history.span(at_ms, D30)
    return (
        float(history.count(at_ms, H24) + 1),
        float(week[1] - week[0] + 1),
        float(month[1] - month[0] + 1),
        float(history.distinct_in(facts.SENDER, week, at_ms - D7, sender)),
        float(history.distinct_in(facts.SENDER, month, at_ms - D30, sender)),
        tenure_days(history, at_ms),
        failed_share(history),
    )
