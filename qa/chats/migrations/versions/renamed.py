"""Format 2: programs of format 1 that still run fail: they would save chats without pinning.

The table's name is all that changes.
"""

from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Take the table from older programs."""
    op.rename_table("cited_versions", "shown_versions")
