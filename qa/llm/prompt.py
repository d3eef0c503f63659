"""What the model is told and shown. Article text is data and cannot look like anything else.

Chat templates mark turns with tokens such as <|im_start|> or [INST], and citations are numbers in
square brackets. So no angle or square bracket of an article reaches the model, nor a character that
nobody sees: what an article brings cannot open a turn, give a number or hide an order.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from qa.answer import Hit
from qa.evidence.rerank import ScoredSentence

_BYTES_A_TOKEN = 3  # English has four and more; a cautious guess, as each model counts its own way
_LONGEST_TITLE = 200  # characters
_LONGEST_NAME = 80  # characters
_BRACKETS = str.maketrans("<>[]|【】［］＜＞｜", "‹›()/()()‹›/")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the rules, and the passages or the conversation with the question.

    Attributes:
        tokens: of the reply at most; None for as many as any reply may have.
    """

    system: str
    user: str
    tokens: int | None = None


def passages_of(sentences: Sequence[ScoredSentence], most: int) -> list[Hit]:
    """The passages of scored sentences, each once, that with the best sentence first."""
    found = {sentence.hit.passage.id: sentence.hit for sentence in reversed(sentences)}
    ordered = dict.fromkeys(sentence.hit.passage.id for sentence in sentences)
    return [found[number] for number in ordered][:most]


def prompt_of(question: str, hits: Sequence[Hit], room: int) -> tuple[Prompt, list[Hit]]:
    """The prompt for a question.

    Args:
        question: as asked.
        hits: passages, best first.
        room: tokens that the whole prompt may take.

    Returns:
        The prompt, and the passages it shows: number n is the nth of them. The best one is shown
        even when there is no room for it, cut short.
    """
    system = files("qa.llm").joinpath("prompt.md").read_text("utf-8")
    end = f"\nQuestion: {as_data(question, one_line=True)}\nAnswer, citing every sentence:"
    left = room - tokens_in(system) - tokens_in(end) - 32  # what the chat template adds
    shown: list[str] = []
    for number, hit in enumerate(hits, start=1):
        text = _passage_text(number, hit)
        if shown and tokens_in(text) > left:
            break
        cut = text.encode()[: max(left, 64) * _BYTES_A_TOKEN].decode(errors="ignore")
        shown.append(cut.rstrip())
        left -= tokens_in(cut)
    user = "Passages:\n\n" + "\n\n".join(shown) + "\n" + end
    return Prompt(system, user), list(hits[: len(shown)])


def tokens_in(text: str) -> int:
    """About how many tokens a text takes, rather too many than too few."""
    return len(text.encode()) // _BYTES_A_TOKEN + 1


def as_data(text: str, *, one_line: bool = False) -> str:
    """A text without brackets that could mean something and without characters that are unseen."""
    plain = unseen_left_out(text).translate(_BRACKETS)
    return " ".join(plain.split()) if one_line else plain


def unseen_left_out(text: str) -> str:
    """A text without control, format and unassigned characters; line ends stay."""
    return "".join(
        sign for sign in text if sign == "\n" or unicodedata.category(sign) not in _UNSEEN
    )


def _passage_text(number: int, hit: Hit) -> str:
    article = hit.article
    title = as_data(article.title, one_line=True)[:_LONGEST_TITLE]
    source = as_data(article.source, one_line=True)[:_LONGEST_NAME]
    day = article.published.isoformat() if article.published else ""
    head = ", ".join(part for part in (title, source, day) if part)
    lines = (line.strip() for line in as_data(hit.passage.text).splitlines())
    # indented, so that no line of an article can stand where a passage's number does
    body = "\n".join(f"  {line}" for line in lines if line)
    return f"[{number}] {head}\n{body}"
