"""Format 1: users, those who were removed, and who has logged in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "1"
down_revision = None

_TEXT = TEXT(collation="C")  # ordered and compared by its bytes


def upgrade() -> None:
    """Make the tables."""
    secrets = ("salt", "scrypt", "token", "era")
    op.create_table(
        "page_users",
        sa.Column("name", _TEXT, primary_key=True),
        *(sa.Column(name, _TEXT, nullable=False) for name in secrets),
    )
    op.create_table(
        "page_users_removed",
        sa.Column("name", _TEXT, primary_key=True),
        sa.Column("era", _TEXT, nullable=False),
    )
    op.create_table(
        "page_logins",
        sa.Column("token", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("ends", sa.Double, nullable=False),
    )
    changes = op.create_table("page_users_changes", sa.Column("number", sa.BigInteger))
    op.bulk_insert(changes, [{"number": 0}])
