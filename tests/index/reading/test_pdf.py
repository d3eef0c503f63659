"""PDF files, whole and broken."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfWriter

from index.reading.folder import Limits, read_articles
from index.reading.pdf import unwrap
from tests.index.reading.test_folder import STORY, failure, only, write


def pdf(*pages: str, password: str = "", title: str = "") -> bytes:
    """A PDF with one line of text for each line of each page."""
    parts = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        shows = " T* ".join(f"({line}) Tj" for line in page.split("\n")) if page else ""
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shows} ET"
        kids.append(f"{len(parts) + 1} 0 R")
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {font} "
            f"/Contents {len(parts) + 2} 0 R >>"
        )
        parts.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    parts[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    body += (
        f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    if not password and not title:
        return body.encode()
    writer = PdfWriter(clone_from=io.BytesIO(body.encode()))
    writer.add_metadata({"/Title": title, "/Author": "Ann"})
    if password:
        writer.encrypt("" if password == "owner only" else password, "owner")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf(tmp_path: Path) -> None:
    article = only(write(tmp_path / "my-report.pdf", pdf("First page.", "Second page.")))
    assert (article.title, article.text) == ("my report", "First page.\n\nSecond page.")
    article = only(write(tmp_path / "a.pdf", pdf(STORY, title="Bridge report")))
    assert (article.title, article.author) == ("Bridge report", "Ann")
    assert only(write(tmp_path / "a.pdf", pdf(STORY, title="Microsoft Word - x.doc"))).title == "a"
    assert only(write(tmp_path / "a.pdf", pdf(STORY, password="owner only"))).text == STORY


def test_broken_pdfs(tmp_path: Path) -> None:
    whole = pdf("Words.", "More.")
    cases = {
        whole[: len(whole) // 2]: "is cut short: the end of the PDF is missing",
        b"Words, no PDF.": "is not a PDF",
        pdf("", ""): "holds no text: scanned pages need OCR first",
        pdf(STORY, password="secret"): "is encrypted: save a copy without password",
        b"%PDF-1.4\n" + b"x" * 99 + b"\n%%EOF": "is a damaged PDF (",
    }
    for content, reason in cases.items():
        assert failure(write(tmp_path / "a.pdf", content)).startswith(f"a.pdf: {reason}")
    found = list(read_articles(write(tmp_path / "a.pdf", whole), limits=Limits(pdf_pages=1)))
    assert str(found[0]) == "a.pdf: has 2 pages, more than the 1 we read"


def test_lines_of_a_page_are_joined() -> None:
    page = (
        "Bridge closes\nThe council voted on Monday to close the\nold bridge for re-\n"
        "pairs until the spring.\nThe Mayor agreed.\n"
    )
    assert unwrap(page) == (
        "Bridge closes\nThe council voted on Monday to close the old bridge for repairs until the "
        "spring.\nThe Mayor agreed.\n"
    )
    assert unwrap("") == ""
