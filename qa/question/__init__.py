"""A question understood.

request.py     what a caller asks for, checked: question, number of hits, filters, day
followup.py    a question that leans on earlier ones, made to stand alone
pronouns.py    words that point back, and what they stand for
described.py   whom or what the last question asked for, called by what it says of it
frame.py       a question taken apart: what it asks for, its subject, its verb
ellipsis.py    the last question asked in another way: "Why?", "Who else?"
substitution.py  the last question with one new part: "And in 2020?"
carried.py     what a question is about, put behind it where it fits nowhere inside
plan.py        how it is searched for: standing alone, in parts where it asks for several things
periods.py     the periods named in it, and what they mean for the search
sources.py     the sources named in it
wording.py     what it says besides what it asks; two questions in one
form.py        which form of answer it asks for
terms.py       which phrases of the conversation a question leans on, by a small classifier
topic.py       what it is about, without the words that ask, by a small classifier
sides.py       what it sets side by side, and what it asks of each side
side_words.py  which words belong to a side, by a learned sequence
collection.py  what it asks of the collection of articles, not of what they tell, by another
linear.py      such a classifier, as its weights lie in a file
"""
