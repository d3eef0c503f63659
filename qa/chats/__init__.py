"""Chats that are kept: saved, found again, restored with exact citations, written out.

Knows nothing of any web framework.
"""
