"""Building: articles in, an index on disk out.

The verbs, which `python -m index` and the page call:

    build.py      make an index hold a folder as it is now; add, remove and restore articles
    fill.py       encode what has no vector yet
    prune.py      drop earlier versions of articles that nothing cites
    verify.py     check every hash, count and offset
    status.py     say what an index holds
    store.py      the index open for asking: read, search, count

What they stand on, from the top floor down:

    building/     a new generation: staged, encoded, published under a lock
    storage/      what lies on disk, and how each part of it is read and written
    models/       the encoders
    fetching/     articles from the web
    reading/      files of many formats to articles
    split.py      texts to passages and sentences, with offsets
    wrapping.py   which line ends only keep lines to a width, by the signs in lines.py
    scripts.py    which letters are written without spaces between words
    english.py    whether a text is in English, which the default encoder knows alone
    report.py     what a build did, and how far it is (shown by progress_line.py)
    cores.py      how many threads to use
    terminal.py   the only door to the screen: printed without what a terminal obeys
    place.py      where an archive lies: a folder, or a Milvus
    article.py    Article, Passage, Filters: the ground, which everything may import
    errors.py     all that can go wrong, as one tree
    options.py    the command line's options (__main__.py runs them)
"""
