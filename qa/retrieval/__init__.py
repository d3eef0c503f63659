"""Passages for a question: searched, joined, copies made one."""
