"""Measuring: questions with known answers in, figures and a report out.

The stages, each a module: `questions` reads, `asking` asks, `judge` compares one reply with what is
known, `figures` counts, `resample` says how sure the counts are, `report` and `compare` show them,
`runs` keeps a run in its folder.
"""
