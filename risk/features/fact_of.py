"""The fact that an event leaves behind, from its subject and the state before it, and where it enters."""

from typing import Final

from data.events import AccountOpening, Shipment
from data.subject import PartyFacts, Subject
from risk.features.blocks.item import is_registered, is_vague
from risk.features.blocks.opening import is_uncapped, is_unrelated
from risk.features.blocks.receiver import is_novel
from risk.features.blocks.view import View
from risk.features.facts import MAX_FEN, MAX_GRAMS, Fact, clamp
from risk.features.roles import APPLICANT, RECEIVER
from risk.features.touch import Touch, addressee, own_unit
from risk.features.windows import D30, D90

SMALL_GRAMS: Final = 500
"""A parcel that holds bank cards or a SIM card and no more (DOMAIN AO-07)."""


def fact_of(view: View) -> Fact:
    """The fact of an event; ``granted`` is set when the decision is known."""
    event = view.subject.event
    if isinstance(event, Shipment):
        return _shipment(view.subject, event, view)
    if isinstance(event, AccountOpening):
        return _opening(view.subject, event, view.touch.device)
    return _application(view.subject, view.touch.device)


def entering(view: View, fact: Fact) -> Touch:
    """What an event enters: a new owner's small parcel also the receiver's name at its place (AO-07)."""
    touch, receiver = view.touch, view.subject.other
    node = addressee(receiver) if fact.fresh and receiver is not None else 0
    return touch.with_key(node << 3 | RECEIVER) if node else touch


def _shipment(subject: Subject, event: Shipment, view: View) -> Fact:
    sender, receiver = subject.party, subject.other
    assert receiver is not None, "a shipment always has a receiver"  # noqa: S101  narrows the type
    to = receiver.best_node
    return Fact(
        view.at_ms,
        event=subject.event_node,
        person=sender.document_node,
        phone=sender.phone_node,
        unit=own_unit(sender.place),
        name=sender.name_node,
        device=view.touch.device,
        account=subject.account or sender.account_node,
        merchant=subject.merchant,
        outlet=subject.outlet,
        sender=sender.best_node,
        receiver=to,
        province=_digits(receiver.place.address.adcode[:2]),
        region=_region(sender),
        weight_grams=clamp(event.weight_grams, MAX_GRAMS),
        declared_fen=clamp(event.item.declared_value_fen, MAX_FEN),
        cod_fen=clamp(event.cod_amount_fen, MAX_FEN),
        novel=is_novel(view, to),
        vague=is_vague(event),
        walk_in=not is_registered(subject),
        first=_is_first(view),
        fresh=_is_fresh(view, event),
        linked=not set(view.touch.party).isdisjoint(view.touch.other),
        returned=event.is_return is True,
    )


def _opening(subject: Subject, event: AccountOpening, device: int) -> Fact:
    applicant = subject.party
    return Fact(
        subject.at_ms,
        event=subject.event_node,
        person=applicant.document_node,
        phone=applicant.phone_node,
        unit=own_unit(applicant.place),
        name=applicant.name_node,
        device=device,
        account=applicant.account_node,
        agent=subject.agent_node,
        outlet=subject.outlet,
        sender=applicant.best_node,
        region=_region(applicant),
        counted=not is_uncapped(event),
        unrelated=is_unrelated(event),
    )


def _application(subject: Subject, device: int) -> Fact:
    business = subject.party
    return Fact(
        subject.at_ms,
        event=subject.event_node,
        person=business.document_node,
        phone=business.phone_node,
        unit=own_unit(business.place),
        name=business.name_node,
        device=device,
        account=subject.account or business.account_node,
        merchant=subject.merchant,
        outlet=subject.outlet,
        sender=business.best_node,
        region=_region(business),
    )


def _is_first(view: View) -> bool:
    """Whether no identifier of the sender had sent in 90 days."""
    for history in view.of_party():
        if history is not None and history.count(view.at_ms, D90):
            return False
    return bool(view.touch.party)


def _is_fresh(view: View, event: Shipment) -> bool:
    """Whether a small parcel's sender, by document or phone, has opened an account in 30 days."""
    sender = view.subject.party
    if event.weight_grams > SMALL_GRAMS:
        return False
    for node in (sender.document_node, sender.phone_node):
        history = view.history(APPLICANT, node)
        if history is not None and history.count(view.at_ms, D30):
            return True
    return False


def _region(party: PartyFacts) -> int:
    return _digits(party.document.region) if party.document else 0


def _digits(code: str) -> int:
    return int(code) if code.isascii() and code.isdigit() else 0
