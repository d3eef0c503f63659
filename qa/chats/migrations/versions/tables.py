"""Format 1: chats, turns, and the versions of articles that a turn shows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "1"
down_revision = None

_Number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
# ordered and compared by its bytes, in every database
_Text = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "chats",
        sa.Column("number", _Number, primary_key=True),
        sa.Column("id", _Text, nullable=False, unique=True),
        *(sa.Column(name, _Text, nullable=False) for name in ("owner", "title")),
        sa.Column("renamed", sa.Integer, nullable=False),
        *(sa.Column(name, _Text, nullable=False) for name in ("words", "created", "updated")),
    )
    op.create_index("chats_of", "chats", ["owner", "updated"])
    # the reply last: what is before it is read without it
    texts = ("asked_at", "question", "comment", "filters", "words", "reply")
    op.create_table(
        "turns",
        sa.Column("chat", _Number, sa.ForeignKey("chats.number", ondelete="CASCADE")),
        sa.Column("number", _Number),
        sa.Column("rating", sa.Integer, nullable=False),
        *(sa.Column(name, _Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("chat", "number"),
    )
    op.create_table(
        "cited_versions",
        sa.Column("version", _Text),
        sa.Column("chat", _Number),
        sa.Column("turn", _Number),
        sa.PrimaryKeyConstraint("chat", "turn", "version"),
        sa.ForeignKeyConstraint(
            ["chat", "turn"], ["turns.chat", "turns.number"], ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
