"""The tables of the log, the exposure ledger and the API keys, the same on SQLite and PostgreSQL.

Only ``body_sealed`` of events and changes can name a person, and it is sealed. The answer holds no
raw identifier.
An outcome has no foreign key to its event: it may come before it, or be about one scored elsewhere.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    literal_column,
    text,
)

NAMING: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names for constraints, so that migrations and error handling can speak of them."""

METADATA: Final = MetaData(naming_convention=NAMING)

# On SQLite an INTEGER key is the row's own place in the file: no second tree to keep.
_SEQ: Final = BigInteger().with_variant(Integer(), "sqlite")

APPLICATION: Final[ColumnElement[str]] = literal_column("'cod_application'")
_OF_APPLICATIONS: Final = text("kind = 'cod_application'")

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("occurred_at_ms", BigInteger, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("body_digest", LargeBinary, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("ledger", LargeBinary, nullable=False),
    Column("raw_scores", LargeBinary, nullable=False),
    Column("hits", LargeBinary, nullable=False),
    Column("graph", LargeBinary, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("decision", Text, nullable=False),
    Column("score", Integer, nullable=False),
    Column("bundle", Text, nullable=False),
    Column("policy", Text, nullable=False),
    # Of few rows, so that a parcel's commit doesn't pay for it.
    Index(
        "ix_events_applications",
        "seq",
        sqlite_where=_OF_APPLICATIONS,
        postgresql_where=_OF_APPLICATIONS,
    ),
)
"""Scored events; columns stand in the order of ``EventRecord``, with ``body`` sealed."""

OUTCOMES: Final = Table(
    "outcomes",
    METADATA,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("outcome_id", Text, nullable=False, unique=True),
    Column("event_id", Text, nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("occurred_at_ms", BigInteger, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("body_digest", LargeBinary, nullable=False),
)
"""Later facts; columns stand in the order of ``OutcomeRecord``. One ``seq`` runs over all three."""

CHANGES: Final = Table(
    "changes",
    METADATA,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
)
"""Changes of lists and policies, under the same ``seq``; columns stand in the order of ``ChangeRecord``."""

EXPOSURE_ENTRIES: Final = Table(
    "exposure_entries",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("merchant_token", Text, nullable=False),
    Column("group_token", Text, nullable=False),
    Column("event_token", Text, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("outstanding_fen", BigInteger, nullable=False),
    Column("collected_fen", BigInteger, nullable=False),
    Column("group_outstanding_fen", BigInteger, nullable=False),
    Index("ix_exposure_entries_merchant_token", "merchant_token", "seq", "place"),
)
"""The exposure ledger: entries are added and never changed; tokens stand for merchants and events."""

API_KEYS: Final = Table(
    "api_keys",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("key_digest", LargeBinary, nullable=False),
    Column("created_at_ms", BigInteger, nullable=False),
    Column("expires_at_ms", BigInteger),
    Column("revoked_at_ms", BigInteger),
)
"""API keys by their public id; the secret itself is kept nowhere."""
