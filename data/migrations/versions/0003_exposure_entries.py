"""The exposure ledger: what COD shipments reserve and release, beside the log that it follows from.

Revision: 0003, after 0002. Parcels of a log from before have no entries: ``postrisk exposure check``
counts what is missing, and the balances themselves are rebuilt from the log.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    op.create_table(
        "exposure_entries",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("merchant_token", sa.Text(), nullable=False),
        sa.Column("group_token", sa.Text(), nullable=False),
        sa.Column("event_token", sa.Text(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("outstanding_fen", sa.BigInteger(), nullable=False),
        sa.Column("collected_fen", sa.BigInteger(), nullable=False),
        sa.Column("group_outstanding_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "place", name="pk_exposure_entries"),
    )
    op.create_index(
        "ix_exposure_entries_merchant_token", "exposure_entries", ["merchant_token", "seq", "place"]
    )


def downgrade() -> None:
    op.drop_table("exposure_entries")
