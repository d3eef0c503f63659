"""The writer that has a language model write, and believes none of it unchecked.

Whether to answer at all is decided before, by the extractive writer: when the articles do not say,
no model is asked. Of what the model writes, a number it was given becomes an exact citation of the
sentences that carry the claim best; everything else becomes a mark that says what is missing.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from qa.answer import Citation, Hit, Sentence, Support
from qa.checking.support import Evidence, check_support
from qa.clock import load_in_background
from qa.errors import LlmFailed
from qa.evidence.reader import Checker, load_reader
from qa.evidence.rerank import ScoredSentence
from qa.language.parsing import load_parser
from qa.language.words import STOP_WORDS, words
from qa.llm.calls import pieces_of
from qa.llm.phrases import declines, gives_orders
from qa.llm.prompt import passages_of, prompt_of, unseen_left_out
from qa.llm.sentences import SentenceStream, Stated
from qa.llm.types import LanguageModel, LlmSettings, Piece
from qa.writing.citations import Citations
from qa.writing.extractive import Draft, ExtractiveWriter, Refusal, Writer

_Quote = tuple[Hit, int, int]
_LOOKED_AT = 3  # passages, for a sentence that names none
_BEFORE = 80  # characters: an order may end in the sentence before what it wants said
_ENDED = re.compile(r"[.!?…][\"”’'»)]*$")


@dataclass(frozen=True, slots=True)
class WritingSettings:
    """What is shown to the model and how much is taken from it.

    Attributes:
        passages: at most, as far as the model's context holds them.
        sentences: of a reply at most; the rest is not waited for.
        longest: characters of a reply at most, likewise.
        hide_unsupported: leave unsupported sentences out instead of marking them.
    """

    passages: int = 6
    sentences: int = 10
    longest: int = 6000
    hide_unsupported: bool = False


class LlmWriter:
    """See `Writer`. When the model is of no help, the extractive answer comes with a notice.

    Args:
        model: writes.
        limits: time and size of a reply.
        settings: what is shown and taken.
        on_sentence: called with each sentence when it is whole and judged, as it is in the answer;
            the citations are those so far. An answer that falls back begins anew.
        on_asked: called before the model is asked, which it is not where the articles do not say.
        on_fallback: called when an answer is not the model's.
        cancelled: set it to stop the model.
        checker: judges; the program's reader unless given.
        fallback: decides whether there is an answer, and gives it when the model cannot.
    """

    def __init__(
        self,
        model: LanguageModel,
        limits: LlmSettings | None = None,
        settings: WritingSettings | None = None,
        *,
        on_sentence: Callable[[Sentence, Sequence[Citation]], None] | None = None,
        on_asked: Callable[[], object] | None = None,
        on_fallback: Callable[[], object] | None = None,
        cancelled: threading.Event | None = None,
        checker: Checker | None = None,
        fallback: Writer | None = None,
    ) -> None:
        self._model = model
        self._limits = limits or LlmSettings()
        self._settings = settings or WritingSettings()
        self._on_sentence = on_sentence
        self._on_asked = on_asked
        self._on_fallback = on_fallback
        self._cancelled = cancelled
        self._checker = checker
        self._fallback = fallback or ExtractiveWriter()

    def write(self, question: str, sentences: Sequence[ScoredSentence]) -> Draft | Refusal:
        """See `Writer.write`."""
        quoted = self._fallback.write(question, sentences)
        if isinstance(quoted, Refusal):
            return quoted
        if self._on_asked:
            self._on_asked()
        hits = passages_of(sentences, self._settings.passages)
        try:
            return self._written(question, hits)
        except LlmFailed as error:
            if self._on_fallback:
                self._on_fallback()
            return replace(quoted, notice=f"{error} So these are the articles' own words.")

    def _written(self, question: str, hits: Sequence[Hit]) -> Draft:
        prompt, shown = prompt_of(question, hits, self._model.context - self._limits.tokens)
        parser = load_in_background(load_parser)  # ready when the first sentence is to be judged
        page = _Page(shown, self._checker or load_reader(), parser.result)
        notice = ""
        try:
            with closing(pieces_of(self._model, prompt, self._limits, self._cancelled)) as pieces:
                for stated in self._stated(pieces):
                    self._take(stated, page)
        except LlmFailed as error:
            notice = f"{error} What it had written is shown."
            if not page.carried:
                raise
        if not page.carried:
            raise LlmFailed(f"{self._model.name} wrote nothing that the passages support.")
        return Draft(tuple(page.sentences), page.citations.all(), notice)

    def _stated(self, pieces: Iterator[Piece]) -> Iterator[Stated]:
        """The sentences of a reply; one that was cut off within is left out."""
        stream = SentenceStream()
        length = count = 0
        finished = ""
        for piece in pieces:
            length += len(piece.text)
            finished = piece.finished
            for stated in stream.feed(piece.text):
                yield stated
                count += 1
            if count >= self._settings.sentences or length > self._settings.longest:
                return
        for stated in stream.end():
            if finished != "length" or _ENDED.search(stated.text):
                yield stated

    def _take(self, stated: Stated, page: _Page) -> None:
        if not page.sentences and not stated.numbers and declines(stated.text):
            raise LlmFailed(f"{self._model.name} says that the passages do not answer.")
        sentence, quotes = page.judged(stated)
        if self._settings.hide_unsupported and sentence.support is Support.UNSUPPORTED:
            return  # without a citation: its sources would be cited by nothing
        sentence = page.add(sentence, quotes)
        if self._on_sentence:
            self._on_sentence(sentence, page.citations.all())


class _Page:
    """What has been written so far, and what it was written from."""

    def __init__(self, hits: Sequence[Hit], checker: Checker, ready: Callable[[], object]) -> None:
        self.sentences: list[Sentence] = []
        self.citations = Citations()
        self._hits = hits
        self._checker = checker
        self._ready = ready

    @property
    def carried(self) -> bool:
        """Whether any sentence has support."""
        return any(s.support is not Support.UNSUPPORTED for s in self.sentences)

    def add(self, sentence: Sentence, quotes: Sequence[_Quote]) -> Sentence:
        """Take a sentence up, with the citations of its quotes; returns it as it is then."""
        numbers = dict.fromkeys(self.citations.cite(h.article, s, e) for h, s, e in quotes)
        self.sentences.append(replace(sentence, citations=tuple(numbers)))
        return self.sentences[-1]

    def judged(self, stated: Stated) -> tuple[Sentence, list[_Quote]]:
        """A sentence with its verdict, and what of the passages it is to cite."""
        given = [number for number in stated.numbers if 1 <= number <= len(self._hits)]
        never = [f"[{n}]" for n in stated.numbers if n not in given] + list(stated.strange)
        if not given and not never:
            return self._found(stated.text)
        if not given:
            why = f"cites {', '.join(never)}, which it was not given"
            return Sentence(stated.text, (), Support.UNSUPPORTED, why), []
        sentence, quotes = self._checked(stated.text, [self._hits[n - 1] for n in given])
        if never:
            why = f"cites {', '.join(never)}, which it was not given"
            sentence = replace(sentence, support=Support.UNSUPPORTED, why=why)
        return sentence, quotes

    def _found(self, text: str) -> tuple[Sentence, list[_Quote]]:
        """A sentence that cites nothing, cited by us where a passage that was shown carries it."""
        said = set(words(text)) - STOP_WORDS
        nearest = sorted(self._hits, key=lambda h: -len(said & set(words(h.passage.text))))
        for hit in nearest[:_LOOKED_AT]:
            sentence, quotes = self._checked(text, [hit])
            if sentence.support is Support.SUPPORTED:
                return sentence, quotes
        return Sentence(text, (), Support.UNSUPPORTED, "cites nothing"), []

    def _checked(self, text: str, hits: Sequence[Hit]) -> tuple[Sentence, list[_Quote]]:
        """A sentence with its verdict, and the words of the passages that carry it best."""
        evidences = [Evidence(h.passage.text, h.article.title, h.article.published) for h in hits]
        self._ready()
        judgement = check_support(text, evidences, self._checker)
        support, why = judgement.support, judgement.why
        quotes = [
            (hit, hit.passage.start + start, hit.passage.start + end)
            for hit, places in zip(hits, judgement.places, strict=True)
            for start, end in places
        ]
        if any(gives_orders(_seen(hit, start, end)) for hit, start, end in quotes):
            support, why = Support.UNSUPPORTED, "the cited words are orders to a machine, no report"
        return Sentence(text, (), support, why), quotes


def _seen(hit: Hit, start: int, end: int) -> str:
    """A quote behind the words before it, without characters that are unseen."""
    return unseen_left_out(hit.article.text[max(hit.passage.start, start - _BEFORE) : end])
