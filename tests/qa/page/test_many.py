"""Many people at once, and the health endpoint."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx

from qa.page.actions.offers import STARTERS
from tests.qa.page.browsing import Served, called


def test_many_ask_at_once_and_each_gets_the_own_answer(served: Served) -> None:
    questions = [question for _, question in STARTERS] * 2

    def ask(question: str) -> tuple[str, str]:
        reply = called(served, "ask", [question, "", "", "", None, ""])
        return reply["question"], reply["citations"][0]["article_id"]

    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(ask, questions))
    by_question = {question: article for article, question in STARTERS}
    assert [question for question, _ in replies] == questions
    assert all(by_question[question] == article for question, article in replies)


def test_health_says_what_is_held(served: Served) -> None:
    reply = httpx.get(f"{served.url}health", trust_env=False)
    assert reply.status_code == 200
    assert reply.json()["status"] == "ok"
    assert reply.json()["articles"] >= 18
