"""What lies on disk: generations, texts, vectors, words, and how each is read and written.

generations.py        which generation is live; publishing one with one rename
manifest.py           what a generation holds and was made with, checked when it is opened
database.py, database_writer.py, database_file.py    articles and passages in SQLite
text_files.py         the texts, by their hash
vector_index.py       search by vectors, exact or approximate (vector_lists.py)
word_index.py         search by words
duplicates.py         near copies of passages
pins.py               versions that pruning keeps, since saved chats cite them
cited_versions.py     versions that saved answers (JSON) cite
"""
