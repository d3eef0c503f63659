"""Whether a passage carries a sentence that a model wrote.

support.py     the verdict: facts by rule, the rest by overlap and a model
facts.py       a text's numbers, names and negations, each at its place
mismatch.py    which fact of a claim its evidence does not hold or contradicts
"""
