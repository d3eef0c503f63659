"""Words that no article holds as they were typed, and those they most likely stand for.

Only a word that the index does not hold at all is taken for misspelt: for one that the articles
write in two ("Evergiven", "wifi"), for a name of theirs that differs by a letter or two, swapped
neighbours counted once (optimal string alignment distance, Damerau 1964); or else for a plain word
of theirs, unless it is a word of English itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from tokenizers import Tokenizer

from index.article import Filters
from index.models.bundled import MINILM_RERANKER, locate
from index.scripts import has_pairs
from index.store import Index
from qa.language.words import STOP_WORDS, without_marks, words
from qa.question.form import load_form_weights

_TYPED = re.compile(r"[^\W\d_]{4,}")
_PLAIN = re.compile(r"\b[a-z]+\b")
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "est")
_LONG = 8  # letters from which two may differ
_LEAST_HALF = 3  # letters of either word of two written as one
_PASSAGES = 40  # looked at for a word
_ABOUT = 8  # of those that the rest of the question finds
_LEAST_SEEN = 2  # times that what is meant stands there


@dataclass(frozen=True, slots=True)
class Respelled:
    """A question with the names that the articles have.

    Attributes:
        question: as it can be searched for.
        changes: each word as typed, with what it was taken for.
    """

    question: str
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def notice(self) -> str:
        """What was changed, for the reader; "" when nothing was."""
        return " ".join(
            f"Searched for “{found}”: no article has “{typed}”." for typed, found in self.changes
        )


def respelled(question: str, index: Index) -> Respelled:
    """A question whose words are spelt as in the articles, where it is plain which are meant."""
    made, changes = question, []
    known = STOP_WORDS | load_form_weights().frame  # "timeline" is meant whatever the articles hold
    for typed in dict.fromkeys(_TYPED.findall(question)):
        if typed.casefold() in known or has_pairs(typed) or index.holding(typed):
            continue
        found = _written_as_one(typed, index) or _misspelt(typed, question, made, index)
        if found:
            made = re.sub(rf"\b{typed}\b", found, made)  # both of letters alone
            changes.append((typed, found))
    return Respelled(made, tuple(changes))


def _written_as_one(typed: str, index: Index) -> str | None:
    """Two words that make the one that was typed, joined by a hyphen or a name side by side."""
    seen: Counter[str] = Counter()
    for cut in range(1, len(typed)):
        halves = typed[:cut], typed[cut:]
        if not all(index.holding(half) for half in halves):
            continue
        beside = re.compile(rf"\b{halves[0]}[\s-]{halves[1]}\b", re.IGNORECASE)
        short = min(map(len, halves)) < _LEAST_HALF
        for text in _texts([i for i, _ in index.words(halves, _PASSAGES, Filters())], index):
            seen.update(
                held
                for held in beside.findall(text)
                if held[cut] == "-" or (held[0].isupper() and not short)
            )
    return _surest(seen)


def _names_beside(typed: str, question: str) -> list[str]:
    """The capitalised words just before and after one that is capitalised itself."""
    if not typed[0].isupper():
        return []
    before = re.search(rf"([^\W\d_a-z][^\W\d_]+) {typed}\b", question)
    after = re.search(rf"\b{typed} ([^\W\d_a-z][^\W\d_]+)", question)
    names = [found[1] for found in (before, after) if found]
    return [name for name in names if name.casefold() not in STOP_WORDS]


def _misspelt(typed: str, question: str, made: str, index: Index) -> str | None:
    """What is most likely meant by a word: a name, else a plain word where it is no English.

    Args:
        typed: the word.
        question: as typed.
        made: the question with the words before that were misspelt as they are meant.
        index: holds the articles.
    """
    alike = list(_texts(index.alike(typed, _far(typed), _PASSAGES), index))
    name = _name_meant(typed, _names_beside(typed, question), alike)
    if name or typed[0].isupper() or _is_english(typed):
        return name
    rest = [word for word in words(made) if word not in STOP_WORDS and word != typed]
    about = [i for i, _ in index.words(rest, _ABOUT, Filters())] if rest else []
    near = _nearest(typed, _plain_words(_texts(about, index)), least=1)
    return near or _nearest(typed, _plain_words(alike))


def _name_meant(typed: str, beside: Sequence[str], alike: Sequence[str]) -> str | None:
    """The name that differs from a word in the fewest letters, of those the most frequent.

    Where other names stand beside the word, only texts that hold one of them count: another
    person's name is no misspelling of one.
    """
    texts = [
        text
        for text in alike
        if not beside or any(re.search(rf"\b{name}\b", text) for name in beside)
    ]
    plain = _plain_words(texts)
    seen = Counter(n for text in texts for n in _NAME.findall(text) if not n.isupper())
    return _nearest(
        typed, {n: c for n, c in seen.items() if without_marks(n.casefold()) not in plain}
    )


def _plain_words(texts: Iterable[str]) -> Counter[str]:
    """The words of texts that are in small letters."""
    return Counter(word for text in texts for word in _PLAIN.findall(text))


def _far(typed: str) -> int:
    """By how many letters a word may differ from what was meant."""
    return 2 if len(typed) >= _LONG else 1


def _nearest(typed: str, seen: Mapping[str, int], least: int = _LEAST_SEEN) -> str | None:
    """The word that differs in the fewest letters, of those the most frequent; not in the first."""
    low, most = without_marks(typed.casefold()), _far(typed)
    near: dict[int, Counter[str]] = {}
    for word, count in seen.items():
        bare = without_marks(word.casefold())
        far = OSA.distance(low, bare, score_cutoff=most)
        if far <= most and bare[0] == low[0]:
            near.setdefault(far, Counter())[word] = count
    return _surest(near[min(near)], least) if near else None


def _is_english(word: str) -> bool:
    """Whether a word, or what it is an ending of, is among the 30,000 of BERT's vocabulary."""
    known = _vocabulary().token_to_id
    low = word.casefold()
    return any(known(form) is not None for form in (low, *(low.removesuffix(e) for e in _ENDINGS)))


@lru_cache(maxsize=1)  # immutable
def _vocabulary() -> Tokenizer:
    return Tokenizer.from_file(str(locate(MINILM_RERANKER).tokenizer))


def _surest(seen: Counter[str], least: int = _LEAST_SEEN) -> str | None:
    """The most frequent, if it is frequent enough."""
    [(found, count)] = seen.most_common(1) or [("", 0)]
    return found if count >= least else None


def _texts(ids: list[int], index: Index) -> Iterator[str]:
    for passage, article in index.passages(ids):
        yield f"{article.title}\n{passage.text}"
