"""Files to read, what is made of them, and how tests ask for it."""

from __future__ import annotations

import io
from pathlib import Path

from pypdf import PdfWriter

from index.article import Article
from index.errors import ReadError
from index.reading.folder import Limits, read_articles

STORY = "The council voted on Monday to close the old bridge for repairs until the spring."


def read(root: Path, limits: Limits | None = None) -> tuple[list[Article], list[str]]:
    """The articles, and the errors as the user sees them."""
    found = list(read_articles(root, limits=limits or Limits()))
    articles = [item for item in found if isinstance(item, Article)]
    return articles, [str(item) for item in found if isinstance(item, ReadError)]


def only(root: Path) -> Article:
    """The one article that is there."""
    articles, errors = read(root)
    assert errors == []
    assert len(articles) == 1
    return articles[0]


def failure(root: Path) -> str:
    """The one error that is there, and no article."""
    articles, errors = read(root)
    assert articles == []
    assert len(errors) == 1
    return errors[0]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


RSS = """<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "rss-0.91.dtd">
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Gazette</title>
<item><title>Caf\u00e9 &amp; bridge</title><link>https://www.g.example/a/?utm_source=rss</link>
<guid>https://www.g.example/a/</guid><pubDate>Thu, 13 May 2021 23:30:00 -0500</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>One &amp; two.</p><p>Three.</p>]]></content:encoded></item>
<item><guid isPermaLink="false">tag:g:2</guid>
<description>&lt;p&gt;Second.&lt;/p&gt;</description></item>
<item><title>Nothing in it</title></item>
</channel></rss>"""


PAGE = f"""<!DOCTYPE html><html><head><title>Bridge closes | Gazette</title>
<meta property="og:site_name" content="Gazette"><meta name="author" content="Ann Poe">
<meta property="article:published_time" content="2021-05-13T10:00:00Z">
<link rel="canonical" href="https://www.gazette.example/news/bridge/">
</head><body><nav><a href="/">Home</a></nav><article><h1>Bridge closes</h1><p>{STORY}</p>
<p>The mayor said that “safety” came first, and that buses would take another way.</p></article>
<div class="comments"><p>First comment by a reader who did not like it at all.</p></div>
</body></html>"""


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
