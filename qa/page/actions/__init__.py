"""What the page does when it is asked to.

session.py       the running page: what its tabs share
replying.py      a question answered (replies.py: by whom; streaming.py: as a
                 model writes; sharing.py: once, for all who ask it at the same time)
observing.py     how a question fared, told to who counts
offers.py        questions offered: to start with, and after an answer
keeping.py       what tabs do with the chats that are kept
chat_files.py    chats taken along and brought as files
library.py       looking at the index, adding, removing, undoing
rebuilding.py    building anew, and filling in vectors in the background
changing.py      one change of the index at a time
uploads.py       files that a browser sent
gate.py          so many questions at once, first come, first served
"""
