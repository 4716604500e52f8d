"""THE list of features: name, unit, family, purpose, plain sentences. One layout for all kinds.

A vector holds every feature in this order; a feature that has no meaning for a kind of event, or
whose input is missing, is NaN. Counts and distinct counts include the event itself ("the 3rd person
on this phone"), windows are ``(t - W, t]`` over what had arrived before it. ``*_share`` lie in 0–1.

The features of a block are written down in ``risk/features/definitions`` and computed in the file of the same
name in ``risk/features/blocks``, in the same order; a test holds the two together.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from risk.features.definitions.amounts import AMOUNTS
from risk.features.definitions.cod import COD_BLOCK
from risk.features.definitions.exposure import EXPOSURE
from risk.features.definitions.item import ITEM
from risk.features.definitions.known_frauds import KNOWN_FRAUDS
from risk.features.definitions.lists import LISTS
from risk.features.definitions.network import NETWORK
from risk.features.definitions.opening import OPENING_BLOCK
from risk.features.definitions.operator import OPERATOR_BLOCK
from risk.features.definitions.party import PARTY
from risk.features.definitions.real_name import REAL_NAME
from risk.features.definitions.receiver import RECEIVER
from risk.features.definitions.ring import RECEIVER_RING, RING
from risk.features.definitions.sender import SENDER
from risk.features.feature import (
    ALL,
    COD,
    OPENING,
    ORIGIN,
    SHIPMENT,
    Feature,
)
from rules.vocabulary import Vocabulary, VocabularyEntry

BLOCKS: Final = (
    PARTY,
    NETWORK,
    ITEM,
    RECEIVER,
    SENDER,
    REAL_NAME,
    KNOWN_FRAUDS,
    AMOUNTS,
    OPENING_BLOCK,
    COD_BLOCK,
    OPERATOR_BLOCK,
    RING,
    RECEIVER_RING,
    EXPOSURE,
    LISTS,
)
BLOCK: Final = {block.name: block for block in BLOCKS}
FEATURES: Final = tuple(feature for block in BLOCKS for feature in block.features)
NAMES: Final = tuple(feature.name for feature in FEATURES)
INDEX: Final = {name: position for position, name in enumerate(NAMES)}
BY_NAME: Final = {feature.name: feature for feature in FEATURES}
TEXT_KINDS: Final = {
    "entity": ALL,
    "channel": ALL,
    "id_type": ALL,
    "pay_mode": frozenset({SHIPMENT}),
    "item_category": frozenset({SHIPMENT}),
    "account_class": frozenset({OPENING}),
}
"""Closed-list facts that rules may compare with text beside the numbers of the vector."""


ANOMALY: Final = Feature(
    "anomaly", "history", "整体异常程度", "unusual as a whole", detector=False, learnt=False
)
"""What the anomaly detectors together say, as one more input of the supervised model. It is not part
of the vector; in a ledger its place is the one after the vector's last."""
RULES: Final = Feature(
    "rules", "history", "规则命中", "rules that fired", detector=False, learnt=False
)
"""What the severest action that rules asked for is worth, likewise not part of the vector: the last place."""
LEDGER_NAMES: Final = (*NAMES, ANOMALY.name, RULES.name)
"""The names behind the places of a ledger."""
LEDGER_BY_NAME: Final = {**BY_NAME, ANOMALY.name: ANOMALY, RULES.name: RULES}
ANOMALY_AT: Final = len(NAMES)
RULES_AT: Final = len(NAMES) + 1


def detector_columns(kind: str) -> tuple[int, ...]:
    """Positions of the features that the anomaly detectors of a kind of event see."""
    return tuple(INDEX[f.name] for f in _allowed(kind) if f.detector)


def learnt_columns(kind: str) -> tuple[int, ...]:
    """Positions of the features that the supervised model of a kind of event sees."""
    return tuple(INDEX[f.name] for f in _allowed(kind) if f.learnt)


def credit_features() -> frozenset[str]:
    """Names that a credit score may use: no device, no location, nothing of anybody's origin."""
    return frozenset(feature.name for feature in _allowed(COD)) - ORIGIN


def _allowed(kind: str) -> Iterator[Feature]:
    """The features of a kind whose purposes the law lets its score serve."""
    purpose = "credit" if kind == COD else "fraud"
    for block in BLOCKS:
        if kind in block.kinds:
            yield from (feature for feature in block.features if purpose in feature.purposes)


def vocabulary() -> Vocabulary:
    """The names that rules may use: every feature, and the closed-list texts."""
    numbers = {
        feature.name: VocabularyEntry(feature.name, INDEX[feature.name], feature.type, block.kinds)
        for block in BLOCKS
        for feature in block.features
    }
    texts = {name: VocabularyEntry(name, -1, "text", kinds) for name, kinds in TEXT_KINDS.items()}
    return {**numbers, **texts}


def schema_hash() -> str:
    """Eight hex digits that change with any name or order; other bundles are refused."""
    return hashlib.sha256("\n".join(NAMES).encode()).hexdigest()[:8]
