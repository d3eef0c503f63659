"""Passages for a question.

search.py    by vectors and by words, filtered, fused
fusion.py    several rankings to one
copies.py    copies of one story to one hit
spelling.py  names as the articles spell them
"""
