"""What a feature is, and how one is written down: the words of the definitions of all blocks."""

from dataclasses import dataclass
from typing import Final, Literal

Family = Literal["velocity", "network", "address", "item", "history", "amount", "identity"]
Type = Literal["number", "flag"]

SHIPMENT: Final = "shipment"
OPENING: Final = "account_opening"
COD: Final = "cod_application"
ALL: Final = frozenset({SHIPMENT, OPENING, COD})
FRAUD_AND_CREDIT: Final = frozenset({"fraud", "aml", "credit"})
FRAUD_ONLY: Final = frozenset({"fraud", "aml"})
"""Purposes of device, IP and location facts: AFTL art. 18 forbids any other use."""
ORIGIN: Final = frozenset({"party_name_odd", "party_id_region_unknown", "party_address_village"})
"""What may stand for where somebody comes from (names of minorities look odd): never a ground of credit."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number of an event.

    Attributes:
        name: unit last (``_fen``, ``_grams``, ``_days``), window before it (``_24h``).
        family: the group under which a reviewer sees it.
        zh: what it is, in Chinese, for a clerk.
        en: the same in English.
        type: a flag is 0 or 1.
        detector: whether the anomaly detectors see it; constants and caps are for rules alone, and
            what outcomes have told of the past is for rules and for models that learn from labels.
        learnt: whether the supervised model sees it: not what follows from our own decisions, and
            not where somebody's document comes from.
        purposes: what the law lets it be used for (DOMAIN 5.3).
    """

    name: str
    family: Family
    zh: str
    en: str
    type: Type = "number"
    detector: bool = True
    learnt: bool = True
    purposes: frozenset[str] = FRAUD_AND_CREDIT


@dataclass(frozen=True, slots=True)
class Block:
    """Features that are computed together."""

    name: str
    kinds: frozenset[str]
    features: tuple[Feature, ...]


def flag(name: str, family: Family, zh: str, en: str, *, detector: bool = False) -> Feature:
    """A fact that holds or not; detectors see it only where that is said."""
    return Feature(name, family, zh, en, type="flag", detector=detector)


def learnt(name: str, family: Family, zh: str, en: str) -> Feature:
    """A number for rules and supervised models: to an anomaly score, a known fraud is only rare."""
    return Feature(name, family, zh, en, detector=False)


def of_ring(name: str, zh: str, en: str) -> Feature:
    """A number of a ring, for learning from labels; for credit no ring is walked over devices."""
    return Feature(name, "network", zh, en, detector=False)


def for_rules(name: str, family: Family, zh: str, en: str) -> Feature:
    """A number for rules alone: a date, or what a colleague did, says nothing of the customer."""
    return Feature(name, family, zh, en, detector=False, learnt=False)


def listed(name: str, zh: str, en: str) -> Feature:
    """A flag of a list, for rules alone: no model learns from lists, and no credit score asks them."""
    return Feature(name, "identity", zh, en, "flag", False, False, FRAUD_ONLY)  # noqa: FBT003  flags stand in order
