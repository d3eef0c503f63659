"""What is known, as HTML; all that comes from outside is escaped.

head.py        the head of the page, the chips of filters, the list of chats
chat.py        questions and replies
panel.py       the source panel: the cards of a turn, or one article opened at the mark
library.py     the list of articles (timeline.py: when they were published)
login.py       the page to log in on
report.py      a build under way, and what it did
rendering.py   the templates, in templates/, and what they may use
"""
