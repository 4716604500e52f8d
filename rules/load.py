"""Policy files from disk: all of them checked, all their mistakes told at once."""

import re
from collections.abc import Collection, Iterable
from importlib import resources
from pathlib import Path

from data.errors import Failure, NotFound
from rules.check import check_reading
from rules.cod_book import cod_mistakes
from rules.model import Policy, Problem
from rules.reader import read_policy
from rules.vocabulary import Vocabulary


def shipped_policies() -> list[Path]:
    """The policy files that come with PostRisk, by name."""
    folder = resources.files("rules") / "policies"
    return sorted(
        Path(str(entry)) for entry in folder.iterdir() if entry.name.endswith((".yaml", ".yml"))
    )


def shipped_text(id_: str) -> str:
    """The file of a shipped policy, of the grade table or of the scorecard.

    Raises:
        NotFound: nothing of this id is shipped.
    """
    tables = Path(str(resources.files("rules") / "cod"))
    for path in (*shipped_policies(), *sorted(tables.glob("*.yaml"))):
        text = _text(path)
        if re.search(rf"^id: {re.escape(id_)}\s*$", text, re.MULTILINE):
            return text
    raise NotFound("nothing of this id is shipped")


def check_file(
    path: Path, vocabulary: Vocabulary, credit_features: Collection[str] = frozenset()
) -> list[Problem]:
    """The mistakes of one file: a policy, a grade table or a scorecard.

    Args:
        path: of the file.
        vocabulary: the names that rules may use.
        credit_features: those that the law lets a credit score use.

    Raises:
        Failure: the file can't be read as text.
    """
    text = _text(path)
    of_cod = cod_mistakes(text, credit_features)
    return check_reading(read_policy(text), vocabulary) if of_cod is None else of_cod


def load_policies(paths: Iterable[Path], vocabulary: Vocabulary) -> list[Policy]:
    """The policies of several files.

    Raises:
        Failure: a file can't be read or holds mistakes; the message lists all of all files, one a
            line, as ``file:line: message (hint)``.
    """
    policies: list[Policy] = []
    mistakes: list[str] = []
    for path in paths:
        reading = read_policy(_text(path))
        problems = check_reading(reading, vocabulary)
        mistakes += [problem.describe(path.name) for problem in problems]
        if reading.policy:
            mistakes += _twins(reading.policy, policies, path.name)
            policies.append(reading.policy)
    if mistakes:
        raise Failure("\n".join(mistakes), code="bad_policy")
    return policies


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"{path.name} can't be read: {type(error).__name__}"
        raise Failure(message, code="unreadable_policy") from None


def _twins(policy: Policy, earlier: Iterable[Policy], filename: str) -> list[str]:
    """Ids that an earlier file has taken."""
    taken_rules = {rule.id for other in earlier for rule in other.rules}
    taken_policies = {other.id for other in earlier}
    twins = [f"rule {rule.id}" for rule in policy.rules if rule.id in taken_rules]
    twins += [f"policy {policy.id}"] if policy.id in taken_policies else []
    return [f"{filename}: the id of {twin} is taken by another file" for twin in twins]
