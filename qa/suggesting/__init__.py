"""Questions to offer: made from articles, and asked before they are shown.

suggestions.py   examples to start with, and what to ask next
varied.py        what was asked, asked for its reason and its time
story.py         which articles tell the same story as an answer
candidates.py    questions made from one article
clauses.py       questions about what a parsed sentence tells
people.py        whom and what an article names; questions about those it introduces or quotes
"""
