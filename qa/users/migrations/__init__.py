"""The format of the tables of users, step by step; Alembic reads this folder.

A step never changes once it is out; what is to be otherwise comes as a further step.

env.py     what Alembic runs
versions   a module for each format: what makes it of the one before
"""

from pathlib import Path

SCRIPTS = Path(__file__).parent
NEWEST = 1  # the last of `versions`
VERSION_TABLE = "users_format"  # where Alembic keeps the number, beside other programs' tables
