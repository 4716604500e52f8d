"""The fact that an event leaves behind, from its subject and the state before it."""

from data.events import AccountOpening, Shipment
from data.subject import PartyFacts, Subject
from risk.features.blocks.item import is_registered, is_vague
from risk.features.blocks.opening import is_uncapped, is_unrelated
from risk.features.blocks.receiver import is_novel
from risk.features.blocks.view import View
from risk.features.facts import MAX_FEN, MAX_GRAMS, Fact, clamp
from risk.features.touch import own_unit


def fact_of(view: View, seq: int) -> Fact:
    """The fact of an event; ``granted`` is set when the decision is known."""
    event = view.subject.event
    fact = _common(view.subject, view.touch.device, seq)
    if isinstance(event, Shipment):
        return _shipment(fact, event, view)
    if isinstance(event, AccountOpening):
        unrelated = fact.person if is_unrelated(event) else 0
        counted = int(not is_uncapped(event))
        return fact._replace(agent=view.subject.agent_node, unrelated=unrelated, counted=counted)
    return fact


def _common(subject: Subject, device: int, seq: int) -> Fact:
    party = subject.party
    return Fact(
        at_ms=subject.at_ms,
        seq=seq,
        person=party.document_node,
        phone=party.phone_node,
        unit=own_unit(party.place),
        name=party.name_node,
        device=device,
        account=subject.account or party.account_node,
        agent=0,
        merchant=subject.merchant,
        outlet=subject.outlet,
        sender=party.best_node,
        receiver=0,
        province=0,
        region=_digits(party.document.region if party.document else ""),
        weight_grams=0,
        weight_squared=0,
        declared_fen=0,
        cod_fen=0,
        novel=0,
        vague=0,
        walk_in=0,
        granted=0,
        counted=0,
        unrelated=0,
        walk_in_person=0,
    )


def _shipment(fact: Fact, event: Shipment, view: View) -> Fact:
    receiver: PartyFacts | None = view.subject.other
    grams = clamp(event.weight_grams, MAX_GRAMS)
    walk_in = not is_registered(view.subject)
    return fact._replace(
        receiver=receiver.best_node if receiver else 0,
        province=_digits(receiver.place.address.adcode[:2]) if receiver else 0,
        weight_grams=grams,
        weight_squared=grams * grams,
        declared_fen=clamp(event.item.declared_value_fen, MAX_FEN),
        cod_fen=clamp(event.cod_amount_fen, MAX_FEN),
        novel=int(is_novel(view)),
        vague=int(is_vague(event)),
        walk_in=int(walk_in),
        walk_in_person=fact.person if walk_in else 0,
    )


def _digits(code: str) -> int:
    return int(code) if code.isascii() and code.isdigit() else 0
