"""Scorecards as YAML: read, and every mistake told with its line; and written again as the same text."""

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Final

import msgspec
from msgspec import Struct

from data.errors import Failure
from rules.credit_reasons import REASONS
from rules.document import Fields, read_document
from rules.model import SOURCE_HINT, SOURCE_MARK, Problem, Words
from rules.scorecard import DIRECTIONS, Bin, Direction, Scorecard, Variable
from rules.vocabulary import did_you_mean

MAX_VARIABLES: Final = 60
MAX_BINS: Final = 20
MAX_POINTS: Final = 1_000


class ScorecardReading(Struct, frozen=True):
    """What a text says; ``card`` may be used where there are no problems."""

    card: Scorecard | None
    problems: list[Problem]


def read_scorecard(text: str, features: Collection[str]) -> ScorecardReading:
    """A scorecard of a YAML text, and everything that is wrong with it.

    Args:
        text: the document.
        features: names of those that the law lets a credit score use.
    """
    problems: list[Problem] = []
    root = read_document(text, problems)
    card = _card(root, features) if root else None
    return ScorecardReading(card, sorted(set(problems)))


def load_scorecard(text: str, features: Collection[str], name: str) -> Scorecard:
    """The scorecard of a text.

    Raises:
        Failure: it holds mistakes; the message lists all, one a line.
    """
    reading = read_scorecard(text, features)
    if reading.problems or reading.card is None:
        told = [problem.describe(name) for problem in reading.problems]
        raise Failure("\n".join(told), code="bad_scorecard")
    return reading.card


def scorecard_text(card: Scorecard) -> str:
    """A scorecard as JSON, which is YAML too: one variable below the other, to be read and compared."""
    return msgspec.json.format(msgspec.json.encode(_plain(card)), indent=2).decode()


def read_words(fields: Fields, name: str) -> Words:
    """A sentence in both languages."""
    inner = fields.mapping(name)
    if inner is None:
        return Words("", "")
    words = Words(inner.text("zh"), inner.text("en"))
    inner.finish()
    return words


def read_source(fields: Fields) -> str:
    """Where a constant comes from; it must carry a mark."""
    source = fields.text("source")
    if source and not SOURCE_MARK.fullmatch(source):
        fields.problem(fields.line_of("source"), "the source has no mark", SOURCE_HINT)
    return source


def _plain(card: Scorecard) -> dict[str, object]:
    value: dict[str, object] = msgspec.to_builtins(card)
    for variable in value["variables"]:  # type: ignore[attr-defined]  # a list of mappings
        variable["bins"] = [
            {name: part for name, part in each.items() if part is not None}
            for each in variable["bins"]
        ]
    return value


def _card(root: Fields, features: Collection[str]) -> Scorecard:
    card = Scorecard(
        id=root.text("id"),
        version=root.whole("version"),
        title=read_words(root, "title"),
        base=root.integer("base", -10 * MAX_POINTS, 10 * MAX_POINTS),
        variables=tuple(_variables(root, features)),
    )
    root.finish()
    if not card.variables:
        root.problem(root.line_of("variables"), "a scorecard needs one or more variables")
    return card


def _variables(root: Fields, features: Collection[str]) -> Iterator[Variable]:
    entries, seen = root.mappings("variables"), set[str]()
    if len(entries) > MAX_VARIABLES:
        root.problem(root.line_of("variables"), f"more than {MAX_VARIABLES} variables")
    for fields in entries[:MAX_VARIABLES]:
        variable = _variable(fields, features)
        if variable.feature and variable.feature in seen:
            fields.problem(fields.line, f"the variable {variable.feature} stands here twice")
        seen.add(variable.feature)
        yield variable


def _variable(fields: Fields, features: Collection[str]) -> Variable:
    feature = fields.text("feature")
    if feature and feature not in features:
        hint = did_you_mean(feature, features) or "see the block cod in docs/features.md"
        message = f"{feature!r} is no feature that credit may use"
        fields.problem(fields.line_of("feature"), message, hint)
    variable = Variable(
        feature=feature,
        direction=fields.choice("direction", DIRECTIONS),
        reason=fields.choice("reason", tuple(REASONS)),
        missing_reason=fields.choice("missing_reason", tuple(REASONS)),
        missing=fields.integer("missing", -MAX_POINTS, MAX_POINTS),
        history=fields.flag("history"),
        source=read_source(fields),
        bins=tuple(_bins(fields)),
    )
    fields.finish()
    for message, hint in _bin_mistakes(variable.bins, variable.direction):
        fields.problem(fields.line_of("bins"), f"{feature}: {message}", hint)
    return variable


def _bins(fields: Fields) -> Iterator[Bin]:
    for inner in fields.mappings("bins"):
        points = inner.integer("points", -MAX_POINTS, MAX_POINTS)
        below = inner.number("below", -1e18, 1e18) if inner.has("below") else None
        inner.finish()
        yield Bin(points, below)


def _bin_mistakes(bins: tuple[Bin, ...], direction: Direction) -> Iterator[tuple[str, str]]:
    """What is wrong with some bins: message and hint."""
    if not 2 <= len(bins) <= MAX_BINS:
        yield f"it needs 2 to {MAX_BINS} bins", ""
        return
    if bins[-1].below is not None:
        yield "the last bin has a bound", "leave out its below: it takes all that is left"
    bounds = [each.below for each in bins[:-1]]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(bounds):
        yield "a bin before the last has no bound", "write below: its upper bound"
    if any(right <= left for left, right in pairwise(known)):
        yield "the bounds do not rise", "from the lowest bin to the highest"
    steps = [right.points - left.points for left, right in pairwise(bins)]
    if direction == "rising" and min(steps) < 0:
        yield "the points fall in a variable that rises", "or write direction: free"
    if direction == "falling" and max(steps) > 0:
        yield "the points rise in a variable that falls", "or write direction: free"
