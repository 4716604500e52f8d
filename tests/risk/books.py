"""Exposure book and lists as plain values: equal ones can't be told apart by any event."""

from collections.abc import Iterator
from typing import Any

from data.recency import Link, Recency
from risk.exposure import ExposureBook
from risk.exposure_groups import Account
from risk.exposure_values import Reservation
from rules.list_ledger import ListLedger


def canonical_book(book: ExposureBook) -> dict[str, Any]:
    return {
        "accounts": {key: _account(each) for key, each in book._accounts.items()},
        "open": {
            event: (each.merchant, each.amount_fen, each.collected, each.touched_ms)
            for event, each in book._open.items()
        },
        "order": [item.event for item in _ring(book._waiting) if isinstance(item, Reservation)],
        "applied": [
            (item.merchant, item.touched_ms)
            for item in _ring(book._applied)
            if isinstance(item, Account)
        ],
        "applicants": book._applicants,
        "days": {day: dict(sums) for day, sums in book._days.items()},
        "holders": dict(book._ties._holders),
        "by_hand": list(book.overrides.overrides()),
        "by_hand_in_force": dict(book.overrides._in_force),
    }


def canonical_lists(ledger: ListLedger) -> dict[str, Any]:
    held = ledger.book._held.items()
    return {
        "entries": list(ledger.entries()),
        "proposals": list(ledger.proposals()),
        "standing": dict(ledger._on),
        "book": {
            node: {(each.id, each.bit, each.since_ms, each.until_ms, each.rule) for each in entries}
            for node, entries in held
        },
        "silenced": ledger.book._suppressing,
        "registered": {kind: count for kind, count in ledger.book._registered.items() if count},
    }


def _account(account: Account) -> tuple[Any, ...]:
    group = account.group
    return (
        account.outstanding_fen,
        account.collected_fen,
        account.grant,
        account.keys,
        None if group is None else (group.members, group.outstanding_fen),
    )


def _ring(recency: Recency) -> Iterator[Link]:
    item = recency._head.after
    while item is not recency._head:
        yield item
        item = item.after
