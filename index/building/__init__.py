"""A new generation: staged, encoded, published under a lock.

run.py                one run from the articles read to the generation published
stores.py             the store of a place
folder_store.py       drafts in a folder, published by one rename
verify_folder.py      checking all of it
milvus_store.py       drafts in a Milvus, published by one alias: milvus_rows.py writes them with
                      the vectors of milvus_vectors.py
verify_milvus.py      checking all of that
before.py             what a run takes over from a folder's live generation, damaged or not
staging.py            what is to change, against what the index holds
known_files.py        which files need not be read again
vectors.py            encoding what has no vector yet, with those known from before
pending_vectors.py    what was encoded before it is published: kept for the next run
workers.py            who prepares articles and encodes: the seam, and this process itself
processes.py          the same by processes on this machine
preparing.py          what is worked out from an article alone: passages, keys, signature
preparing_child.py    the process that does so
ray_workers.py        the same by a Ray cluster, and ray_tasks.py what its nodes do
workers_named.py      workers by the name on the command line
new_generation.py     the folder in which a generation is made
lock.py               one builder at a time
"""
