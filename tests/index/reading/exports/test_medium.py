"""What Medium exports."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.index.reading.samples import PAGE, STORY, failure, only, read, write

MORE = "The mayor said that it would be open again in spring, when the frost is gone."
DAY = '<time class="dt-published" datetime="2021-05-13T09:30:00.000Z">May 13, 2021</time>'
BY = '<p>By <a href="https://m.example/@ann" class="p-author h-card">Ann Sample</a>'
CANONICAL = '<a href="https://medium.com/@ann/bridge-1a2b" class="p-canonical">Canonical link</a>'
EXPORTED = '<p>Exported from <a href="https://medium.com">Medium</a> on June 1, 2022.</p>'
PUBLISHED = f'{BY} on <a href="/p/1a2b">{DAY}</a>.</p><p>{CANONICAL}</p>{EXPORTED}'
DRAFT = f'<p><a href="https://medium.com/p/2b3c">View original.</a></p>{EXPORTED}'


def post(
    foot: str, title: str = "Bridge closes", paragraphs: tuple[str, ...] = (STORY, MORE)
) -> str:
    head = f'<h3 name="a" class="graf graf--h3 graf--leading graf--title">{title}</h3>'
    card = (
        '<div class="graf graf--mixtapeEmbed"><a href="/x"><strong>Another post</strong></a></div>'
    )
    body = "".join(f'<p class="graf graf--p">{each}</p>' for each in paragraphs)
    return (
        f'<!DOCTYPE html><html><head><title>{title}</title></head><body><article class="h-entry">'
        f'<header><h1 class="p-name">{title}</h1></header><section data-field="subtitle" '
        f'class="p-summary">A subtitle</section><section data-field="body" class="e-content">'
        f'<section class="section"><div class="section-inner">{head}{body}{card}</div></section>'
        f"</section><footer>{foot}</footer></article></body></html>"
    )


def test_a_post(tmp_path: Path) -> None:
    article = only(write(tmp_path / "2021-05-13_Bridge-closes-1a2b.html", post(PUBLISHED)))
    assert article.text == f"{STORY}\n\n{MORE}"
    assert (article.title, article.author) == ("Bridge closes", "Ann Sample")
    assert (article.published, article.source) == (date(2021, 5, 13), "medium.com")
    assert article.url == "https://medium.com/@ann/bridge-1a2b"


def test_a_short_post_keeps_its_words(tmp_path: Path) -> None:
    said = "Thanks for this."
    assert only(write(tmp_path / "a.html", post(PUBLISHED, said, (said,)))).text == said


@pytest.mark.parametrize("name", ["draft_Bridge-closes-2b3c.html", "Bridge.html"])
def test_a_draft_is_told_and_left_out(tmp_path: Path, name: str) -> None:
    told = f"{name}: was not published: it is a draft"
    assert failure(write(tmp_path / name, post(DRAFT))) == told


def test_an_archive_as_it_comes(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "medium.zip", "w") as archive:
        archive.writestr("posts/2021-05-13_Bridge-closes-1a2b.html", post(PUBLISHED))
        archive.writestr("posts/draft_Ferry-2b3c.html", post(DRAFT, "Ferry"))
    articles, errors = read(tmp_path)
    assert [article.title for article in articles] == ["Bridge closes"]
    assert errors == ["medium.zip/posts/draft_Ferry-2b3c.html: was not published: it is a draft"]


def test_an_article_that_mentions_medium_stays(tmp_path: Path) -> None:
    page = PAGE.replace("</p></article>", "</p><p>Exported from Medium, the site.</p></article>")
    assert STORY in only(write(tmp_path / "a.html", page)).text
    exported = PAGE.replace("</body>", f"<footer>{EXPORTED}</footer></body>")
    assert STORY in only(write(tmp_path / "a.html", exported)).text
