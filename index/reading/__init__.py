"""Files of many formats to articles.

folder.py                a folder or file to its articles and failures, in order
files.py                 one file to articles, by its format
formats.py               what a file is
source.py                bytes, within limits; .gz opened
charset.py               bytes to text: only where the encoding is certain
plain.py, html.py, pdf.py, feeds.py, tables.py, json_files.py    the formats
record.py                a record of named fields to an article
clean.py                 a text as it is kept: newlines, unseen characters, spaces
guard.py, worker.py      risky formats in a process of their own, ended when it takes too long
quiet.py                 the libraries' own messages kept off the screen
"""
