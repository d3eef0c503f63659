"""What the page knows.

chat.py         one chat as one tab has it open
turn.py         a turn of it, with its sources
cards.py        those sources by article, and the marks in one of them
events.py       the dated lines of a timeline along an axis
shown.py        what is shown of a reply, without the articles it was made from
catalogue.py    the articles of the library: searched, sorted, paged, counted
timeline.py     how many articles were published when
"""
