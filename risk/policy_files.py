"""What a version may be: a policy, the grade table or the expert scorecard of cash on delivery."""

import hashlib
from typing import TypeAlias

from data.errors import BadDocument, Conflict
from risk.features.catalogue import credit_features, vocabulary
from rules.check import check_reading
from rules.cod_book import cod_mistakes
from rules.compile import policy_id
from rules.limits import GradeTable
from rules.limits_check import read_table
from rules.model import Policy, Problem
from rules.reader import read_policy
from rules.scorecard import Scorecard
from rules.scorecard_check import read_scorecard

PolicyFile: TypeAlias = Policy | GradeTable | Scorecard


def checked_file(text: str) -> PolicyFile:
    """The file of a text, checked as a whole.

    Raises:
        BadDocument: it has mistakes; each is told.
    """
    of_cod = cod_mistakes(text, credit_features())
    if of_cod is None:
        reading = read_policy(text)
        found: PolicyFile | None = reading.policy
        problems = check_reading(reading, vocabulary())
    else:
        found, problems = _of_cod(text), of_cod
    if problems or found is None:
        told = problems or [Problem(1, "nothing can be read")]
        count = "1 mistake" if len(told) == 1 else f"{len(told)} mistakes"
        problems_told = [(p.line, p.message, p.hint) for p in told]
        raise BadDocument(count, param="text", problems=problems_told)
    return found


def kept_file(text: str) -> PolicyFile:
    """The file of a text that was checked when it was drafted.

    Raises:
        Conflict: it can't be read by this version of the engine.
    """
    found = read_policy(text).policy if cod_mistakes(text, ()) is None else _of_cod(text)
    if found is None:
        raise Conflict("the version can't be read by this engine", code="does_not_fit")
    return found


def version_id_of(file: PolicyFile, text: str) -> str:
    """Name, own version, and a digest: of what a policy answers, of a table's text."""
    if isinstance(file, Policy):
        return policy_id([file])
    return f"{file.id}@{file.version}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _of_cod(text: str) -> GradeTable | Scorecard | None:
    """A grade table names grades, a scorecard variables: at the left of a line."""
    table = read_table(text)
    return table.table if not table.problems else read_scorecard(text, credit_features()).card
