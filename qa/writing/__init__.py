"""The answer in the articles' own words, every sentence cited.

answering.py       what is written to a question, and by which writer
forms/             a writer for each form of answer
extractive.py      what a writer is; the one that picks the best sentences
quotes.py          the one for questions after somebody's words
reading_order.py   sentences with what they lean on, and in the order to be read
reply.py           the reply that all this comes to
citations.py       a place in an article to a citation that is exact
firsts.py          the first of each kind of things
short_answer.py    the few words of the first sentence that name what was asked for
"""
