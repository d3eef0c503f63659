"""Files that hold files: documents of office programs, books, letters, archives.

packages.py      zip files opened within limits, and their XML
zips.py          zip archives: each file within read as it would be by itself
documents.py     .docx, .odt and .rtf, alone or as exports of many articles
word.py          what a .docx says, as HTML
opendocument.py  what an .odt says, as HTML
cells.py         cells of tables
rtf.py           what an .rtf says
epub.py          books: each chapter an article
letters.py       .eml
letter_text.py   which of a letter's parts is read
mailbox.py       .mbox: letter after letter
web_archive.py   .mhtml: the page that was saved
"""
