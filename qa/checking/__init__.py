"""Whether a passage carries a sentence that a model wrote.

support.py     the verdict: facts by rule, the rest by overlap and a model
names.py       whether two words of names are one name
tags.py        the part of speech of each word, for names that begin a sentence
facts.py       a text's numbers, names and negations, each at its place
mismatch.py    which fact of a claim its evidence does not hold or contradicts
"""
