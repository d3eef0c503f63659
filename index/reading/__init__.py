"""Files of many formats to articles.

folder.py                a folder or file to its articles and failures, in order
found.py                 articles under ids that no other has
files.py                 one file to articles, by its format
formats.py               what a file is
guarded.py               the readers of risky formats
contents.py              a file, the files within it, those within them …
source.py                bytes, within limits; .gz opened
charset.py               bytes to text: only where the encoding is certain
legacy.py                encodings from before Unicode
plain.py, html.py, pdf.py, feeds.py, tables.py, json_files.py    the formats
nested.py                where in a JSON value the articles are
frames.py                tables that were written as JSON column by column
page_articles.py    pages that show several articles whole
page_parts.py, page_data.py, page_tables.py, page_head.py    what a web page says by places, in
                         data, tables and its head, made words
grid.py, markdown_tables.py    tables as sentences, one a row
note_marks.py            marks of notes and clippings
slugs.py                 newsrooms' names for stories, where a title should stand
links.py                 lists of links: texts that are no article
notices.py               consent walls, paywalls: texts that are no article
fields.py                what archives, APIs and the user call a field
original.py              records with a text in several languages
body.py                  which fields hold the text, all of it
fragment.py              the words of a piece of HTML
dates.py, months.py      days as archives write them, in many languages
calendars.py             days of other calendars, and what is written for want of a day
day_order.py, day_hints.py    which number of 04/05/2021 is the day, decided for a file
printed.py               the lines of printed pages as one text, without running heads
drop_caps.py             large letters put back in front of their words
layout.py                columns side by side, text with empty lines between its lines
unwrap.py                lines that a program broke, made whole
exports/                 many articles in one file: Nexis, Factiva, ProQuest, RIS, blogs, wikis
containers/              documents, books, letters, archives
remarks.py               what to say of an article that was read otherwise than it is written
record.py                a record of named fields to an article
clean.py                 a text as it is kept: newlines, unseen characters, spaces
garbled.py               letters that a program read in a wrong encoding, made right
unread.py                files that need not be read again, and what articles depend on
guard.py, child.py, worker.py    risky formats in a process of their own, ended when it takes long
quiet.py                 the libraries' own messages kept off the screen
"""
