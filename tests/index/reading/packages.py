"""Documents, books and archives to read, as small as can be."""

from __future__ import annotations

import io
import zipfile
from html import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def zipped(files: dict[str, str | bytes], *, packed: bool = True) -> bytes:
    """A zip archive of files by their names."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted(archive: bytes) -> bytes:
    """The same archive, each file marked as encrypted."""
    data = bytearray(archive)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(mark, start + 4)
    return bytes(data)


def word(body: str, **parts: str) -> bytes:
    """A .docx whose document has this body; `parts` are others in its folder."""
    files = {"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    files |= {f"word/{name}.xml": content for name, content in parts.items()}
    return zipped(dict(files))


def word_paragraphs(*paragraphs: str) -> str:
    """Plain paragraphs of a .docx."""
    return "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs)


def opendocument(body: str, **parts: str) -> bytes:
    """An .odt with this body."""
    names = " ".join(
        f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table", "draw")
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {names}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    files = {"content.xml": content, **{f"{name}.xml": part for name, part in parts.items()}}
    return zipped(dict(files))


def book(chapters: dict[str, str], *, about: str = "", guide: str = "", **extra: str) -> bytes:
    """An .epub whose spine has the chapters in this order, stored in the opposite one."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{about}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    files = {"META-INF/container.xml": container, "OEBPS/book.opf": package}
    files |= {f"OEBPS/{name}": chapters[name] for name in reversed(chapters)}
    return zipped({**files, **{name.replace("__", "/"): text for name, text in extra.items()}})
