"""Words as the engine is given them: cut and stemmed as in a folder's index, then made plain.

The engine's own analyzers differ between its kinds and from ours, so they are only left to split
at spaces: a term is of letters, digits and underscores.
"""

from __future__ import annotations

import re
from hashlib import sha256

from index.storage.word_analysis import terms_asked, terms_indexed

_LONGEST = 64  # characters: what is longer is no word; a hash stands for it
_ODD = re.compile(r"\W")


def indexed(title: str, text: str) -> list[str]:
    """The terms of a passage and its title, in their order."""
    return [_plain(term) for term in terms_indexed(f"{title}\n{text}")]


def asked(word: str) -> list[str]:
    """The terms of a word that is looked for; none where it holds no letters or digits."""
    return [_plain(term) for term in terms_asked(word)]


def _plain(term: str) -> str:
    plain = _ODD.sub(lambda found: f"_{ord(found[0]):x}", term)
    return plain if len(plain) <= _LONGEST else sha256(plain.encode()).hexdigest()
