"""Who may log in, how often, and for how long.

account.py       what is kept of a user and of a login: a name, salted hashes
users.py         adding and removing users, their tokens
place.py         where they are: a file, or a database that pages share
file.py          in a file
database.py      in a PostgreSQL database, with who has logged in
migrations       the format of its tables
passwords.py     hashing a password, slowly
accounts.py      the users as a running page sees them
watching.py      the database as a running page sees it
sessions.py      who has logged in, until when
logins.py        trying a name and a password: limits, and hashing in a small pool
rate_limit.py    so many times a minute of one asker
command.py       python -m qa users
"""
