"""What kind of place or number a shared identifier is: by its words, its behaviour, or an analyst.

DOMAIN 2.0: first type the hub, then count. A typed hub carries no risk and joins nobody; one that nothing
explains is ``UNKNOWN`` and itself a fact to score. An analyst's word holds first, then the words of an
address, then what happens there: how much comes in against what goes out, how many different people
stand behind it, since when and on which days.

Behaviour types nothing where an honest kind and a fraud behave alike: who forwards parcels under
many names may be a consolidation store (L26) or a reshipping mule (SH-09), many companies at one address
a secretary's (L15) or shells (AO-09). Nor does it tell lockers, factories, hospitals and barracks from other
houses. Those need words or an analyst. Ages of people are not kept by the windows and have no part here.

Pure, integers and shares only. All thresholds are starting values of our own ([D] in DOMAIN's sense).
"""

from enum import IntEnum
from typing import Final

from msgspec import Struct

from data.identifiers import Kind


class HubType(IntEnum):
    """What a shared identifier is; DOMAIN 2.0."""

    NONE = 0
    STATION = 1
    LOCKER = 2
    DORM = 3
    WAREHOUSE = 4
    OFFICE = 5
    FACTORY = 6
    HOSPITAL = 7
    BARRACKS = 8
    VILLAGE = 9
    SECRETARY_REGISTRATION = 10
    CONSOLIDATION = 11
    UNKNOWN = 12


class Profile(Struct, frozen=True, gc=False, kw_only=True):
    """What happened at an identifier in the last 90 days, by roles; see ``risk.features.hub_profile``.

    Attributes:
        kind: of the identifier.
        words: the kind of place that its address tells (``data.normalise``), "" where none does.
        received: parcels that came to it.
        senders: different senders of those.
        takers: different receivers of those, by phone or document.
        sent: parcels of it as a sender.
        returned: returns among them.
        names: different names of senders among them.
        reached: different receivers of them.
        opened: accounts opened with it.
        applicants: different persons who did.
        outlets: different outlets where they did.
        ended: parcels whose end outcomes have told.
        failed: those of them that were refused or could not be delivered.
        frauds: events of it that are known frauds by now.
        span_days: since it was first seen, as far as the windows remember.
        active_days: of the last 28 days, those on which anything happened.
        in_28_days: what happened on them.
        busiest_day: most of it on one of them.
        weekends: of it on Saturdays and Sundays.
    """

    kind: Kind
    words: str = ""
    received: int = 0
    senders: int = 0
    takers: int = 0
    sent: int = 0
    returned: int = 0
    names: int = 0
    reached: int = 0
    opened: int = 0
    applicants: int = 0
    outlets: int = 0
    ended: int = 0
    failed: int = 0
    frauds: int = 0
    span_days: int = 0
    active_days: int = 0
    in_28_days: int = 0
    busiest_day: int = 0
    weekends: int = 0


class Ground(Struct, frozen=True, gc=False):
    """One fact for a type: what it is, its value, and the least or most that the type asks for."""

    name: str
    value: float
    threshold: float
    at_least: bool = True

    @property
    def holds(self) -> bool:
        """Whether the value is on the right side."""
        return self.value >= self.threshold if self.at_least else self.value <= self.threshold


class Typed(Struct, frozen=True, gc=False):
    """A type with the evidence for it.

    Attributes:
        hub: the type; ``UNKNOWN`` where nothing explains the sharing.
        evidence: the facts that gave the type; of an unknown hub those that failed every type.
    """

    hub: HubType
    evidence: tuple[Ground, ...]


_WORDS: Final = {
    "station": HubType.STATION,
    "locker": HubType.LOCKER,
    "dorm": HubType.DORM,
    "school": HubType.DORM,
    "warehouse": HubType.WAREHOUSE,
    "office": HubType.OFFICE,
    "factory": HubType.FACTORY,
    "hospital": HubType.HOSPITAL,
    "barracks": HubType.BARRACKS,
    "village": HubType.VILLAGE,
    "secretary_registration": HubType.SECRETARY_REGISTRATION,
    "consolidation": HubType.CONSOLIDATION,
}
"""The kinds of place of ``data.normalise.tokens``; a school's people live and work as in a dormitory."""


def type_of(profile: Profile) -> Typed:
    """What a shared identifier is, with the evidence.

    >>> type_of(Profile(kind=Kind.UNIT, words="locker")).hub.name
    'LOCKER'
    >>> type_of(Profile(kind=Kind.PHONE, applicants=60, opened=60, span_days=3)).hub.name
    'UNKNOWN'
    """
    hub = _WORDS.get(profile.words)
    if hub is not None:
        return Typed(hub, (Ground(f"words_{profile.words}", 1.0, 1.0),))
    settled = _settled(profile)
    failing = tuple([ground for ground in settled if not ground.holds])
    if failing:
        return Typed(HubType.UNKNOWN, failing)
    for hub, grounds in _candidates(profile):
        if all(ground.holds for ground in grounds):
            return Typed(hub, (*settled, *grounds))
    return Typed(HubType.UNKNOWN, settled)


def _settled(profile: Profile) -> tuple[Ground, ...]:
    """What is asked of any honest hub: it has been there, it is no single wave, its parcels arrive."""
    return (
        _least("span_days", profile.span_days, 21),
        _least("active_days", profile.active_days, 8),
        _most("busiest_day_share", _per(profile.busiest_day, profile.in_28_days), 0.3),
        _most("failed_share", _per(profile.failed, profile.ended), 0.15),
        _most("frauds", profile.frauds, 0),
    )


def _candidates(profile: Profile) -> list[tuple[HubType, tuple[Ground, ...]]]:
    """The types that behaviour may tell of a kind of identifier, the most telling first."""
    if profile.kind in (Kind.UNIT, Kind.BUILDING):
        return [
            (HubType.DORM, _dorm(profile)),
            (HubType.STATION, _station(profile)),
            (HubType.WAREHOUSE, _warehouse(profile)),
            (HubType.OFFICE, _office(profile)),
        ]
    if profile.kind == Kind.PHONE:
        return [(HubType.OFFICE, _office(profile)), (HubType.VILLAGE, _village(profile))]
    return []


def _station(profile: Profile) -> tuple[Ground, ...]:
    """Far more comes in than goes out but returns, for and from many (L04)."""
    return (
        _least("received", profile.received, 50),
        _least("takers_per_parcel", _per(profile.takers, profile.received), 0.25),
        _least("senders_per_parcel", _per(profile.senders, profile.received), 0.25),
        _most("own_sent_per_received", _per(_own_sent(profile), profile.received), 0.25),
    )


def _dorm(profile: Profile) -> tuple[Ground, ...]:
    """People live here: they open accounts at a few outlets, and parcels come to each (L01)."""
    return (
        _least("applicants", profile.applicants, 20),
        _most("openings_per_applicant", _per(profile.opened, profile.applicants), 1.5),
        _most("outlets", profile.outlets, 4),
        _least("takers", profile.takers, 20),
        _most("own_sent_per_received", _per(_own_sent(profile), profile.received), 1.0),
    )


def _warehouse(profile: Profile) -> tuple[Ground, ...]:
    """Several sell from here to many, and little comes in but returns (L02)."""
    return (
        _least("sent", profile.sent, 100),
        _least("names", profile.names, 3),
        _least("receivers_per_parcel", _per(profile.reached, profile.sent), 0.5),
        _most("received_per_sent", _per(profile.received, profile.sent), 0.5),
        _most("applicants", profile.applicants, 3),
    )


def _office(profile: Profile) -> tuple[Ground, ...]:
    """Many names send on working days (L22)."""
    return (
        _least("sent", profile.sent, 30),
        _least("names", profile.names, 10),
        _least("receivers_per_parcel", _per(profile.reached, profile.sent), 0.3),
        _most("weekend_share", _per(profile.weekends, profile.in_28_days), 0.12),
        _most("applicants", profile.applicants, 3),
    )


def _village(profile: Profile) -> tuple[Ground, ...]:
    """Neighbours use one phone, one by one over months and at the nearest outlet (L32)."""
    return (
        _least("applicants", profile.applicants, 20),
        _most("openings_per_applicant", _per(profile.opened, profile.applicants), 1.2),
        _most("outlets", profile.outlets, 2),
        _least("span_days", profile.span_days, 45),
    )


def _least(name: str, value: float, threshold: float) -> Ground:
    return Ground(name, value, threshold)


def _most(name: str, value: float, threshold: float) -> Ground:
    return Ground(name, value, threshold, at_least=False)


def _own_sent(profile: Profile) -> int:
    return profile.sent - profile.returned


def _per(count: int, of: int) -> float:
    return count / of if of else 0.0
