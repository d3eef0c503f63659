"""What there is to say of an article that could be read, yet not as its file has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from index.article import Article
from index.reading.clean import one_line
from index.reading.dates import day_of, is_open, why_no_day
from index.reading.record import Record
from index.reading.source import Source
from index.report import Remark

_SHOWN_CHARS: Final = 60  # of a date that could not be read


def remarks_on(source: Source, record: Record, article: Article) -> Iterator[Remark]:
    """What of a record could not be read, or was read otherwise than it is written."""
    name = f"{source.name}/{record.member}" if record.member else source.name
    where = name + (f" ({record.place})" if record.place else "")
    given = one_line(record.published, _SHOWN_CHARS)
    if given and not article.published:
        yield Remark("undated", f"{where}: “{given}” {why_no_day(record.published)}".rstrip())
    elif article.published and not (day_of(record.published) or is_open(record.published)):
        yield Remark("calendar", f"{where}: “{given}” as {article.published}")
    if record.missing:
        yield Remark("unnamed", f"{where}: --column {record.missing}")
    if record.cut:
        yield Remark("cut", where)
    for kind, what in record.told:
        yield Remark(kind, f"{where}: {what}")
