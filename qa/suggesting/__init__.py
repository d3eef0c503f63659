"""Questions to offer: made from articles, and asked before they are shown.

suggestions.py   examples to start with, and what to ask next
candidates.py    questions made from one article
clauses.py       questions about what a parsed sentence tells
people.py        whom and what an article names; questions about those it introduces or quotes
"""
