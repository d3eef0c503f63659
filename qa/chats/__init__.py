"""Chats that are kept: saved, found again, restored with exact citations, written out.

store.py          the chats kept with an index, each its owner's own
read_only.py      a copy of them where the folder may not be written
database.py       their database: opening it for one piece of work
sqlite_file.py    as a file in the index's folder
server.py         in PostgreSQL, shared by many pages
tables.py         its tables, as statements name them
migrations        what makes them, format by format
pinning.py        what chats show is pinned with the index, so that pruning keeps it
checksums.py      a checksum for each row, so that damage on the disk is seen
taking_over.py    everybody's chats of another page's file
imported.py       replies that came with an imported file, checked against the articles
reading.py        the steps of a read of them
rows.py           the steps of a write
types.py          what a kept chat is, and how large its parts may be
restoring.py      a kept reply as an Answer or NoAnswer again
stand_in.py       what stands in for a version that the index no longer holds
transfer.py       chats as a JSON file, out and in again (json_values.py reads it)
export_text.py    chats and replies as Markdown or plain text
feedback.py       rated turns as questions to measure with
command.py        python -m qa chats (options.py)
"""
