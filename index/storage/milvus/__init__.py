"""An archive in a Milvus: what lies there, and how it is asked.

client.py        the only door to the engine
failures.py      what the engine raises, in our own words
collections.py   which collections a generation is made of, and which generation is live
rows.py          articles, texts and ids as values that a field can hold
terms.py         words as the engine is given them: cut and stemmed as in a folder's index
book.py          what the next build goes on from, and the manifest
texts.py         the texts of a generation
live.py          opening the live generation
index.py         one generation open for asking
"""
