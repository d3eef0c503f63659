"""The formats of the chats' tables.

tables.py     1: chats, turns, and the versions of articles that a turn shows
renamed.py    2: the last of them under another name
checksums.py  3: checksums, and what was imported
"""
