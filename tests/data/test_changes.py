"""Changes are read back as they were written, and a row that was tampered with does not open."""

from typing import Any

import pytest
from sqlalchemy import update

from data.changes import Listing, ListingsProposed, decode_change, encode_change, kind_of_change
from data.errors import Failure
from data.records import ChangeRecord, LogRecord
from data.store import Store
from data.tables import CHANGES
from tests.databases import an_event, an_outcome

CHANGE = ListingsProposed(
    (Listing("block", "phone", 0x13, "13912345670", "139******70", "police", "why", until_ms=7),)
)


def a_change(seq: int) -> ChangeRecord:
    return ChangeRecord(
        seq, kind_of_change(CHANGE), "key-1", 1_700_000_000_000, encode_change(CHANGE)
    )


def test_a_change_is_read_back() -> None:
    assert decode_change(encode_change(CHANGE)) == CHANGE
    with pytest.raises(Failure, match="can't be read"):
        decode_change(b'{"kind":"of_a_later_version"}')


def test_the_log_gives_all_three_kinds_in_their_order(store: Store) -> None:
    records: list[LogRecord] = [a_change(1), an_event(2), an_outcome(3), a_change(4), an_event(5)]
    store.append(records[:3])
    store.append(records[3:])
    assert list(store.scan()) == records
    assert list(store.scan(3, batch=1)) == records[3:]
    assert list(store.scan_outcomes()) == [records[2]]
    assert list(store.scan_outcomes(3)) == []
    assert store.last_seq() == 5


def test_a_change_that_is_last_counts(store: Store) -> None:
    store.append([an_event(1), a_change(2)])
    assert store.last_seq() == 2


@pytest.mark.parametrize("changed", [{"actor": "key-2"}, {"kind": "lift_proposed"}, {"seq": 9}])
def test_who_made_a_change_can_not_be_rewritten(store: Store, changed: dict[str, Any]) -> None:
    store.append([a_change(1)])
    with store.engine.begin() as connection:
        connection.execute(update(CHANGES).values(**changed))
    with pytest.raises(Failure, match="change at seq"):
        list(store.scan())
