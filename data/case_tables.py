"""The tables of cases and of the audit log; :mod:`data.tables` has those of the scoring log.

Free texts and files of reviewers may name a person, so they are sealed. Everything else here is codes,
numbers and instants. ``band`` and ``decision`` are ranks, so that the severest is a comparison.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from data.tables import METADATA

# On SQLite only an INTEGER key counts up by itself.
_COUNTED: Final = BigInteger().with_variant(Integer(), "sqlite")

CASES: Final = Table(
    "cases",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("typology", Text),
    Column("band", Integer, nullable=False),
    Column("decision", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("tier", Integer, nullable=False),
    Column("desk", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("owner", Text),
    Column("alerts", Integer, nullable=False),
    Column("stake_fen", BigInteger, nullable=False),
    Column("loss_fen", BigInteger, nullable=False),
    Column("opened_at_ms", BigInteger, nullable=False),
    Column("first_alert_ms", BigInteger, nullable=False),
    Column("last_alert_ms", BigInteger, nullable=False),
    Column("due_at_ms", BigInteger, nullable=False),
    Column("snoozed_until_ms", BigInteger),
    Column("touched_at_ms", BigInteger),
    Column("closed_at_ms", BigInteger),
    Column("linked_to", Text),
    Column("merged_into", Text),
    Column("disposition_no", Integer, nullable=False),
    Column("label", Text),
    Index("ix_cases_status_tier", "status", "tier"),
    Index("ix_cases_merged_into", "merged_into"),
    Index("ix_cases_label_typology", "label", "typology"),
)
"""One row a case. The columns of its alerts are the severest, the sums, the earliest due."""

CASE_ALERTS: Final = Table(
    "case_alerts",
    METADATA,
    Column("seq", _COUNTED, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False, unique=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("typology", Text),
    Column("band", Integer, nullable=False),
    Column("decision", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("stake_fen", BigInteger, nullable=False),
    Column("loss_fen", BigInteger, nullable=False),
    Column("occurred_at_ms", BigInteger, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
)
"""Which decision belongs to which case, as the engine grouped them; ``seq`` is the event's own."""

CASE_STEPS: Final = Table(
    "case_steps",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("detail", LargeBinary, nullable=False),
    Column("text_sealed", LargeBinary),
    sqlite_autoincrement=True,
)
"""The step log: rows are added and never changed."""

CASE_DISPOSITIONS: Final = Table(
    "case_dispositions",
    METADATA,
    Column("case_id", Text, primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("maker", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("label", Text, nullable=False),
    Column("typology", Text),
    Column("look_alike", Text),
    Column("evidence", LargeBinary, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("second", Text, nullable=False),
    Column("checker", Text),
    Column("checked_at_ms", BigInteger),
    Column("check_label", Text),
    Index("ix_case_dispositions_second", "second"),
)
"""What was decided, of the alerts up to ``last_seq``; ``second`` tells which second look it needs."""

CASE_APPEALS: Final = Table(
    "case_appeals",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("event_id", Text, nullable=False),
    Column("opened_at_ms", BigInteger, nullable=False),
    Column("opened_by", Text, nullable=False),
    Column("due_at_ms", BigInteger, nullable=False),
    Column("status", Text, nullable=False),
    Column("officer", Text),
    Column("decided_at_ms", BigInteger),
    Column("result", Text),
    sqlite_autoincrement=True,
)
"""Appeals; their words stand in the step log."""

CASE_FILES: Final = Table(
    "case_files",
    METADATA,
    Column("id", _COUNTED, primary_key=True, autoincrement=True),
    Column("case_id", Text, nullable=False, index=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Papers of a case; name and body sealed."""

AUDIT: Final = Table(
    "audit",
    METADATA,
    Column("seq", _COUNTED, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("case_id", Text),
    Column("token", Text),
    Column("fields", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("chain", LargeBinary, nullable=False),
    Index("ix_audit_actor_at_ms", "actor", "at_ms"),
)
"""Who did or saw what, when and why; ``chain`` ties each entry to all before it."""

AUDIT_HEAD: Final = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("locks", BigInteger, nullable=False),
)
"""One row: whoever adds to the audit log locks it first, so that the chain has one end."""
