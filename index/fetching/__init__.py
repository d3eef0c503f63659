"""Articles from the web: what may be connected to, what is taken, what is found in it.

web_article.py    an address to an article: the steps, and what each refusal says
page.py           one page, within limits of time, size and redirections
addresses.py      which machines may be connected to
"""
