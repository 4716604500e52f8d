"""Real-name acceptance: one document for many senders, one courier with few documents.

See ``catalogue.REAL_NAME`` and typology SH-06. Only walk-in parcels count: agreement customers need
not show a document for each parcel (快递暂行条例 art. 22).
"""

from risk.features import facts
from risk.features.blocks.view import NAN, View, distinct
from risk.features.facts import Fact
from risk.features.windows import D7, H1, H24, Role


def read(view: View, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    return *_document(view, fact), *_operator(view, fact)


def _document(view: View, fact: Fact) -> tuple[float, ...]:
    if not fact.person:
        return (NAN,) * 4
    history, at_ms = view.history(Role.SENDER, fact.person), view.at_ms
    if history is None:
        phone, name, outlet = (1 if node else 0 for node in (fact.phone, fact.name, fact.outlet))
        return fact.walk_in, phone, name, outlet
    day, since_ms = history.span(at_ms, H24), at_ms - H24
    return (
        history.total(facts.WALK_IN, day) + fact.walk_in,
        history.distinct_in(facts.PHONE, day, since_ms, fact.phone),
        history.distinct_in(facts.NAME, day, since_ms, fact.name),
        history.distinct(facts.OUTLET, at_ms, H1, fact.outlet),
    )


def _operator(view: View, fact: Fact) -> tuple[float, ...]:
    if not view.subject.operator:
        return (NAN,) * 3
    history, at_ms = view.history(Role.OPERATOR, view.subject.operator), view.at_ms
    walk_ins = fact.walk_in
    if history is not None:
        walk_ins += history.total(facts.WALK_IN, history.span(at_ms, D7))
    person = fact.walk_in_person
    documents = distinct(history, facts.WALK_IN_PERSON, at_ms, D7, person)
    return walk_ins, documents, documents / walk_ins if walk_ins else NAN
