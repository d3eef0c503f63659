"""Answers in the form that a question asks for, each form a writer of its own.

material  what a form's writer has to write from, and what it hands back
choose    the writer of a form

yes_no            yes or no, where a sentence settles it
either            the one of two that a sentence carries
definition        who or what something is, by apposition and copula first
summary           the sentences that together say most of what an article says
story_summary     the same of a story that several articles tell
telling           which sentences say most, and differ
collection        how many articles, which, whose, from when
catalogue         the articles on a topic: those about it, those that mention it
collection_lines  an article as a line, and the words of a headline
whole_collection  the same of all articles, or all of some days, a source, an author
list_of   the things that are asked for, one a line
own_lists the lists that an article has itself
change    dated figures or states, old to new
became    of the figures and dates of a sentence, which are of what was before
unnamed   the events whose figures a question asks for without naming one
compare   the same point of each side
timeline  the dated events of a story, in order
chronicle  an article that tells them line by line, by days or by hours
event_worth  which of them matter
dating    when what a sentence tells happened
weekdays  whether a weekday was still to come when it was written
story     the articles that tell of a subject
"""
