"""What is to change in the draft of the next generation, which begins as a copy of the live one.

Articles are compared with what the index holds, and those that are new or changed are split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from index.article import Article, Summary
from index.building.known_files import KnownFiles
from index.building.preparing import Recipe, Staged
from index.building.workers import Workers
from index.english import is_english
from index.errors import ReadError
from index.models.encoder import Encoder
from index.reading.unread import Unread
from index.report import Progress, Remark, Tell
from index.split import SplitSettings
from index.storage.database_writer import DatabaseWriter

ADDED = "added"  # the origin of an article that was added by hand


@dataclass
class Changes:
    """What has been done so far, as article ids in the order they were met."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[ReadError] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # now held by hand, otherwise unchanged
    left_out: list[str] = field(default_factory=list)  # read, and removed for good before
    foreign: int = 0  # how many of those read are not in English

    remarks: dict[str, str] = field(default_factory=dict)  # the first of each kind
    remarked: Counter[str] = field(default_factory=Counter)  # how many of each kind

    def note(self, remark: Remark) -> None:
        """Count a remark on an article, and keep the first of its kind."""
        self.remarked[remark.kind] += 1
        self.foreign += remark.kind == "foreign"
        self.remarks.setdefault(remark.kind, remark.what)

    @property
    def read(self) -> int:
        """How many articles could be read."""
        return len(self.added) + len(self.changed) + len(self.unchanged) + len(self.left_out)

    @property
    def count(self) -> int:
        """How many articles are not as they were."""
        return len(self.added) + len(self.changed) + len(self.removed) + len(self.kept)


class Staging:
    """The database of the next generation.

    Args:
        database: the draft's, at first as it is in the live generation.
        encoder: whose tokens measure passages and whose fingerprint goes into their keys.
        split: how large passages are.
        tell: told how many articles were read.
        workers: prepare articles.
    """

    def __init__(
        self,
        database: DatabaseWriter,
        encoder: Encoder,
        split: SplitSettings,
        tell: Tell,
        workers: Workers,
    ) -> None:
        self.database = database
        self.changes = Changes()
        self._encoder = encoder
        self._recipe = Recipe.of(encoder, split)
        self._tell = tell
        self._workers = workers
        self._taken: set[str] = set()
        self._lost: set[str] = set()  # versions
        self.lost: list[str] = []  # articles that had to go, as their texts are damaged
        self._left_out = {article_id for article_id, *_ in self.database.left_out()}

    def known_files(self, origin: str, options: object, *, read_all: bool) -> KnownFiles:
        """Which files of a folder need not be read: see `KnownFiles`."""
        return KnownFiles(self.database, origin, options, read_all=read_all, lost=self._lost)

    def split_anew(self) -> None:
        """Split every article again: another encoder or other settings."""
        origins = self.database.origins()
        self._put(self._staged(self.database.article(id_), origin) for id_, origin in origins)

    def drop_damaged_texts(self) -> None:
        """Forget texts that are damaged; their articles count as not known until they are read."""
        self._lost = self.database.drop_damaged_texts()

    def drop_lost(self) -> None:
        """Remove the articles whose texts were damaged and have not been read since."""
        for summary in list(self.database.summaries()) if self._lost else ():
            if summary.version in self._lost:
                self.lost.append(summary.id)
                self.remove(summary.id)

    def take(self, articles: Iterable[Article | ReadError | Unread], origin: str) -> set[str]:
        """Bring the database up to these articles; returns the ids that there are."""
        seen: set[str] = set()
        self._put(self._to_put(articles, origin, seen), just_read=True)
        return seen

    def _to_put(
        self, articles: Iterable[Article | ReadError | Unread], origin: str, seen: set[str]
    ) -> Iterator[Staged]:
        """Those that are new or changed; what all are is noted, and their ids in `seen`."""
        for article in articles:
            if isinstance(article, ReadError):
                self.changes.failed.append(article)
            elif isinstance(article, Unread):
                seen.update(article.ids)
                self._taken.update(article.ids)
                self.changes.unchanged.extend(article.ids)
            elif article.id in self._taken:
                reason = "another article of this run has the same id: this one was left out"
                self.changes.failed.append(ReadError(article.id, reason))
            else:
                seen.add(article.id)
                self._taken.add(article.id)
                yield from self._decided(article, origin)
            self._tell(Progress("reading", len(seen), None))

    def keep_only(self, seen: set[str]) -> None:
        """Remove every article that was neither seen nor added by hand."""
        for article_id, origin in self.database.origins():
            if origin != ADDED and article_id not in seen:
                self.remove(article_id)

    def remove(self, article_id: str) -> None:
        """Remove one article."""
        self.database.remove(article_id)
        self.changes.removed.append(article_id)

    def restore(self, article_id: str, version: str, origin: str) -> None:
        """Put back what was removed for good, with what was known of it then."""
        self.database.unexclude(article_id)
        self._put([self._staged(self.database.article(article_id, version), origin)])
        self.changes.added.append(article_id)

    def _decided(self, article: Article, origin: str) -> Iterator[Staged]:
        """The article with what keeps it in the index, if it is new or changed."""
        if article.id in self._left_out and origin != ADDED:
            self.changes.left_out.append(article.id)
            self.changes.foreign += not is_english(article.text)
            return
        if article.id in self._left_out:
            self.database.unexclude(article.id)
        known = self.database.summary(article.id)
        if known and known.origin == ADDED:
            origin = ADDED  # what was added by hand stays until it is removed by hand
        if known and _same(article, known) and known.version not in self._lost:
            self.changes.unchanged.append(article.id)
            self.changes.foreign += not is_english(article.text)
            if origin == ADDED and known.origin != ADDED:
                self.database.set_origin(article.id, origin)
                self.changes.kept.append(article.id)
            return
        (self.changes.changed if known else self.changes.added).append(article.id)
        self._lost.discard(article.version)  # it is being stored
        yield self._staged(article, origin)

    def _staged(self, article: Article, origin: str) -> Staged:
        return Staged(article, origin, self.database.is_signed(article.version))

    def _put(self, staged: Iterable[Staged], *, just_read: bool = False) -> None:
        """Store articles, in their order."""
        with closing(self._workers.prepare(staged, self._encoder, self._recipe)) as prepared:
            for one, found in prepared:
                article = one.article
                self.changes.foreign += just_read and not found.english
                self.database.put(article, found.passages, one.origin, found.packed)
                if found.signature is not None:
                    self.database.keep_signature(article.version, found.signature)


def _same(article: Article, known: Summary) -> bool:
    names = ("version", "title", "source", "author", "published", "url")
    return all(getattr(article, name) == getattr(known, name) for name in names)
