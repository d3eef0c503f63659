"""What was found, judged: which sentences, how sure, where they differ.

reading.py       all of it for one question, or for its parts
sentences.py     the sentences of a passage that can be quoted
reader.py        the model that reads question and passage together (models/)
scores.py        what it makes of a passage: words that answer, things, claims
remembered.py    the same for one question, reading nothing twice
rerank.py        sentences and passages ranked by what it makes of them
confidence.py    how likely the articles answer (calibration.json)
things.py        the things that passages name where several are asked for
causes.py        of sentences to a "why", those that give a cause first
verdicts.py      how likely sentences say yes to a question (verdicts.json)
conflicts.py     different figures for one thing; which article is the newer
same_claim.py    whether two sentences say the same but for the figure
"""
