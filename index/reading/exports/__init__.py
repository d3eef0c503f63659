"""Many articles in one file, as databases, programs and sites hand them out.

text.py          which of these a text is, if any
nexis.py         Nexis and LexisNexis, old and new
factiva.py       Factiva, with two-letter tags or without
proquest.py      ProQuest
newsbank.py      NewsBank
ris.py           RIS, of reference managers
labelled.py      any with `Title: …`, `Date: …` over each article: letters, GENIOS, made by hand
pages.py         exports saved as web pages; Europresse
medium.py        posts of Medium
xml.py           which XML a file is
markup.py        XML read an element at a time
wordpress.py     what WordPress exports
mediawiki.py     dumps of Wikinews and other wikis
labels.py        lines of the form `Label: value`
names.py         ids that stay when a file is exported again with more in it
"""
