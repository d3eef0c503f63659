"""English, for every folder above.

words.py         the words of a text, and their stems
phrases.py       what a question is about: its names and noun phrases
kinds.py         words by which persons, animals and things are told apart
parsing.py       words with their tags, and how they hang together: spaCy, loaded only when needed
numbers.py       numbers in digits and words
calendar.py      the names of months and days
dates.py         dates written out, as days of the calendar
quantities.py    figures with their unit and what they count
quotations.py    what is said, and by whom
claims.py        a question that yes or no answers, as the claim it asks about
mentions.py      where a text holds given words next to each other
bylines.py       who an article says has written it
"""
