"""The chat page: what it shows, what it keeps of each chat, what its events do.

Only `app.py` and the modules of `ui/` know the web framework; those of `html/` are pure functions
from what is known to HTML; those of `actions/` and `model/` work.
"""
