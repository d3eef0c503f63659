"""The errors of the index package.

A message says what happened, with the values, and what to do next.

    IndexingError                 everything below; the command line exits with 1
    ├── UsageError                an argument that cannot be right; the command line exits with 2
    ├── ReadError                 a file that cannot be read as articles (path, reason)
    ├── FetchError                a web page that cannot be fetched as an article (url, reason)
    ├── IndexMissing              no index where one was asked for
    ├── IndexBroken               a foreign, older-format, damaged or half-copied index
    │   └── IndexUnreadable       one that the system does not let us read
    ├── IndexBusy                 another build holds the index
    ├── BuildError                a build that cannot finish (nothing to index, disk full, …)
    ├── ModelError                model files that are missing, altered, or do not match the index
    └── UnknownArticle            an article id or version that the index does not hold
"""

from __future__ import annotations

from pathlib import Path


class IndexingError(Exception):
    """Base of all errors of this package; `str(error)` is fit to show to a user."""


class UsageError(IndexingError):
    """An argument or setting that cannot be right."""


class ReadError(IndexingError):
    """A file that cannot be read as articles.

    Args:
        path: the file.
        reason: why, in a few words, fit for the line `path: reason`.
        place: where in the file, such as `line 3`; empty for the whole file.
    """

    def __init__(self, path: Path | str, reason: str, place: str = "") -> None:
        self.path = str(path)
        self.reason = reason
        self.place = place
        super().__init__(f"{self.path}{f' ({place})' if place else ''}: {reason}")


class FetchError(IndexingError):
    """A web page that cannot be fetched as an article.

    Args:
        url: the address, as far as it is fit to show.
        reason: why, and what to do about it, fit for the line `url: reason`.
    """

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url}: {reason}")


class IndexMissing(IndexingError):
    """There is no index in the folder that was named."""


class IndexBroken(IndexingError):
    """The folder holds something else, an older format, or a damaged or partial index."""


class IndexUnreadable(IndexBroken):
    """The system does not let the index be read; as far as is known, nothing is wrong with it."""


class IndexBusy(IndexingError):
    """Another process is building this index."""


class BuildError(IndexingError):
    """A build that could not finish; the index that was there is unharmed."""


class ModelError(IndexingError):
    """Model files are missing or altered, or the encoder is not the one of the index."""


class UnknownArticle(IndexingError):
    """The index holds no such article, or no such version of it."""


def refused_by_system(error: OSError) -> IndexingError:
    """The error to show where the system refused a file or folder: which, and why."""
    place = error.filename if error.filename is not None else "a file"
    return IndexingError(
        f"{place} cannot be used ({error.strerror or error}); see that it is there, that it may be "
        "read and written, and that there is space left"
    )
