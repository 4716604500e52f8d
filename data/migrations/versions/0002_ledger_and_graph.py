"""The explanation as numbers, and the graph's facts beside the answer instead of in it.

Revision: 0002, after 0001. Rows of before the first release are not carried over: what they explain
stands inside their answers, under names that only the floors above know.
"""

from typing import Final

import sqlalchemy as sa
from alembic import context, op
from alembic.util import CommandError

revision: Final = "0002"
down_revision: Final = "0001"
branch_labels: Final = None
depends_on: Final = None

_ADDED: Final = ("ledger", "graph")


def upgrade() -> None:
    if not context.is_offline_mode() and _holds_events():
        raise CommandError("the log holds events in a form of before the first release")
    with op.batch_alter_table("events") as events:
        for name in _ADDED:
            events.add_column(sa.Column(name, sa.LargeBinary(), nullable=False))


def _holds_events() -> bool:
    return op.get_bind().execute(sa.text("SELECT 1 FROM events LIMIT 1")).first() is not None


def downgrade() -> None:
    with op.batch_alter_table("events") as events:
        for name in _ADDED:
            events.drop_column(name)
