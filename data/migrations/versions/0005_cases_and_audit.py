"""Cases, their alerts and steps, and the audit log.

Revision: 0005, after 0004.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0005"
down_revision: Final = "0004"
branch_labels: Final = None
depends_on: Final = None

_COUNTED: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_cases()
    _create_case_alerts()
    _create_case_steps()
    _create_case_dispositions()
    _create_case_appeals()
    _create_case_files()
    _create_audit()
    _create_audit_head()
    op.create_index(op.f("ix_outcomes_event_id"), "outcomes", ["event_id"])
    op.execute("INSERT INTO audit_head (id, locks) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_index(op.f("ix_outcomes_event_id"), "outcomes")
    op.drop_table("audit_head")
    op.drop_table("audit")
    op.drop_table("case_files")
    op.drop_table("case_appeals")
    op.drop_table("case_dispositions")
    op.drop_table("case_steps")
    op.drop_table("case_alerts")
    op.drop_table("cases")


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("typology", sa.Text(), nullable=True),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("stake_fen", sa.BigInteger(), nullable=False),
        sa.Column("loss_fen", sa.BigInteger(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_alert_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_alert_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("snoozed_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("touched_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("linked_to", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("disposition_no", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(op.f("ix_cases_label_typology"), "cases", ["label", "typology"])
    op.create_index(op.f("ix_cases_merged_into"), "cases", ["merged_into"])
    op.create_index(op.f("ix_cases_status_tier"), "cases", ["status", "tier"])


def _create_case_alerts() -> None:
    op.create_table(
        "case_alerts",
        sa.Column("seq", _COUNTED, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("typology", sa.Text(), nullable=True),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("decision", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("stake_fen", sa.BigInteger(), nullable=False),
        sa.Column("loss_fen", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_case_alerts")),
        sa.UniqueConstraint("event_id", name=op.f("uq_case_alerts_event_id")),
    )
    op.create_index(op.f("ix_case_alerts_case_id"), "case_alerts", ["case_id"])


def _create_case_steps() -> None:
    op.create_table(
        "case_steps",
        sa.Column("id", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", sa.LargeBinary(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_steps")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_steps_case_id"), "case_steps", ["case_id"])


def _create_case_dispositions() -> None:
    op.create_table(
        "case_dispositions",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("typology", sa.Text(), nullable=True),
        sa.Column("look_alike", sa.Text(), nullable=True),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("second", sa.Text(), nullable=False),
        sa.Column("checker", sa.Text(), nullable=True),
        sa.Column("checked_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("check_label", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "no", name=op.f("pk_case_dispositions")),
    )
    op.create_index(op.f("ix_case_dispositions_second"), "case_dispositions", ["second"])


def _create_case_appeals() -> None:
    op.create_table(
        "case_appeals",
        sa.Column("id", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=True),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_appeals")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_appeals_case_id"), "case_appeals", ["case_id"])


def _create_case_files() -> None:
    op.create_table(
        "case_files",
        sa.Column("id", _COUNTED, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_files_case_id"), "case_files", ["case_id"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", _COUNTED, autoincrement=False, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("chain", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_actor_at_ms"), "audit", ["actor", "at_ms"])


def _create_audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("locks", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
