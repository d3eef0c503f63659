"""One run of a build: a copy of the live generation, changed, given vectors, published."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from math import inf
from typing import Final

from index.building.pending_vectors import PendingVectors, forget, pending_file
from index.building.processes import Processes
from index.building.staging import Changes, Staging
from index.building.stores import store_of
from index.building.vectors import encode_missing, known_vectors
from index.building.workers import Workers
from index.english import knows_only_english
from index.models.encoder import DEFAULT_ENCODER, Encoder, load_encoder, stored_name
from index.place import Place
from index.reading.fields import Columns
from index.report import BuildReport, Kind, Progress, Tell
from index.split import SplitSettings
from index.storage import duplicates
from index.storage.making import Draft, Live, Store
from index.storage.manifest import Counts, EncoderInfo, Manifest

_FEW = 256  # passages that are encoded before publishing: half a minute at the most
_SAYINGS: Final[Mapping[Kind, str]] = {
    "undated": "the date of {} could not be read, so no day is known",
    "changed": "of {} only the day of a change is given, so no day of publication is known",
    "calendar": "the date of {} is of another calendar and was converted",
    "unnamed": "in {} no field has the name given, so the usual names were used",
    "cut": "only the beginning of {} is in the files, as whoever made them says",
    "encoding": "{} came in no form of Unicode, and was read in the encoding that fits",
    "garbled": "{} had letters garbled by a wrong encoding (“â€™” for “’”), which were mended",
    "translated": "of {} a translation was left out, and the original read",
    "renamed": "{} had an id that another file gives another article: the file's name was added",
}
_NAMED = 5  # articles named in a note
_MANY_FOREIGN = 0.2  # of the articles read: then it is worth another encoder
_MULTILINGUAL = "intfloat/multilingual-e5-small"


@dataclass
class Run:
    """One run under way, holding the build lock.

    Attributes:
        store: where the archive is or will be.
        draft: the generation being made.
        live: the generation before, None for a new index.
        encoder: makes the vectors.
        split: how large passages are.
        staging: the articles of the new generation, to be changed.
        columns: what the user calls the fields of tables and JSON, kept for later builds.
        notes: what the user should know; a note makes a run publish even without other changes.
    """

    store: Store
    draft: Draft
    live: Live | None
    encoder: Encoder
    split: SplitSettings
    staging: Staging
    tell: Tell
    started: float
    workers: Workers
    columns: Columns = ()
    notes: list[str] = field(default_factory=list)

    def finish(self, *, even_so: bool = False) -> BuildReport:
        """Write and publish, unless nothing is different; encode first where that is quick.

        Args:
            even_so: publish in any case: something else is to be kept.
        """
        self.staging.drop_lost()
        if lost := self.staging.lost:
            self.notes.append(
                f"lost, as their texts were damaged: {', '.join(lost)}; add them again"
            )
        changes = self.staging.changes
        unfinished = pending_file(self.store.home)
        if self.live and not changes.count and not self.notes and not even_so:
            counts = self.live.manifest.counts
            if counts.complete:
                forget(unfinished)  # left by a build killed just after it published
            return self._report(counts, 0, 0.0)
        database = self.staging.database
        same = bool(
            self.live and self.live.manifest.encoder.fingerprint == self.encoder.fingerprint
        )
        with closing(PendingVectors(unfinished)) as pending:
            vectors = self.draft.vectors(self.encoder.dimensions, kept=same)
            with_key = self.draft.vector_with_key if same else None
            filling = known_vectors(database, vectors, with_key, pending)
            if self.store.whole or len(filling.missing) <= _FEW:
                encode = partial(self.workers.encode, encoder=self.encoder)
                encode_missing(filling, database, encode, pending, self.tell, inf)
            self.tell(Progress("writing", 0, None))
            duplicates.refresh(database)
            articles, passages = database.counts()
            corpus = database.corpus_sha256()
            counts = Counts(articles, passages, len(vectors))
            self.draft.publish(self._manifest(counts, corpus))
            if not filling.missing:
                pending.clear()
        return self._report(counts, filling.encoded, filling.seconds)

    def _manifest(self, counts: Counts, corpus: str) -> Manifest:
        encoder = EncoderInfo(
            stored_name(self.encoder.name), self.encoder.fingerprint, self.encoder.dimensions
        )
        built = datetime.now(UTC).isoformat(timespec="seconds")
        return Manifest(encoder, self.split.max_tokens, counts, corpus, built, {}, self.columns)

    def _report(self, counts: Counts, encoded: int, encoding_seconds: float) -> BuildReport:
        changes = self.staging.changes
        return BuildReport(
            added=tuple(changes.added),
            changed=tuple(changes.changed),
            removed=tuple(changes.removed),
            unchanged=tuple(changes.unchanged),
            failed=tuple(changes.failed),
            passages=counts.passages,
            vectors=counts.vectors,
            encoded=encoded,
            seconds=time.perf_counter() - self.started,
            encoding_seconds=encoding_seconds,
            notes=(
                *self.notes,
                *self.workers.notes,
                *_left_out(changes.left_out),
                *_remarks(changes),
                *_other_languages(changes.foreign, changes.read, self.encoder.name),
            ),
            undated=changes.remarked["undated"],
        )


@contextmanager
def open_run(
    place: Place,
    encoder: str | None,
    split: SplitSettings | None,
    tell: Tell | None,
    workers: Workers | None = None,
) -> Iterator[Run]:
    """Hold the lock and a fresh draft; throw the draft away unless it is published.

    Args:
        place: the index.
        encoder: see `index.build.build`, as all others.
        split: how large passages are.
        tell: told how far it is.
        workers: do what needs no index; `Processes()` unless given.

    Raises:
        IndexBusy, IndexBroken, BuildError, ModelError: see `index.build.build`.
    """
    started = time.perf_counter()
    store = store_of(place)
    store.exists()  # refuses a place that is not ours before a lock is put there
    with store.locked():
        live = store.live()
        name = encoder or (live.manifest.encoder.name if live else DEFAULT_ENCODER)
        loaded = load_encoder(stored_name(name))
        settings = split or SplitSettings(*((live.manifest.max_tokens,) if live else ()))
        tell = tell or (lambda _: None)
        workers = workers or Processes()
        with store.stage(live) as draft:
            staging = Staging(draft.database, loaded, settings, tell, workers)
            columns = live.manifest.columns if live else ()
            run = Run(
                *(store, draft, live, loaded, settings, staging, tell, started, workers),
                columns,
            )
            run.notes.extend(live.notes if live else ())
            if live and live.texts_damaged:
                staging.drop_damaged_texts()
            if live and (reason := _why_anew(live.manifest, loaded, settings)):
                run.notes.append(reason)
                staging.split_anew()
            yield run


def _left_out(ids: Sequence[str]) -> Iterator[str]:
    """What there is to say of articles that were left out."""
    if ids:
        named = ", ".join(ids[:_NAMED]) + (", …" if len(ids) > _NAMED else "")
        yield f"left out, as removed for good before: {len(ids):,} ({named}); add them to have them"


def _remarks(changes: Changes) -> Iterator[str]:
    """What there is to say of articles that were read, yet not wholly."""
    for kind, saying in _SAYINGS.items():
        if count := changes.remarked[kind]:
            articles = "1 article" if count == 1 else f"{count:,} articles"
            yield f"{saying.format(articles)}; the first: {changes.remarks[kind]}"


def _other_languages(foreign: int, read: int, encoder: str) -> Iterator[str]:
    """What there is to say of articles in languages that the encoder does not know."""
    if foreign >= _MANY_FOREIGN * read > 0 and knows_only_english(encoder):
        yield (
            f"{foreign:,} of {read:,} articles are not in English, which is all that {encoder} "
            "knows: they are found by their words; to find them by meaning, build with a "
            f"multilingual model: --encoder {_MULTILINGUAL}"
        )


def _why_anew(old: Manifest, encoder: Encoder, split: SplitSettings) -> str | None:
    """Why passages and vectors of the live index cannot be kept; None when they can."""
    if old.encoder.fingerprint != encoder.fingerprint:
        return (
            f"the encoder changed from {old.encoder.name} to {encoder.name}: "
            "every passage is encoded again"
        )
    if old.max_tokens != split.max_tokens:
        return (
            f"passages changed from {old.max_tokens} to {split.max_tokens} tokens: "
            "every article is split again"
        )
    return None
