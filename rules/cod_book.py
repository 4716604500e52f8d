"""What business people keep for cash on delivery: the grade table and the expert scorecard."""

import re
from collections.abc import Collection
from importlib import resources
from pathlib import Path
from typing import Final

from msgspec import Struct

from rules.limits import GradeTable
from rules.limits_check import load_table, read_table
from rules.model import Problem
from rules.scorecard import Scorecard
from rules.scorecard_check import load_scorecard, read_scorecard

GRADES_FILE: Final = "grades.yaml"
SCORECARD_FILE: Final = "scorecard.yaml"


_TABLE: Final = re.compile(r"^grades:", re.MULTILINE)
_CARD: Final = re.compile(r"^variables:", re.MULTILINE)


class CodBook(Struct, frozen=True):
    """Both together: part of the policy, under its id."""

    scorecard: Scorecard
    table: GradeTable


def cod_mistakes(text: str, features: Collection[str]) -> list[Problem] | None:
    """The mistakes of a grade table or a scorecard, by line; None where a text is neither.

    Args:
        text: a file's content; what stands at the left tells what it is.
        features: names of those that the law lets a credit score use.
    """
    if _TABLE.search(text):
        return read_table(text).problems
    return read_scorecard(text, features).problems if _CARD.search(text) else None


def shipped_book(features: Collection[str]) -> CodBook:
    """The book that comes with PostRisk, from ``rules/cod``.

    Args:
        features: names of those that the law lets a credit score use.

    Raises:
        Failure: a file holds mistakes; the message lists all of them.
    """
    folder = Path(str(resources.files("rules") / "cod"))
    scorecard = (folder / SCORECARD_FILE).read_text("utf-8")
    table = (folder / GRADES_FILE).read_text("utf-8")
    return CodBook(
        load_scorecard(scorecard, features, SCORECARD_FILE), load_table(table, GRADES_FILE)
    )
