"""Answers and refusals of every shape, drawn at random, and the articles that they cite."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from index.article import Article, Passage, version_of
from index.errors import UnknownArticle
from qa.answer import Answer, Citation, Hit, NoAnswer, ReplyFields, Sentence, Support
from qa.chats.types import SavedTurn
from qa.conflict import Conflict
from qa.question.periods import Named, Period

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
WORDS = TEXT.map(lambda text: f"w{text}w")
_NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


class Shelf:
    """Articles by id and version, as an index gives them."""

    def __init__(self, *articles: Article) -> None:
        self.held = {(article.id, article.version): article for article in articles}

    def article(self, article_id: str, version: str | None = None) -> Article:
        try:
            return self.held[article_id, str(version)]
        except KeyError:
            raise UnknownArticle(article_id) from None


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        text = "\n\n".join(draw(st.lists(WORDS, min_size=1, max_size=5)))
        day = draw(st.none() | st.dates())
        title, source, author, url = (draw(TEXT) for _ in range(4))
        version = version_of(text)
        made.append(Article(f"a{number}", version, title, text, source, author, day, url))
    return made


@st.composite
def replies(draw: st.DrawFn) -> tuple[Answer | NoAnswer, Shelf]:
    held = draw(articles())
    some = st.sampled_from(held)

    def place(article: Article) -> tuple[int, int]:
        ends = st.integers(0, len(article.text))
        start, end = sorted((draw(ends), draw(ends)))
        return (start, end) if article.text[start:end].strip() else (0, len(article.text))

    hits = []
    for number in range(draw(st.integers(0, 3))):
        article = draw(some)
        start, end = place(article)
        passage = Passage(number, article.id, article.version, start, end, article.text[start:end])
        rank = st.none() | st.integers(1, 9)
        copies = tuple(draw(st.lists(some, max_size=2)))
        hits.append(Hit(passage, article, draw(_SCORE), draw(rank), draw(rank), copies))
    common: ReplyFields = {
        "hits": tuple(hits),
        "timings_ms": draw(st.dictionaries(TEXT, _SCORE, max_size=2)),
        "confidence": draw(st.floats(0, 1)),
        "question": draw(TEXT),
        "asked": draw(TEXT),
        "notice": draw(TEXT),
        "parts": tuple(draw(st.lists(TEXT, max_size=3))),
        "named": Named(
            tuple(draw(st.lists(_PERIODS, max_size=2))),
            tuple(draw(st.lists(TEXT, max_size=2))),
            draw(st.booleans()),
        ),
    }
    if draw(st.booleans()):
        return NoAnswer(draw(TEXT), **common), Shelf(*held)
    citations = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        article = draw(some)
        start, end = place(article)
        citations.append(Citation(number, article, start, end, article.text[start:end]))
    numbers = st.integers(1, max(len(citations), 1))
    cited: st.SearchStrategy[list[int]] = st.lists(numbers, max_size=3 if citations else 0)
    sentence = st.builds(Sentence, TEXT, cited.map(tuple), st.sampled_from(Support), TEXT)
    conflict = cited.flatmap(
        lambda n: st.builds(
            Conflict,
            st.just(tuple(n)),
            st.tuples(*[TEXT for _ in n]),
            st.tuples(*[st.none() | st.dates() for _ in n]),
        )
    )
    answer = Answer(
        text=draw(TEXT),
        sentences=tuple(draw(st.lists(sentence, max_size=3))),
        citations=tuple(citations),
        short=draw(st.none() | st.sampled_from(citations)) if citations else None,
        conflicts=tuple(draw(st.lists(conflict, max_size=2))),
        **common,
    )
    return answer, Shelf(*held)


_SCORE = st.floats(-1e6, 1e6)
_PERIODS = st.builds(
    Period,
    TEXT,
    st.dates(),
    st.none() | st.dates(),
    st.sampled_from(("filter", "boost")),
)


def example() -> tuple[Answer, Shelf]:
    """An answer of one sentence with one citation, and the article it cites."""
    text = "The harbour opened. In all 369 ships came in."
    article = Article("a", version_of(text), "Harbour", text, "Wire", "Ada", date(2024, 3, 1))
    start = text.index("In all")
    citation = Citation(1, article, start, len(text), text[start:])
    number = text.index("369")
    answer = Answer(
        text=citation.quote,
        sentences=(Sentence(citation.quote, (1,)),),
        citations=(citation,),
        hits=(Hit(Passage(7, "a", article.version, 0, len(text), text), article, 1.5, 1, 2),),
        timings_ms={"search": 1.5},
        confidence=0.9,
        short=Citation(1, article, number, number + 3, "369"),
        question="How many ships came in?",
        asked="How many ships came in?",
    )
    return answer, Shelf(article)


def turn(number: int = 0, question: str = "How many ships came in?", **other: Any) -> SavedTurn:  # noqa: ANN401 - fields of a turn
    """A turn with the answer of `example`, unless other fields are given."""
    return SavedTurn(
        number,
        question,
        **{"asked_at": _NOON, "reply": example()[0].as_json(), "filters": {}, **other},
    )


def paths(values: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:  # noqa: ANN401 - JSON
    inside = values.items() if isinstance(values, dict) else enumerate(values)
    found = [path] if path else []
    for key, part in inside:
        deeper = isinstance(part, dict | list)
        found += paths(part, (*path, key)) if deeper else [(*path, key)]
    return found


OTHERS: list[Any] = [None, True, -1, 3, 1e400, "", "x", "\ud800", [], {}, [[]], {"a": []}]
