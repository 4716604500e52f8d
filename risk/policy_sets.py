"""From the book of versions to compiled policies: what decides, what decides for a share, what looks on."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from data.errors import Conflict, PostRiskError
from risk.features.catalogue import vocabulary
from risk.policy_book import PolicyBook
from risk.policy_files import kept_file
from rules.cod_book import CodBook
from rules.compile import CompiledPolicy, compile_policies
from rules.limits import GradeTable
from rules.model import Policy
from rules.scorecard import Scorecard

_NOTHING_LEFT: Final = "without it no rule would be left"


class Watched(Struct, frozen=True):
    """A version in shadow.

    Attributes:
        version: its id.
        policy: its rules alone, compiled.
        replaces: the rules that it would take the place of.
    """

    version: str
    policy: CompiledPolicy
    replaces: frozenset[str]


class PolicySets(Struct, frozen=True):
    """What an engine decides by.

    Attributes:
        live: decides.
        partly: decides for a share of events; None if there is none.
        share: of events for which ``partly`` decides, 0 to 1.
        watched: look at each event without effect.
    """

    live: CompiledPolicy
    partly: CompiledPolicy | None = None
    share: float = 0.0
    watched: tuple[Watched, ...] = ()


class PolicyCompiler:
    """Compiles what a book says stands.

    Args:
        shipped: policies over which live versions lie, with the book of grades.
    """

    def __init__(self, shipped: CompiledPolicy) -> None:
        self._shipped = shipped
        self._kept: dict[tuple[tuple[str, str], ...], CompiledPolicy] = {}

    def sets(self, book: PolicyBook) -> PolicySets:
        """The compiled sets of a book.

        Raises:
            Conflict: the versions can't stand together, or leave no rule.
        """
        live, partly = dict(book.standing.live), book.standing.partly
        deciding = self._deciding(book, live)
        watched = tuple(self._watched(book, id_, deciding) for id_ in book.shadows)
        if partly is None:
            return PolicySets(deciding, watched=watched)
        id_, share = partly
        changed = self._deciding(book, {**live, book.version(id_).policy: id_})
        return PolicySets(deciding, changed, share, watched)

    def with_version(self, book: PolicyBook, id_: str) -> CompiledPolicy:
        """What would decide if a version were live.

        Raises:
            Conflict: it can't stand beside the others.
        """
        version = book.version(id_)
        return self._deciding(book, {**book.standing.live, version.policy: id_})

    def _deciding(self, book: PolicyBook, live: dict[str, str]) -> CompiledPolicy:
        if not live:
            return self._shipped
        key = tuple(sorted(live.items()))
        if key not in self._kept:
            compiled = self._over_shipped(book, live)
            self._kept = {**dict(list(self._kept.items())[-3:]), key: compiled}
        return self._kept[key]

    def _over_shipped(self, book: PolicyBook, live: dict[str, str]) -> CompiledPolicy:
        policies = {policy.id: policy for policy in self._shipped.policies}
        cod = self._shipped.cod
        for id_, version in live.items():
            file = kept_file(book.version(version).text) if version else None
            if isinstance(file, Policy):
                policies[id_] = file
            elif file is not None:
                cod = _with_table(cod, file)
            else:
                policies.pop(id_, None)  # a table that is retired gives way to the shipped one
        if not policies:
            raise Conflict(_NOTHING_LEFT, code="no_rule_left")
        return self._compile(list(policies.values()), cod)

    def _compile(self, policies: Sequence[Policy], cod: CodBook | None) -> CompiledPolicy:
        try:
            return compile_policies(policies, vocabulary(), cod)
        except PostRiskError as error:
            raise Conflict(error.message, code="does_not_fit") from None

    def _watched(self, book: PolicyBook, id_: str, live: CompiledPolicy) -> Watched:
        version = book.version(id_)
        replaced = {p.id: p for p in live.policies}.get(version.policy)
        rules = frozenset(rule.id for rule in replaced.rules) if replaced else frozenset()
        file = kept_file(version.text)
        if not isinstance(file, Policy):
            raise Conflict("only rules can look on: publish a table to a share", code="no_rules")
        alone = compile_policies([file], vocabulary())
        return Watched(id_, alone, rules)


def _with_table(cod: CodBook | None, file: GradeTable | Scorecard) -> CodBook:
    """The book with one table of it changed.

    Raises:
        Conflict: there is no book, or the table is not of it.
    """
    if cod is None or file.id not in (cod.table.id, cod.scorecard.id):
        raise Conflict("there is no such table to take the place of", code="does_not_fit")
    if isinstance(file, GradeTable):
        return replace(cod, table=file)
    return replace(cod, scorecard=file)
