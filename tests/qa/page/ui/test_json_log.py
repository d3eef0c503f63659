"""Lines of JSON on the terminal, and the metrics: what they hold, and what they never do."""

from __future__ import annotations

import json
import logging
import sys
import threading
from pathlib import Path

import pytest

from index.errors import UsageError
from index.terminal import say
from qa.page.actions.observing import Asked, Outcome
from qa.page.actions.replying import Settings
from qa.page.ui import metrics
from qa.page.ui.json_log import json_lines, log_question
from tests.conftest import ROOT

ASKED = Asked(Outcome.ANSWERED, 0.5, 0.1, {"search": 20.0, "total": 400.0}, request="r1")


def test_all_that_is_written_is_a_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ValueError("in a thread\x1b[2J")

    with json_lines():
        log_question(ASKED)
        say("Serving on x", error=True)
        logging.getLogger("elsewhere").warning("odd \u2028 %s", "one")
        logging.getLogger("elsewhere").warning("does not fit %d", "a number")
        try:
            raise KeyError("missing")
        except KeyError:
            logging.getLogger("elsewhere").exception("failed")
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    said = capsys.readouterr().err
    assert said.isascii()
    question, printed, odd, _, failed, ended = (json.loads(line) for line in said.splitlines())
    assert question["message"] == "question"
    assert question["outcome"] == "answered"
    assert (question["milliseconds"], question["waited_milliseconds"]) == (500.0, 100.0)
    assert (question["stages"], question["request"]) == (dict(ASKED.stages_ms), "r1")
    assert printed["message"] == "Serving on x"
    assert odd["message"] == "odd \u2028 one"
    assert failed["traceback"].endswith("KeyError: 'missing'")
    assert "in a thread" in ended["traceback"]
    assert all("+00:00" in one["time"] for one in (question, printed, odd, failed, ended))


def test_afterwards_all_is_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    before = (sys.stderr, logging.getLogger().handlers[:], threading.excepthook)
    with json_lines():
        pass
    assert (sys.stderr, logging.getLogger().handlers[:], threading.excepthook) == before
    assert not capsys.readouterr().err


def told(folder: Path, asked: list[Asked]) -> dict[str, float]:
    """What a monitor reads after some questions, by name and labels."""
    from prometheus_client import generate_latest
    from prometheus_client.parser import text_string_to_metric_families

    counted = metrics.Metrics(Settings(folder, folder), lambda: 7)
    for one in asked:
        counted.count(one)
    families = text_string_to_metric_families(generate_latest(counted.registry).decode())
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_questions_are_counted_by_outcome_and_timed(tmp_path: Path) -> None:
    shared = Asked(Outcome.REFUSED, 3.0, 2.0, shared=True)
    found = told(tmp_path, [ASKED, shared, Asked(Outcome.BUSY, 0.0, 0.0)])
    outcomes = [found[f"articles_questions_total {one.value}"] for one in Outcome]
    assert outcomes == [1, 1, 0, 0, 0, 1]
    assert found["articles_questions_shared_total"] == 1
    assert found["articles_question_seconds_count"] == 2
    assert found["articles_question_seconds_bucket 0.5"] == 1
    assert found["articles_stage_seconds_sum search"] == pytest.approx(0.02)
    assert found["articles_questions_waiting quick"] == 0
    assert found["articles_sessions"] == 7
    assert found["articles_index_up"] == 0
    if sys.platform == "linux":
        assert found["process_resident_memory_bytes"] > 1e6


def test_what_the_index_holds_is_told(seed_index_dir: Path) -> None:
    found = told(seed_index_dir, [])
    assert found["articles_index_up"] == 1
    assert found["articles_index_passages"] >= found["articles_index_articles"] > 0


def test_every_metric_is_in_the_operator_s_page(seed_index_dir: Path) -> None:
    page = (ROOT / ".github" / "SCALE.md").read_text("utf-8")
    names = {name.split(" ")[0] for name in told(seed_index_dir, [ASKED])}
    plain = {name for name in names if name.startswith("articles_")}
    endings = ("_bucket", "_sum", "_count", "_created")
    assert all(name in page for name in plain if not name.endswith(endings))


def test_without_its_package_the_next_step_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"\.\[metrics\]"):
        metrics.require_client()
