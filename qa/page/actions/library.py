"""What the library does: list what the index holds, add to it, take from it, rebuild it.

Every change is a generator of HTML: its progress, and at the end what came of it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from index.article import Article
from index.build import NothingIndexed, add, remove, restore
from index.building.stores import store_of
from index.errors import IndexingError, IndexMissing, ReadError, UsageError
from index.fetching.web_article import fetch_or_report
from index.report import BuildReport, Progress, Tell
from index.store import open_index
from qa.page import strings
from qa.page.actions.rebuilding import working
from qa.page.actions.replying import Settings
from qa.page.actions.uploads import take
from qa.page.html.report import message_html
from qa.page.model.catalogue import Catalogue, read_catalogue

log = logging.getLogger(__name__)

MOST_PAGES = 50  # web pages fetched at once
_LONGEST_FIELD = 500


class Shelf:
    """The articles of an index, for reading and for changing.

    Args:
        settings: where the index and the seeds are.
        kept: the folder where the web framework keeps uploads.
    """

    def __init__(self, settings: Settings, kept: Path) -> None:
        self._settings, self._kept = settings, kept
        self._lock = threading.Lock()
        self._catalogue: Catalogue | None = None
        self._made_of: object = None

    def catalogue(self) -> Catalogue | None:
        """What the index holds now; None when there is no index yet.

        Raises:
            IndexingError: it cannot be read.
        """
        try:
            index = open_index(self._settings.index)
        except IndexMissing:
            return None
        with self._lock:
            if self._made_of is not index.manifest:
                self._catalogue, self._made_of = read_catalogue(index), index.manifest
            return self._catalogue

    def article(self, article_id: str) -> Article | None:
        """An article to read; None when there is none."""
        try:
            return open_index(self._settings.index).article(article_id)
        except IndexingError as error:
            log.info("an article cannot be shown: %s", error)
            return None

    def add_files(self, uploaded: Sequence[str]) -> Iterator[str]:
        """Add the articles of uploaded files, which are deleted."""

        def work(tell: Tell) -> BuildReport:
            with tempfile.TemporaryDirectory(prefix="upload-") as folder:
                failed = list(take(uploaded, self._kept, Path(folder)))
                return self._add([Path(folder)], failed, strings.UPLOADED, tell)

        return working(work)

    def add_pages(self, addresses: str) -> Iterator[str]:
        """Add web pages, one address a line; only from the public web."""
        lines = dict.fromkeys(filter(None, map(str.strip, addresses.splitlines())))
        if not lines or len(lines) > MOST_PAGES:
            said = strings.TOO_MANY_PAGES if lines else strings.NO_PAGES
            return iter([message_html(said.format(most=MOST_PAGES))])

        def work(tell: Tell) -> BuildReport:
            found: list[Article | ReadError] = []
            for done, line in enumerate(lines):
                tell(Progress(strings.FETCHING, done, len(lines)))
                found.append(_page(line))
            return self._add([], found, strings.FETCHED, tell)

        return working(work)

    def add_text(self, text: str, title: str, source: str, day: str, url: str) -> Iterator[str]:
        """Add a text; one of the same address, or title, source and day, takes its place."""
        if not text.strip():
            return iter([message_html(strings.NO_TEXT)])
        fields = {"title": title, "source": source, "published": day, "url": url}
        fields = {name: value.strip()[:_LONGEST_FIELD] for name, value in fields.items()}
        known = hashlib.sha256("\n".join((*fields.values(),)).encode("utf-8", "replace"))
        named: dict[str, Any] = {"text": text, **fields}
        if not fields["url"]:
            named["id"] = f"pasted-{known.hexdigest()[:16]}"

        def work(tell: Tell) -> BuildReport:
            with tempfile.TemporaryDirectory(prefix="pasted-") as folder:
                file = Path(folder, strings.PASTED_FILE)
                file.write_text(json.dumps(named), "utf-8")  # a format that needs no escaping
                return self._add([file], [], strings.PASTED, tell)

        return working(work)

    def remove(self, article_id: str) -> Iterator[str]:
        """Remove an article for good; `put_back` undoes that."""
        return self._changed(
            lambda tell: remove([article_id], self._settings.index, for_good=True, progress=tell)
        )

    def put_back(self, article_id: str) -> Iterator[str]:
        """Put back an article that was removed."""
        return self._changed(
            lambda tell: restore([article_id], self._settings.index, progress=tell)
        )

    def _changed(self, work: Callable[[Tell], BuildReport]) -> Iterator[str]:
        return working(lambda tell: self._settings.changing.change(work, tell))

    def _add(
        self, paths: Sequence[Path], others: Sequence[Article | ReadError], what: str, tell: Tell
    ) -> BuildReport:
        """Add and report; the names in the report are those that the user knows."""
        folder = self._settings.index
        # An index keeps its encoder, whatever a new one would be built with.
        encoder = None if store_of(folder).exists() else self._settings.encoder

        def work(tell: Tell) -> BuildReport:
            return add(
                paths, folder, articles=others, encoder=encoder, progress=tell, fill_vectors=False
            )

        try:
            return self._settings.changing.change(work, tell)
        except NothingIndexed as error:
            raise NothingIndexed(what, error.failed) from error


def _page(address: str) -> Article | ReadError:
    try:
        return fetch_or_report(address)
    except UsageError as error:
        return ReadError(strings.ADDRESS, str(error))
