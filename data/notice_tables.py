"""The outbox: notices, and to whom each is to be delivered.

A notice is a fact that somebody outside should hear of, written in the transaction of that fact. Its
``data`` hold ids, codes and numbers: nothing that names a person.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table, Text

from data.tables import METADATA

NOTICES: Final = Table(
    "notices",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("desk", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("spread_at_ms", BigInteger),
    Index("ix_notices_spread_at_ms", "spread_at_ms", "at_ms"),
)
"""One row a fact; ``spread_at_ms`` is when its deliveries were written, empty before."""

DELIVERIES: Final = Table(
    "notice_deliveries",
    METADATA,
    Column("notice_id", Text, primary_key=True),
    Column("subscriber", Text, primary_key=True),
    Column("status", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_at_ms", BigInteger, nullable=False),
    Column("ended_at_ms", BigInteger),
    Column("error", Text, nullable=False),
    Index("ix_notice_deliveries_subscriber", "subscriber", "status", "next_at_ms"),
)
"""One row for each subscriber of a notice; ``status`` is waiting, sent or dead."""
