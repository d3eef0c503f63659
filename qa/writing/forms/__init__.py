"""Answers in the form that a question asks for, each form a writer of its own.

material  what a form's writer has to write from, and what it hands back
choose    the writer of a form
"""
