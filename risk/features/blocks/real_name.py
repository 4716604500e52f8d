"""Real-name acceptance: one document for many senders, one courier with few documents.

See ``catalogue.REAL_NAME`` and typology SH-06. Only walk-in parcels count: agreement customers need
not show a document for each parcel (快递暂行条例 art. 22).
"""

from risk.features import facts
from risk.features.blocks.view import NAN, View, one
from risk.features.facts import Fact
from risk.features.roles import OPERATOR
from risk.features.windows import D7, H1, H24


def read(view: View, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    return _document(view, fact) + _operator(view, fact)


def _document(view: View, fact: Fact) -> tuple[float, ...]:
    if not fact.person:
        return NAN, NAN, NAN, NAN
    history = view.met[0]  # a document is the surest identifier of a party
    if history is None:
        return one(fact.walk_in), one(fact.phone), one(fact.name), one(fact.outlet)
    at_ms = view.at_ms
    day, since_ms = history.span(at_ms, H24), at_ms - H24
    return (
        float(history.total(facts.WALK_IN, day) + fact.walk_in),
        float(history.distinct_in(facts.PHONE, day, since_ms, fact.phone)),
        float(history.distinct_in(facts.NAME, day, since_ms, fact.name)),
        float(history.distinct(facts.OUTLET, at_ms, H1, fact.outlet)),
    )


def _operator(view: View, fact: Fact) -> tuple[float, ...]:
    operator = view.subject.operator
    if not operator:
        return NAN, NAN, NAN
    history = view.history(OPERATOR, operator)
    person = fact.value(facts.WALK_IN_PERSON)
    if history is None:
        walk_ins, documents = one(fact.walk_in), one(person)
    else:
        week, since_ms = history.span(view.at_ms, D7), view.at_ms - D7
        walk_ins = float(history.total(facts.WALK_IN, week) + fact.walk_in)
        documents = float(history.distinct_in(facts.WALK_IN_PERSON, week, since_ms, person))
    return walk_ins, documents, documents / walk_ins if walk_ins else NAN
