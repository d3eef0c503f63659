"""Measuring: questions with known answers in, figures and a report out.

command.py      python -m qa eval (options.py)
evaluate.py     the whole way, stage by stage
questions.py    reads and checks the questions
asking.py       asks them
judge.py        compares one reply with what is known (texts.py: its words)
outcome.py      what came of one question
figures.py      counts (measures.py: of rankings; curve.py: accuracy by coverage)
resample.py     how sure the counts are
runs.py         a run in its folder
report.py       a run for people (html.py, templates/)
compare.py      two runs side by side
"""
