"""Rows of cases stand in the order of their columns, and what may name a person is sealed."""

import pytest
from msgspec import Struct
from sqlalchemy import LargeBinary, Table

from data.audit import AuditEntry
from data.case_rows import AlertRow, AppealRow, CaseRow, DispositionRow
from data.case_tables import (
    AUDIT,
    CASE_ALERTS,
    CASE_APPEALS,
    CASE_DISPOSITIONS,
    CASE_FILES,
    CASE_STEPS,
    CASES,
)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (CASES, CaseRow),
        (CASE_ALERTS, AlertRow),
        (CASE_DISPOSITIONS, DispositionRow),
        (CASE_APPEALS, AppealRow),
    ],
    ids=str,
)
def test_columns_stand_in_the_order_of_the_rows(table: Table, row: type[Struct]) -> None:
    assert [column.name for column in table.columns] == list(row.__struct_fields__)


def test_an_entry_has_a_column_for_each_part_and_its_chain() -> None:
    assert [c.name for c in AUDIT.columns] == [*AuditEntry.__struct_fields__, "chain"]


def test_bytes_are_sealed_or_codes() -> None:
    found = {
        f"{column.table}.{column.name}"
        for table in (CASES, CASE_ALERTS, CASE_STEPS, CASE_FILES, CASE_DISPOSITIONS, CASE_APPEALS)
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert found == {
        "case_steps.detail",
        "case_steps.text_sealed",
        "case_files.sha256",
        "case_files.name_sealed",
        "case_files.body_sealed",
        "case_dispositions.evidence",
    }
