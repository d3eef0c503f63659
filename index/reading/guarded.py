"""The readers of formats whose parsers set themselves no limits: for `index.reading.worker`.

Apart from the others, so that whoever only builds or asks an index does not import them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from index.reading.containers.documents import read_opendocument, read_rtf, read_word
from index.reading.containers.epub import read_epub
from index.reading.containers.letters import read_letter
from index.reading.containers.mailbox import read_mailbox
from index.reading.containers.web_archive import read_web_archive
from index.reading.containers.zips import read_zip
from index.reading.exports.xml import read_xml
from index.reading.html import read_html
from index.reading.pdf import read_pdf
from index.reading.record import Contents
from index.reading.source import Limits, Source

READERS: Final[Mapping[str, Callable[[Source, Limits], Contents]]] = {
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mhtml": read_web_archive,
    ".mht": read_web_archive,
    ".pdf": read_pdf,
    ".docx": read_word,
    ".doc": read_word,
    ".odt": read_opendocument,
    ".rtf": read_rtf,
    ".epub": read_epub,
    ".rss": read_xml,
    ".atom": read_xml,
    ".xml": read_xml,
    ".eml": read_letter,
    ".mbox": read_mailbox,
    ".zip": read_zip,
}
