"""Merchants that one limit is shared by: tied by settlement account or legal representative (CR-06).

A merchant is tied by what its latest application says, whatever became of that application: who was held
for stacking limits must not stay outside the group. Groups are the connected components over these keys,
found anew among those whom an application touches, so its cost grows with the size of the group and that
of a parcel does not.
"""

from collections.abc import Iterable, Sequence

from data.recency import Call, Link
from graph.identity import Undo
from risk.exposure_terms import Grant


class Group:
    """Two merchants or more.

    Attributes:
        members: their nodes, the smallest first; that one stands for the group.
        outstanding_fen: what all of them have under way.
    """

    __slots__ = ("members", "outstanding_fen")

    def __init__(self, members: tuple[int, ...], outstanding_fen: int) -> None:
        self.members = members
        self.outstanding_fen = outstanding_fen


class Account(Link):
    """What one merchant has under way.

    Attributes:
        merchant: its node.
        outstanding_fen: reserved, and neither collected nor come back: what counts against the limits.
        collected_fen: collected at the door and not paid out: cash that the carrier holds.
        grant: what its applications were answered with.
        keys: what ties it to others: settlement account and legal representative.
        group: None for a merchant alone.
    """

    __slots__ = ("collected_fen", "grant", "group", "keys", "merchant", "outstanding_fen")

    def __init__(self, merchant: int) -> None:
        super().__init__()
        self.merchant = merchant
        self.outstanding_fen = 0
        self.collected_fen = 0
        self.grant: Grant | None = None
        self.keys: tuple[int, ...] = ()
        self.group: Group | None = None

    def idle(self) -> bool:
        """Whether nothing would be lost with it."""
        return not (self.outstanding_fen or self.collected_fen or self.grant or self.keys)


class Ties:
    """Who shares which key, and the groups that follow.

    Args:
        accounts: of all merchants, by node; owned by the book.
    """

    def __init__(self, accounts: dict[int, Account]) -> None:
        self._accounts = accounts
        self._holders: dict[int, tuple[int, ...]] = {}

    def others(self, merchant: int, keys: Iterable[int]) -> list[int]:
        """The merchants that would share a limit with one that has these keys, itself left out."""
        found: set[int] = set()
        for key in keys:
            for holder in self._holders.get(key, ()):
                if holder != merchant and holder not in found:
                    found.update(self._without(holder, merchant))
        return sorted(found - {merchant})

    def tie(self, account: Account, keys: tuple[int, ...], undo: Undo) -> None:
        """Let a merchant have these keys and no others."""
        if keys == account.keys:
            return
        touched = {account.merchant, *_members(account)}
        self._hold(account, keys, undo)
        for key in keys:
            for holder in self._holders[key]:
                touched.update(_members(self._accounts[holder]), (holder,))
        self._regroup(sorted(touched), undo)

    def _without(self, start: int, left_out: int) -> set[int]:
        """The component of a merchant over the keys of all but one: that one's are about to change."""
        found, waiting = {start}, [start]
        while waiting:
            for key in self._accounts[waiting.pop()].keys:
                for holder in self._holders[key]:
                    if holder != left_out and holder not in found:
                        found.add(holder)
                        waiting.append(holder)
        return found

    def _hold(self, account: Account, keys: tuple[int, ...], undo: Undo) -> None:
        merchant = account.merchant
        for key in account.keys:
            self._put(key, tuple(m for m in self._holders[key] if m != merchant), undo)
        undo.append(Call(setattr, account, "keys", account.keys))
        account.keys = keys
        for key in keys:
            self._put(key, (*self._holders.get(key, ()), merchant), undo)

    def _put(self, key: int, holders: tuple[int, ...], undo: Undo) -> None:
        undo.append(Call(_restore, self._holders, key, self._holders.get(key, ())))
        _restore(self._holders, key, holders)

    def _regroup(self, touched: Sequence[int], undo: Undo) -> None:
        seen: set[int] = set()
        for merchant in touched:
            if merchant not in seen:
                members = self._without(merchant, 0)
                seen |= members
                self._join(sorted(members), undo)

    def _join(self, members: list[int], undo: Undo) -> None:
        accounts = [self._accounts[member] for member in members]
        group = None
        if len(members) > 1:
            group = Group(tuple(members), sum(each.outstanding_fen for each in accounts))
        for account in accounts:
            undo.append(Call(setattr, account, "group", account.group))
            account.group = group


def _members(account: Account) -> tuple[int, ...]:
    return () if account.group is None else account.group.members


def _restore(holders: dict[int, tuple[int, ...]], key: int, before: tuple[int, ...]) -> None:
    if before:
        holders[key] = before
    else:
        holders.pop(key, None)
