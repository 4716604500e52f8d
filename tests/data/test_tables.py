from typing import Any

import pytest
from sqlalchemy import Column, Dialect, LargeBinary, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from data.records import EventRecord, OutcomeRecord
from data.tables import API_KEYS, EVENTS, METADATA, OUTCOMES


def _names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_columns_stand_in_the_order_of_the_records() -> None:
    sealed = [name.replace("body_sealed", "body") for name in _names(EVENTS)]
    elsewhere = {"alert", "hubs"}  # rows of its case, notices of its transaction
    kept = [name for name in EventRecord.__struct_fields__ if name not in elsewhere]
    assert sealed == kept
    assert _names(OUTCOMES) == list(OutcomeRecord.__struct_fields__)


def test_the_body_of_an_event_is_kept_sealed_only() -> None:
    assert "body_sealed" in _names(EVENTS)
    assert "body" not in _names(EVENTS)


@pytest.mark.parametrize("table", METADATA.tables.values(), ids=str)
def test_every_constraint_has_a_name(table: Table) -> None:
    assert all(constraint.name for constraint in table.constraints)


def test_only_the_ends_of_a_key_may_be_null() -> None:
    def nullable(column: Column[object]) -> bool:
        return bool(column.nullable)

    tables = (EVENTS, OUTCOMES, API_KEYS)
    found = {f"{c.table}.{c.name}" for t in tables for c in t.c if nullable(c)}
    assert found == {"api_keys.expires_at_ms", "api_keys.revoked_at_ms"}


def test_seq_is_the_rowid_on_sqlite_and_64_bits_on_postgresql() -> None:
    written = [str(CreateTable(EVENTS).compile(dialect=made)) for made in _dialects()]
    assert "seq INTEGER NOT NULL" in written[0]
    assert "seq BIGINT NOT NULL" in written[1]


def _dialects() -> list[Dialect]:
    makers: list[Any] = [sqlite.dialect, postgresql.dialect]
    return [make() for make in makers]


def test_a_key_is_kept_as_a_digest_only() -> None:
    binary = [c.name for c in API_KEYS.columns if isinstance(c.type, LargeBinary)]
    assert binary == ["key_digest"]
