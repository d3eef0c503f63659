"""Questions to offer: made from articles, and asked before they are shown.

suggestions.py      examples to start with, and what to ask next
candidates.py       questions made from one article
clauses.py          a plain sentence taken apart, so that it can be asked about
what_happened.py    questions about what a sentence tells
who_is.py           questions about those whom an article introduces, defines or quotes
names.py            whom and what an article names
"""
