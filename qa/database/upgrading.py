"""Tables brought to the newest format by Alembic. Imported only where they are not yet."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(db: Connection, scripts: Path, known: int = 0) -> None:
    """Bring tables to the newest format, within the transaction that the caller has begun.

    Args:
        db: open to write.
        scripts: the folder of Alembic's `env.py` and `versions`; a revision's name is its number.
        known: the format that they are known to be of, where Alembic has not been told; else 0.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = db
    if known:
        command.stamp(config, str(known))
    command.upgrade(config, "head")
