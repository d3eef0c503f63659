"""The chat page: what it shows, what it keeps of each chat, what its events do.

Only `app.py` and the modules here whose names begin with `ui_` know the web framework; the
`html_*` modules are pure functions from what is known to HTML; `desk` and `chat` work.
"""
