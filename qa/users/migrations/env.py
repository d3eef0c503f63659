"""What Alembic runs to make or change the tables of users."""

from alembic import context

from qa.users.migrations import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
