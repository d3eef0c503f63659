"""The formats of the tables of users.

tables.py     1: users, those who were removed, and who has logged in
"""
