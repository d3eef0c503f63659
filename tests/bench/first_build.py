"""How long a first build takes until the index can be asked by words, by the number of workers.

    python -m tests.bench.first_build ARTICLES [--articles 26000] [--rounds 2]
                                      --workers 0 --workers 1 --workers 2 [--work DIR]

The articles are those of ARTICLES, told again with other words until there are enough, each in a
file of its own. The ways take turns, so that a busy machine is equally busy for each; the seconds
of processors are told beside those of the clock, which mean something on a quiet machine alone.
With `--workers ray:HOST:PORT` and `--vectors` the encoding is measured too.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from index.article import Article
from index.build import build
from index.building.workers_named import workers_named
from index.models.encoder import load_encoder
from index.reading.folder import read_articles
from tests.bench.growing import told

_PASSAGES = 10_000_000  # more than will be asked for


def main() -> None:
    """Print a line for each build, and the medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("articles_from", type=Path, metavar="ARTICLES")
    parser.add_argument("--articles", type=int, default=26_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", action="append", required=True)
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.work) as work:
        seeds = Path(work) / "seeds"
        chars = write(options.articles_from, seeds, options.articles)
        print(f"{options.articles:,} articles, {chars / 1e6:.1f} million characters")
        load_encoder()  # its start is no part of what is compared
        seconds: dict[str, list[float]] = {name: [] for name in options.workers}
        for _ in range(options.rounds):
            for name in seconds:
                seconds[name].append(timed(seeds, Path(work) / "index", name, options.vectors))
        for name, found in seconds.items():
            print(f"workers {name}: median {statistics.median(found):.1f} s")


def write(source: Path, folder: Path, count: int) -> int:
    """Write so many articles as files; returns how many characters they have."""
    folder.mkdir()
    real = [item for item in read_articles(source) if isinstance(item, Article)]
    chars = 0
    for number, (article, _) in zip(range(count), told(real, _PASSAGES), strict=False):
        path = folder / f"{number:06}.txt"
        path.write_text(f"{article.title}\n\n{article.text}\n", "utf-8")
        chars += len(article.text)
    return chars


def timed(seeds: Path, folder: Path, name: str, vectors: bool) -> float:
    """The seconds of a build from nothing; tells them with those of the processors."""
    shutil.rmtree(folder, ignore_errors=True)
    before, started = processors(), time.perf_counter()
    with workers_named(name) as workers:
        report = build(seeds, folder, fill_vectors=vectors, workers=workers)
    seconds = time.perf_counter() - started
    here, others = (now - then for now, then in zip(processors(), before, strict=True))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"workers {name}: {seconds:.1f} s; processors {here:.1f} s here, {others:.1f} s in others; "
        f"peak {peak:.0f} MB here; {report.passages:,} passages, {report.encoded:,} encoded"
    )
    return seconds


def processors() -> Sequence[float]:
    """Seconds of processors that this process took, and those it started and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return [one.ru_utime + one.ru_stime for one in used]


if __name__ == "__main__":
    main()
