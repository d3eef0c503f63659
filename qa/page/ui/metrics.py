"""What the page tells Prometheus: counts and times, and no word of anybody's.

The only module that knows its client library, an extra: `pip install -e '.[metrics]'`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from index.errors import IndexingError, UsageError
from index.store import open_index
from qa.page.actions.observing import Asked, Outcome
from qa.page.actions.replying import Settings

if TYPE_CHECKING:
    from prometheus_client.core import Metric
    from starlette.requests import Request
    from starlette.responses import Response

_SECONDS = (0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120)
_STAGE_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60)


def require_client() -> None:
    """Find out early that the client library is missing.

    Raises:
        UsageError: it is.
    """
    if find_spec("prometheus_client") is None:
        raise UsageError(
            "--metrics needs a package that is not installed; in the project's folder run: "
            "pip install -e '.[metrics]'"
        )


class Metrics:
    """The page's metrics, in a registry of its own.

    Args:
        settings: of the page.
        sessions: how many tabs and calls the page holds the state of.
    """

    def __init__(self, settings: Settings, sessions: Callable[[], int]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

        self._settings, self._sessions = settings, sessions
        self.registry = CollectorRegistry(auto_describe=False)
        ProcessCollector(registry=self.registry)  # memory, processor time, open files
        self._questions = Counter(
            "articles_questions",
            "Questions that are over, by what became of them.",
            ["outcome"],
            registry=self.registry,
        )
        for outcome in Outcome:
            self._questions.labels(outcome.value)  # so that a rate is known from the first on
        self._shared = Counter(
            "articles_questions_shared",
            "Questions that got the reply made for the same question of somebody else.",
            registry=self.registry,
        )
        self._seconds = Histogram(
            "articles_question_seconds",
            "From a question's coming to its reply, waiting included.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._waited = Histogram(
            "articles_question_wait_seconds",
            "From a question's coming until its turn came.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._stages = Histogram(
            "articles_stage_seconds",
            "Each step of an answer that was made; total is all of them.",
            ["stage"],
            buckets=_STAGE_SECONDS,
            registry=self.registry,
        )
        self.registry.register(self)  # `collect`, at each look

    def count(self, asked: Asked) -> None:
        """Count a question that is over."""
        self._questions.labels(asked.outcome.value).inc()
        self._shared.inc(asked.shared)
        if asked.outcome in (Outcome.ANSWERED, Outcome.REFUSED):
            self._seconds.observe(asked.seconds)
            self._waited.observe(asked.waited_seconds)
        for stage, milliseconds in asked.stages_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def collect(self) -> Iterable[Metric]:
        """What is looked up when it is asked for."""
        from prometheus_client.core import GaugeMetricFamily

        for state in ("waiting", "working"):
            family = GaugeMetricFamily(
                f"articles_questions_{state}",
                f"Questions {state} now; slow ones are for a language model.",
                labels=["line"],
            )
            for line, gate in (("quick", self._settings.quick), ("slow", self._settings.slow)):
                family.add_metric([line], gate.load[state == "working"])
            yield family
        yield GaugeMetricFamily("articles_sessions", "Tabs kept.", self._sessions())
        building = self._settings.changing.wanted
        yield GaugeMetricFamily("articles_build_running", "1 while the page builds.", building)
        yield from self._held()

    def answer(self, request: Request) -> Response:
        """GET /metrics, in the form that the monitor reads."""
        from prometheus_client.exposition import choose_encoder
        from starlette.responses import Response

        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(self.registry), headers={"content-type": content_type})

    def _held(self) -> Iterable[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        def gauge(name: str, text: str, value: float) -> Metric:
            return GaugeMetricFamily(f"articles_index_{name}", text, value)

        try:
            manifest = open_index(self._settings.index).manifest
        except IndexingError:
            yield gauge("up", "1 where the index can be asked.", 0)
            return
        counts = manifest.counts
        yield gauge("up", "1 where the index can be asked.", 1)
        yield gauge("articles", "Articles held.", counts.articles)
        yield gauge("passages", "Passages held.", counts.passages)
        yield gauge("vectors", "Passages that are found by meaning.", counts.vectors)
        family = GaugeMetricFamily(
            "articles_index_generation", "1 for the generation asked.", labels=["built"]
        )
        family.add_metric([str(manifest.built)], 1)
        yield family
