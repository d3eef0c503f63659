"""What lies on disk: generations, texts, vectors, words, and how each is read and written.

asking.py             what asking needs of it
making.py             what building needs of it
live.py               which generation is live, found again where CURRENT was lost
generations.py        the folders of generations; publishing one with one rename
manifest.py           what a generation holds and was made with, checked when it is opened
checksums.py          whether files hold the bytes that were written
database.py, database_writer.py, database_file.py    articles and passages in SQLite
file_records.py       what is remembered of the files that were read
text_files.py         the texts, by their hash
vector_index.py       search by vectors, exact or approximate (vector_lists.py)
word_index.py         search by words, as word_text.py and word_analysis.py prepare them
word_writing.py       writes what it searches
duplicates.py         near copies of passages
milvus/               an archive in a Milvus
pins.py               versions that pruning keeps, since saved chats cite them
cited_versions.py     versions that saved answers (JSON) cite
"""
