"""Who may log in, how often, and for how long.

users.py         names, salted hashes of passwords and of tokens, in a file
passwords.py     hashing a password, slowly
accounts.py      that file as a running page sees it
sessions.py      who has logged in, until when
logins.py        trying a name and a password: limits, and hashing in a small pool
rate_limit.py    so many times a minute of one asker
command.py       python -m qa users
"""
