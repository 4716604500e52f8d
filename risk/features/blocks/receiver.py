"""The receiver of a parcel. See ``catalogue.RECEIVER``."""

from math import sqrt

from risk.features import facts
from risk.features.blocks.party import name_is_odd, quality
from risk.features.blocks.view import (
    NAN,
    View,
    distinct,
    failed_share,
    flag,
    one,
    tenure_days,
)
from risk.features.facts import Fact
from risk.features.roles import RECEIVER, SENDER
from risk.features.touch import addressee, cod_building
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
    return of_party + _windows(view, fact, history) + _strangers(view, fact, history)


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


def _strangers(view: View, fact: Fact, history: History | None) -> tuple[float, ...]:
    """Who meets at this receiver, and how alike what they send is (AO-07, SH-07, SH-08, CR-03)."""
    at_ms, building = view.at_ms, _building(view, fact)
    if not view.touch.other:
        return (NAN, NAN, NAN, NAN, NAN, NAN, NAN, *building)
    first, fresh = fact.value(facts.FIRST_SENDER), fact.value(facts.FRESH_SENDER)
    sent, named = _sent(view), _named(view, fresh)
    if history is None:
        return (sent, one(first), one(fresh), named, one(fact.person), NAN, 0.0, *building)
    week, since_ms = history.span(at_ms, D7), at_ms - D7
    return (
        sent,
        float(history.distinct_in(facts.FIRST_SENDER, week, since_ms, first)),
        float(history.distinct(facts.FRESH_SENDER, at_ms, D30, fresh)),
        named,
        float(history.distinct_in(facts.PERSON, week, since_ms, fact.person)),
        weight_cv(history, fact, week),
        float(history.claims),
        *building,
    )


def _named(view: View, fresh: int) -> float:
    """New owners whose small parcels went to this very name at this place, if this one is such a parcel."""
    receiver = view.subject.other
    if not fresh or receiver is None:
        return 0.0
    node = addressee(receiver)
    history = view.history(RECEIVER, node)
    return distinct(history, facts.FRESH_SENDER, view.at_ms, D30, fresh) if node else NAN


def weight_cv(history: History, fact: Fact, span: tuple[int, int]) -> float:
    """Coefficient of variation of the weights of a span and of this parcel; NaN for one parcel alone."""
    parcels, grams = span[1] - span[0] + 1, fact.weight_grams
    total = history.total(facts.WEIGHT, span) + grams
    if parcels < 2 or total <= 0:
        return NAN
    squares = history.total(facts.WEIGHT_SQUARED, span) + grams * grams
    return sqrt(max(parcels * squares - total * total, 0)) / total


def _sent(view: View) -> float:
    """What the receiver's phone itself has sent in 90 days: a shop that takes returns sends too."""
    receiver = view.subject.other
    phone = 0 if receiver is None else receiver.phone_node
    if not phone:
        return NAN
    history = view.history(SENDER, phone)
    return 0.0 if history is None else float(history.count(view.at_ms, D90))


def _building(view: View, fact: Fact) -> tuple[float, float]:
    """Receivers of cash on delivery in this house, and how much of it was refused; NaN in a typed hub."""
    building = cod_building(view.subject)
    if not building:
        return NAN, NAN
    history = view.history(RECEIVER, building)
    if history is None:
        return one(fact.receiver), NAN
    if view.typing.explains_house(building, history):
        return NAN, NAN
    near = history.distinct(facts.RECEIVER, view.at_ms, D7, fact.receiver)
    return float(near), failed_share(history)
