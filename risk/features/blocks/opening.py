"""An account about to be opened. See ``catalogue.OPENING_BLOCK`` and typologies AO-01, AO-02, AO-05."""

from datetime import date
from typing import Final

from msgspec import UNSET

from data.events import AccountOpening
from data.identifiers import Kind
from data.instants import DAY_MS, local_day
from data.normalise.text import clean
from graph.identity import kind_set
from risk.features import facts
from risk.features.blocks.known_frauds import count as known_frauds
from risk.features.blocks.known_frauds import of_opening
from risk.features.blocks.view import NAN, View, count, distinct, flag, one
from risk.features.facts import Fact, clamp
from risk.features.roles import AGENT, APPLICANT, OUTLET, RECEIVER, SENDER
from risk.features.windows import D7, D30, D90, H1, H24, History

MAX_CARDS: Final = 10**6
NAMESAKES_AMONG: Final = 64
"""Openings of a phone that are looked through for one name: a hub costs no more."""
_CLASS: Final = {"I": 1.0, "II": 2.0, "III": 3.0}
_FAMILY: Final = frozenset(
    {
        "父",
        "母",
        "父亲",
        "母亲",
        "父母",
        "爸爸",
        "妈妈",
        "儿子",
        "女儿",
        "子女",
        "父子",
        "父女",
        "母子",
    }
    | {
        "母女",
        "丈夫",
        "妻子",
        "夫妻",
        "夫",
        "妻",
        "配偶",
        "爱人",
        "兄弟",
        "姐妹",
        "兄妹",
        "姐弟",
        "哥哥",
    }
    | {
        "弟弟",
        "姐姐",
        "妹妹",
        "祖父母",
        "爷爷",
        "奶奶",
        "外公",
        "外婆",
        "孙子",
        "孙女",
        "祖孙",
        "监护人",
    }
    | {"FATHER", "MOTHER", "PARENT", "SON", "DAUGHTER", "CHILD", "SPOUSE", "WIFE", "HUSBAND"}
    | {"BROTHER", "SISTER", "GRANDPARENT", "GUARDIAN"}
)
"""Relations that name a degree of kinship; a bare "relative" (亲属) is anybody's claim."""
_REPLACEMENT: Final = ("补卡", "换卡", "补换", "挂失", "补办")
_EXEMPT: Final = ("社保", "社会保障", "军保", "军人保障", "医保", "医疗保险")
_PENSION: Final = ("养老", "退休")
_PAYROLL: Final = ("工资", "代发", "薪")
_STUDENT: Final = ("学生", "学费", "校园", "助学", "缴费")
_PERSONS: Final = kind_set(Kind.PERSON)
_FOREVER_MS: Final = 100_000 * DAY_MS
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()


def read(view: View, event: AccountOpening, fact: Fact) -> tuple[float, ...]:
    """The values of the block."""
    purpose = clean(event.purpose)
    return (
        *_person(view, fact),
        *_cards(event, purpose),
        *_sharing(view, fact),
        *_outlet(view, event, fact),
        *_agent(view, event, fact),
        flag(event.batch_id),
        flag(event.guardian_relation),
        flag(event.employer),
        flag(_has(purpose, _REPLACEMENT)),
        flag(_has(purpose, _EXEMPT)),
        flag(_has(purpose, _PENSION)),
        flag(_has(purpose, _PAYROLL)),
        flag(_has(purpose, _STUDENT)),
        _age_years(view),
        _expired(event, view.at_ms),
        NAN if event.face_score is None else min(max(float(event.face_score), -1.0), 2.0),
        _footprint(view),
        *of_opening(view, fact),
        *_known_otherwise(view, fact),
    )


def is_unrelated(event: AccountOpening) -> bool:
    """Whether an agent acts who is not declared as family or guardian."""
    if event.agent is UNSET:
        return False
    relations = {clean(event.agent_relation or ""), clean(event.guardian_relation or "")}
    return relations.isdisjoint(_FAMILY)


def is_uncapped(event: AccountOpening) -> bool:
    """Whether an opening counts against no cap: a social-security card or a replacement."""
    return _uncapped(clean(event.purpose))


def _has(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def _person(view: View, fact: Fact) -> tuple[float, ...]:
    if not fact.person:
        return NAN, NAN, NAN, NAN, NAN, NAN, NAN
    history, at_ms = view.history(APPLICANT, fact.person), view.at_ms
    granted = 0 if history is None else history.total(facts.GRANTED, history.span(at_ms, D90))
    return (
        _counted(history, fact, at_ms, H24),
        _counted(history, fact, at_ms, D7),
        _counted(history, fact, at_ms, D30),
        _counted(history, fact, at_ms, D90),
        distinct(history, facts.OUTLET, at_ms, D7, fact.outlet),
        float(granted),
        distinct(history, facts.NAME, at_ms, D90, fact.name),
    )


def _counted(history: History | None, fact: Fact, at_ms: int, length_ms: int) -> float:
    if history is None:
        return one(fact.counted)
    return float(history.total(facts.COUNTED, history.span(at_ms, length_ms)) + fact.counted)


def _cards(event: AccountOpening, purpose: str) -> tuple[float, float, float]:
    """Cards held, cards after this one where the legal cap applies, and the account class.

    The cap of four debit cards leaves out social-security, medical and army cards, and a replacement
    adds none (DOMAIN AO-01).
    """
    cards = float(clamp(event.existing_cards, MAX_CARDS))
    return cards, NAN if _uncapped(purpose) else cards + 1, _CLASS[event.account_class]


def _uncapped(purpose: str) -> bool:
    return _has(purpose, _EXEMPT) or _has(purpose, _REPLACEMENT)


def _sharing(view: View, fact: Fact) -> tuple[float, ...]:
    at_ms, person = view.at_ms, fact.person
    phone = view.history(APPLICANT, fact.phone)
    unit = view.history(APPLICANT, fact.unit)
    device = view.history(APPLICANT, fact.device)
    return (
        _persons(phone, fact.phone, at_ms, D7, person),
        _persons(phone, fact.phone, at_ms, D30, person),
        _persons(phone, fact.phone, at_ms, D90, person),
        _persons(unit, fact.unit, at_ms, D7, person),
        _persons(unit, fact.unit, at_ms, D30, person),
        _persons(device, fact.device, at_ms, D30, person),
    )


def _persons(history: History | None, node: int, at_ms: int, length_ms: int, person: int) -> float:
    return distinct(history, facts.PERSON, at_ms, length_ms, person) if node else NAN


def _outlet(view: View, event: AccountOpening, fact: Fact) -> tuple[float, float, float]:
    if not fact.outlet:
        return NAN, NAN, _elsewhere(view)
    history = view.history(OUTLET, fact.outlet)
    openings = count(history, view.at_ms, H1)
    elsewhere = _elsewhere(view)
    if elsewhere != 1.0 or event.batch_id:
        return openings, NAN, elsewhere
    same = 1
    if history is not None:
        start, end = history.span(view.at_ms, H1)
        for row in history.facts[start:end]:
            same += row.region == fact.region
    return openings, float(same), elsewhere


def _elsewhere(view: View) -> float:
    """Whether document and address name different places (compared by city, the first 4 digits).

    A fact to combine with others, never a reason alone: migrant workers are honest (L10).
    """
    document = view.subject.party.document
    region = document.region if document else ""
    adcode = view.subject.party.place.address.adcode
    return flag(region[:4] != adcode[:4]) if region and adcode else NAN


def _agent(view: View, event: AccountOpening, fact: Fact) -> tuple[float, ...]:
    present = event.agent is not UNSET
    family = flag(present and not is_unrelated(event))
    if not fact.agent:
        return flag(present), family, NAN, NAN, NAN
    history, at_ms = view.history(AGENT, fact.agent), view.at_ms
    return (
        flag(present),
        family,
        distinct(history, facts.PERSON, at_ms, H24, fact.person),
        distinct(history, facts.UNRELATED, at_ms, H24, fact.value(facts.UNRELATED)),
        float(view.graph.sharers(fact.agent, _PERSONS, at_ms - _FOREVER_MS, fact.person)),
    )


def _age_years(view: View) -> float:
    document = view.subject.party.document
    if document is None or document.birth_date is None:
        return NAN
    days = _EPOCH_ORDINAL + local_day(view.at_ms) - document.birth_date.toordinal()
    return days / 365.2425


def _expired(event: AccountOpening, at_ms: int) -> float:
    """1 where the document's expiry (YYYY-MM-DD) lies before the event; NaN where unreadable."""
    try:
        expiry = date.fromisoformat(clean(event.id_expiry or ""))
    except ValueError:
        return NAN
    return flag(expiry.toordinal() < _EPOCH_ORDINAL + local_day(at_ms))


def _known_otherwise(view: View, fact: Fact) -> tuple[float, float, float, float]:
    """Names, numbers, devices and companies that do not fit one person (AO-03, AO-06, AO-09)."""
    at_ms, agent, device = view.at_ms, fact.agent, fact.device
    companies = view.history(AGENT, agent)
    return (
        _sent_as_other(view, fact),
        _namesakes(view, fact),
        known_frauds(view.history(APPLICANT, device), at_ms, D90) if device else NAN,
        distinct(companies, facts.ORG, at_ms, D90, fact.value(facts.ORG)) if agent else NAN,
    )


def _sent_as_other(view: View, fact: Fact) -> float:
    """Whether this document's parcels of 90 days never bore this name; NaN where it has sent none."""
    history, at_ms = view.history(SENDER, fact.person), view.at_ms
    if history is None or not fact.name or not history.count(at_ms, D90):
        return NAN
    return flag(not history.has(facts.NAME, fact.name, at_ms, D90))


def _namesakes(view: View, fact: Fact) -> float:
    """Documents under this very name on this phone, among its last openings of 90 days."""
    if not fact.phone or not fact.name:
        return NAN
    history = view.history(APPLICANT, fact.phone)
    if history is None:
        return one(fact.person)
    start, end = history.span(view.at_ms, D90)
    documents = {fact.person}
    for at in range(max(start, end - NAMESAKES_AMONG), end):
        row = history.facts[at]
        if row.name == fact.name:
            documents.add(row.person)
    return float(len(documents - {0}))


def _footprint(view: View) -> float:
    phone = view.subject.party.phone_node
    if not phone:
        return NAN
    sent = view.history(SENDER, phone)
    received = view.history(RECEIVER, phone)
    at_ms = view.at_ms
    parcels = 0 if sent is None else sent.count(at_ms, D90)
    return float(parcels if received is None else parcels + received.count(at_ms, D90))
