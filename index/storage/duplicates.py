"""Near-duplicates: articles that tell mostly the same words, such as copies of an agency report.

How alike two texts are is the Jaccard similarity of their runs of five words, estimated by MinHash
(Broder 1997); which pairs are worth comparing is found by bands of hash values (locality-sensitive
hashing, Indyk & Motwani 1998). A signature depends on one text alone and a pair on two signatures
alone, so that whatever order articles come and go in, the pairs are those of a build from scratch.

A pair shares most of its words, which need not be its story: some sites print the same long
gallery of pictures below every article. Such passages are to be shown once as well, so the pair is
kept; but only what also begins alike tells one story twice: news says first what it is about.

There are no LSH tables: every build would have to fill them anew. What is new is compared with
everything, or all is sorted by each band, for 7 µs and 1 kB a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.storage.database import ArticleDatabase
from index.storage.database_file import damaged
from index.storage.database_writer import DatabaseWriter

Signatures = NDArray[np.uint32]
Hashes = NDArray[np.uint32]

# A change of any of these is a change of the index's format.
SIMILAR = 0.5  # estimated Jaccard similarity of near-duplicates at least
SHORTEST_WORDS = 30  # of shorter texts only equal ones are duplicates
_SHINGLE_WORDS = 5
_HASHES = 128  # of a signature: the estimate is off by 0.04 (one standard deviation) at 0.5
_BANDS, _ROWS = 42, 3  # a pair at `SIMILAR` shares a band in 99.6 % of cases, at 0.1 in 4 %

_LEAD_WORDS = 100  # at the beginning of an article that say what it is about
_LEAD_SHARED = 1 / 3  # of its runs of five words, those in the other text of one story at least

_WORD = re.compile(r"[^\W_]+")
_ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: it spreads what it multiplies
_LARGEST = np.uint32(0xFFFFFFFF)
_RUNS_AT_ONCE = 2048  # 1 MB: what a processor keeps close
_FEW = 16  # new texts are compared with all others one by one: quicker than sorting everything


def signature(text: str) -> bytes:
    """The MinHash signature of a text: 512 bytes, none for a text that is too short for one."""
    return next(_signed([text]))


def refresh(database: DatabaseWriter) -> None:
    """Make signatures and pairs those of the articles that the database holds now.

    Only texts that have no signature, stored or kept, are hashed.
    """
    database.forget_signatures()
    unsigned = database.unsigned()
    if not unsigned:
        return
    known, old = _comparable(database.signatures())
    fresh: list[tuple[int, bytes]] = []
    for version in unsigned:
        body = database.kept_signature(version)
        if body is None:
            body = signature(database.text(version))
        fresh.append((database.add_signature(version, body), body))
    added, new = _comparable(fresh)
    numbers = np.concatenate([known, added])
    found = similar_pairs(np.concatenate([old, new]), first_new=len(old))
    database.add_pairs((int(numbers[i]), int(numbers[j])) for i, j in found)


def similar_pairs(signatures: Signatures, first_new: int = 0) -> Iterator[tuple[int, int]]:
    """All pairs of similar rows, the smaller row first.

    Args:
        signatures: `(n, 128)`.
        first_new: leave out pairs of two rows before this one.
    """
    if len(signatures) - first_new <= _FEW:
        for row in range(first_new, len(signatures)):
            alike = _alike(signatures[:row], signatures[row])
            shared = _band_keys(signatures[alike]) == _band_keys(signatures[row : row + 1])
            yield from ((int(other), row) for other in alike[shared.any(axis=1)])
        return
    keys = _band_keys(signatures)
    order = np.argsort(keys, axis=0, kind="stable")
    ranked = np.take_along_axis(keys, order, axis=0)
    bands = range(keys.shape[1])
    new = keys[first_new:]
    lows = np.stack([np.searchsorted(ranked[:, b], new[:, b]) for b in bands], axis=1)
    highs = np.stack(
        [np.searchsorted(ranked[:, b], new[:, b], side="right") for b in bands], axis=1
    )
    for row in range(first_new, len(signatures)):
        low, high = lows[row - first_new], highs[row - first_new]
        shared = np.flatnonzero(high - low > 1)  # its own place is one
        if not len(shared):
            continue
        others = np.unique(np.concatenate([order[low[b] : high[b], b] for b in shared]))
        others = others[others < row]
        alike = others[_alike(signatures[others], signatures[row])]
        yield from ((int(other), row) for other in alike)


def _alike(signatures: Signatures, one: Signatures) -> NDArray[np.intp]:
    """Which of them are similar to the one."""
    equal = np.count_nonzero(signatures == one, axis=1)
    return np.flatnonzero(equal >= SIMILAR * _HASHES)


def groups(database: ArticleDatabase) -> list[list[str]]:
    """The ids of articles that tell one story in mostly the same words, directly or through others.

    Of a pair both texts are read: a story told twice has `SIMILAR` of its runs of words in common,
    counted and not estimated, and a third of the lead of the one or the other.
    """

    @lru_cache(maxsize=4096)  # one boilerplate makes pairs of every two articles that have it
    def shingles(version: str) -> tuple[Hashes, Hashes]:
        words = _words(database.text(version))
        return np.unique(_run_hashes(words)), np.unique(_run_hashes(words[:_LEAD_WORDS]))

    leader: dict[str, str] = {}

    def find(version: str) -> str:
        while (above := leader.setdefault(version, version)) != version:
            leader[version] = leader[above]
            version = above
        return version

    for one, other in database.similar_versions():
        if find(one) != find(other) and _one_story(shingles(one), shingles(other)):
            leader[find(one)] = find(other)
    members: dict[str, list[str]] = {}
    for summary in database.summaries():
        members.setdefault(find(summary.version), []).append(summary.id)
    return [ids for ids in members.values() if len(ids) > 1]


def _one_story(one: tuple[Hashes, Hashes], other: tuple[Hashes, Hashes]) -> bool:
    """Whether two texts are one story, by the hashes of their runs, each with those of its lead."""
    (all_one, lead_one), (all_other, lead_other) = one, other
    if not max(_share(lead_one, all_other), _share(lead_other, all_one)) >= _LEAD_SHARED:
        return False
    common = np.isin(all_one, all_other).sum()
    return bool(common >= SIMILAR * (len(all_one) + len(all_other) - common))


def _share(part: Hashes, whole: Hashes) -> float:
    """The share of some hashes that are among others, 0 to 1."""
    return float(np.isin(part, whole).mean())


def problems(database: ArticleDatabase) -> Iterator[str]:
    """What is wrong with the stored signatures and pairs, a line each."""
    stored = database.signatures()
    versions = database.signed_versions()
    held = {summary.version for summary in database.summaries()}
    if set(versions.values()) != held:
        yield "the signatures of near-duplicates are not those of the articles"
        return
    for (number, body), right in zip(
        stored, _signed(database.text(versions[number]) for number, _ in stored), strict=True
    ):
        if body != right:
            yield f"text {versions[number][:12]}: its signature was made from other words"
    numbers, signatures = _comparable(stored)
    expected = {
        tuple(sorted((versions[int(numbers[i])], versions[int(numbers[j])])))
        for i, j in similar_pairs(signatures)
    }
    if expected != {tuple(sorted(pair)) for pair in database.similar_versions()}:
        yield "the pairs of near-duplicates are not those of the signatures"


def _signed(texts: Iterable[str]) -> Iterator[bytes]:
    """The signature of each text in turn."""
    factors, terms = _permutations()
    for text in texts:
        hashes = _mixed(_shingle_hashes(text))
        if not len(hashes):
            yield b""
            continue
        least = np.full(_HASHES, _LARGEST, dtype=np.uint32)
        for start in range(0, len(hashes), _RUNS_AT_ONCE):
            part = factors * hashes[start : start + _RUNS_AT_ONCE] + terms
            np.minimum(least, part.min(axis=1), out=least)
        yield least.astype("<u4").tobytes()


@cache
def _permutations() -> tuple[Hashes, Hashes]:
    """What stands for a permutation of all hashes, 128 times: an odd factor and a term."""
    dice = np.random.RandomState(1)  # whose numbers are promised to stay the same
    factors = dice.randint(0, 1 << 31, _HASHES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    terms = dice.randint(0, 1 << 32, _HASHES, dtype=np.uint32)
    return factors[:, np.newaxis], terms[:, np.newaxis]


def _mixed(hashes: Hashes) -> Hashes:
    """Each hash with all its bits mixed: the last step of MurmurHash3 (Appleby 2011)."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    return hashes ^ (hashes >> np.uint32(16))


def _shingle_hashes(text: str) -> Hashes:
    """A hash of every run of five words, each once; none for a text that is too short."""
    words = _words(text)
    if len(words) < SHORTEST_WORDS:
        return np.empty(0, dtype=np.uint32)
    return np.unique(_run_hashes(words))


def _words(text: str) -> NDArray[np.uint64]:
    """A hash of every word."""
    found = _WORD.findall(text.casefold())
    return np.fromiter(map(crc32, map(str.encode, found)), dtype=np.uint64, count=len(found))


def _run_hashes(words: NDArray[np.uint64]) -> Hashes:
    """A hash of every run of five words, in their order."""
    runs = np.zeros(len(words) - _SHINGLE_WORDS + 1, dtype=np.uint64)
    for place in range(_SHINGLE_WORDS):  # arithmetic modulo 2^64; the upper half is well mixed
        runs = (runs + words[place : place + len(runs)]) * _ODD
    return (runs >> np.uint64(32)).astype(np.uint32)


def _band_keys(signatures: Signatures) -> NDArray[np.uint64]:
    """A number for every band of every row: equal where the band is, and hardly ever elsewhere."""
    bands = signatures[:, : _BANDS * _ROWS].reshape(-1, _BANDS, _ROWS).astype(np.uint64)
    keys = np.zeros(bands.shape[:2], dtype=np.uint64)
    for row in range(_ROWS):
        keys = (keys + bands[:, :, row]) * _ODD
    return keys


def _comparable(stored: Iterable[tuple[int, bytes]]) -> tuple[NDArray[np.int64], Signatures]:
    """Numbers and signatures of the texts that are long enough to have one."""
    long = [(number, body) for number, body in stored if body]
    try:
        rows = np.frombuffer(b"".join(body for _, body in long), dtype="<u4")
        signatures = rows.reshape(len(long), _HASHES).astype(np.uint32)
    except (ValueError, TypeError) as error:
        raise damaged("a signature of near-duplicates has another length") from error
    return np.asarray([number for number, _ in long], dtype=np.int64), signatures
