"""The names that a rule may use, as a value: rules never import the catalogue of features."""

import difflib
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from msgspec import Struct

FactType: TypeAlias = Literal["number", "flag", "text"]


class VocabularyEntry(Struct, frozen=True):
    """One named fact.

    Attributes:
        name: as rules write it.
        index: place in the feature vector; not used for texts, which are looked up by name.
        type: ``number``; ``flag``, a number that is 0 or 1; or ``text``.
        kinds: the kinds of event that have this fact at all.
    """

    name: str
    index: int
    type: FactType
    kinds: frozenset[str]


Vocabulary: TypeAlias = Mapping[str, VocabularyEntry]


def vector_length(vocabulary: Vocabulary) -> int:
    """Length of the shortest feature vector that holds every number of the vocabulary."""
    return 1 + max((e.index for e in vocabulary.values() if e.type != "text"), default=-1)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest known name, or an empty string.

    >>> did_you_mean("openings_7day", ["openings_7d", "weight_grams"])
    'did you mean openings_7d?'
    """
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else ""
