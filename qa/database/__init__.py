"""What is shared by all that may be kept in a PostgreSQL database.

address.py     postgresql://… as it is given and as it may be shown
parser.py      a command line that shows no password
server.py      a server's engine, and its errors as messages that say what to do next
upgrading.py   tables brought to the newest format by Alembic, once
"""
