"""An index of the applications for cash on delivery, which are few among the events.

Revision: 0008, after 0007.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0008"
down_revision: Final = "0007"
branch_labels: Final = None
depends_on: Final = None


def upgrade() -> None:
    where = sa.text("kind = 'cod_application'")
    op.create_index(
        "ix_events_applications", "events", ["seq"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_events_applications", "events")
