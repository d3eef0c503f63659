"""Articles as they are found in files, each under an id that no other has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.article import Article
from index.errors import ReadError
from index.reading.clean import clean_id
from index.reading.source import Source
from index.reading.unread import Unread, digest_of
from index.report import Remark


@dataclass(frozen=True, slots=True)
class Found:
    """An article, where in its file it is, and what there is to remark on it.

    Attributes:
        named: its id is a field of its record, not its address or file.
    """

    article: Article
    place: str
    remarks: tuple[Remark, ...]
    named: bool


class Ids:
    """The ids met so far: in which file, and of which article."""

    def __init__(self) -> None:
        self._met: dict[str, tuple[str, str]] = {}  # file and digest

    def take(self, source: Source, unread: Unread) -> bool:
        """Count the articles of a file that is not read, unless one of their ids was met."""
        if not self._met.keys().isdisjoint(unread.ids):
            return False
        self._met.update({one: (source.name, digest) for one, digest in unread.articles})
        return True

    def first(self, source: Source, found: Found) -> Found | ReadError:
        """The article, or what is to be said when there was one with its id.

        Ids of records are often counted within a file: where another file gives the id to another
        article, this one has the name of its file in its id.
        """
        article = found.article
        digest = digest_of(article)
        file, other = self._met.get(article.id, ("", ""))
        if file not in ("", source.name) and found.named and other != digest:
            own = clean_id(f"{source.name}#{article.id}")
            what = f"{source.name}: {article.id}, first seen in {file}, is now {own}"
            told = (*found.remarks, Remark("renamed", what))
            found = replace(found, article=replace(article, id=own), remarks=told, named=False)
            return self.first(source, found)
        if file:
            reason = f"duplicate id {article.id}, first seen in {file}"
            step = "" if other == digest else f", with another text or title: {_step(found)}"
            return source.error(reason + step, found.place)
        self._met[article.id] = (source.name, digest)
        return found


def _step(found: Found) -> str:
    """What to do about two articles with one id."""
    if found.named:
        return "name a field that tells them apart, --column id=NAME"
    return "remove the one that is not to count"
