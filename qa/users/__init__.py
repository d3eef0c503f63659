"""Who may log in, and how often.

users.py         names and salted hashes of passwords, in a file
rate_limit.py    so many times a minute of one asker
command.py       python -m qa users
"""
