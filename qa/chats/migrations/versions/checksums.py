"""Format 3: each row has a checksum from now on, and says whether it was imported."""

import sqlalchemy as sa
from alembic import op

from qa.chats.checksums import sum_all

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Add the columns, with the sums of the rows as they are."""
    for table in ("chats", "turns"):
        imported = sa.Column("imported", sa.Integer, nullable=False, server_default="0")
        op.add_column(table, imported)
        op.add_column(table, sa.Column("sum", sa.BigInteger))
    sum_all(op.get_bind())
