"""Limits of COD merchants set by hand: one person asks, another signs, and they end by themselves.

DOMAIN 4.4 has them last: they hold in place of what grade, volume and group gave. Filled from the log alone,
so a restart and ``verify`` know them; read by each parcel of a merchant that has any.
"""

from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from data.changes import (
    LimitChange,
    LimitsProposed,
    LimitsRefused,
    LimitsSigned,
    LimitsWithdrawn,
    Made,
)
from data.decisions import CreditLimits
from data.errors import Conflict, Forbidden, NotFound
from data.recency import Call, Step
from risk.exposure_terms import Terms

MAX_OVERRIDES: Final = 100_000
"""That were ever asked for, in one process's memory: about 1 KB each."""
State = Literal["proposed", "active", "refused", "replaced", "withdrawn"]


class Override(Struct, frozen=True):
    """Limits by hand, asked for or in force.

    Attributes:
        id: ``L`` and the seq of its proposal.
        author, decided_by: public ids of the two people.
        state: ``replaced`` once later ones of the same merchant took force.
        end_reason: of the refusal or the withdrawal.
    """

    id: str
    merchant: int
    event_id: str
    limits: CreditLimits
    until_ms: int
    reason: str
    author: str
    proposed_at_ms: int
    state: State = "proposed"
    decided_by: str | None = None
    decided_at_ms: int | None = None
    end_reason: str | None = None


class LimitOverrides:
    """All limits by hand."""

    def __init__(self) -> None:
        self._all: dict[str, Override] = {}
        self._in_force: dict[int, Override] = {}

    def override(self, id_: str) -> Override:
        """The limits of an id.

        Raises:
            NotFound: there are none.
        """
        found = self._all.get(id_)
        if found is None:
            raise NotFound("there are no limits by hand with this id", param="override")
        return found

    def overrides(self) -> Iterator[Override]:
        """All of them, oldest first."""
        return iter(self._all.values())

    def terms(self, merchant: int, terms: Terms, at_ms: int) -> Terms:
        """The limits of a merchant at an instant.

        Args:
            merchant: its node.
            terms: that hold without a word by hand.
            at_ms: the instant.
        """
        found = self._in_force.get(merchant)
        if found is None or at_ms >= found.until_ms:
            return terms
        limits = found.limits
        # A group that stands in the way of what two people signed would make their word empty.
        group_fen = max(terms.group_fen, limits.outstanding_fen)
        return Terms(limits.per_parcel_fen, limits.per_day_fen, limits.outstanding_fen, group_fen)

    def check(self, actor: str, change: LimitChange) -> None:
        """Refuse what may not be done now.

        Raises:
            NotFound: what it speaks of is not there.
            Conflict: it is already so, or no longer possible.
            Forbidden: who signs is who asked.
        """
        if isinstance(change, LimitsProposed):
            self._check_proposal(change)
            return
        known = self.override(change.override)
        if isinstance(change, LimitsSigned | LimitsRefused):
            if known.state != "proposed":
                raise Conflict(f"these limits are {known.state} already", code="already_decided")
            if isinstance(change, LimitsSigned) and known.author == actor:
                raise Forbidden("who asked for it may not sign it", code="second_person_needed")
        elif known.state != "active":
            raise Conflict("only limits in force can be withdrawn", code="not_in_force")

    def apply(self, made: Made) -> list[Step]:
        """Let a checked change take force; returns how to undo it, to be taken back newest first."""
        undo: list[Step] = []
        what = made.what
        if isinstance(what, LimitsProposed):
            self._put(_asked(made, what), undo)
        elif isinstance(what, LimitsSigned):
            self._sign(made, self._all[what.override], undo)
        elif isinstance(what, LimitsRefused):
            self._put(_ended(made, self._all[what.override], "refused", what.reason), undo)
        elif isinstance(what, LimitsWithdrawn):
            known = self._all[what.override]
            self._put(_ended(made, known, "withdrawn", what.reason), undo)
            self._hold(known.merchant, None, undo)
        return undo

    def _check_proposal(self, change: LimitsProposed) -> None:
        if len(self._all) >= MAX_OVERRIDES:
            raise Conflict(f"{MAX_OVERRIDES} limits by hand at most", code="overrides_full")
        for known in self._all.values():
            if known.merchant == change.merchant and known.state == "proposed":
                raise Conflict(f"{known.id} waits for a signature", code="already_proposed")

    def _sign(self, made: Made, asked: Override, undo: list[Step]) -> None:
        before = self._in_force.get(asked.merchant)
        if before is not None:
            self._put(replace(before, state="replaced"), undo)
        signed = replace(asked, state="active", decided_by=made.actor, decided_at_ms=made.at_ms)
        self._put(signed, undo)
        self._hold(asked.merchant, signed, undo)

    def _put(self, override: Override, undo: list[Step]) -> None:
        before = self._all.get(override.id)
        if before is None:
            undo.append(Call(self._all.pop, override.id))
        else:
            undo.append(Call(self._all.__setitem__, override.id, before))
        self._all[override.id] = override

    def _hold(self, merchant: int, override: Override | None, undo: list[Step]) -> None:
        undo.append(Call(self._set, merchant, self._in_force.get(merchant)))
        self._set(merchant, override)

    def _set(self, merchant: int, override: Override | None) -> None:
        if override is None:
            self._in_force.pop(merchant, None)
        else:
            self._in_force[merchant] = override


def _asked(made: Made, what: LimitsProposed) -> Override:
    return Override(
        f"L{made.seq}",
        what.merchant,
        what.event_id,
        what.limits,
        what.until_ms,
        what.reason,
        made.actor,
        made.at_ms,
    )


def _ended(made: Made, known: Override, state: State, reason: str) -> Override:
    return replace(
        known, state=state, decided_by=made.actor, decided_at_ms=made.at_ms, end_reason=reason
    )
