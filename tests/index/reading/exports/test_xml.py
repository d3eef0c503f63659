"""WordPress exports and dumps of wikis."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.article import Article
from index.reading.clean import clean_text
from index.reading.exports.wordpress import text_of_post
from index.reading.folder import read_articles
from index.reading.source import Limits
from index.report import Remark
from tests.index.reading.samples import RSS, failure, only, read, write

WP = "http://wordpress.org/export/1.2/"


def export(*items: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="{WP}" '
        f'xmlns:excerpt="{WP}excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Linden Blog</title>'
        "<wp:author><wp:author_login>tom</wp:author_login>"
        "<wp:author_display_name>Tom Specimen</wp:author_display_name></wp:author>"
        f"{''.join(items)}</channel></rss>"
    )


def item(number: int, content: str = "Words of it.", kind: str = "post", **fields: str) -> str:
    status = fields.pop("status", "publish")
    more = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in fields.items())
    return (
        f"<item><title>Post &amp; {number}</title><link>https://b.example/{number}/</link>"
        "<pubDate>Thu, 03 Feb 2022 23:30:00 +0000</pubDate><dc:creator>tom</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded>No."
        f"</excerpt:encoded><wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f"{more}<wp:comment><wp:comment_content>Mine!</wp:comment_content></wp:comment></item>"
    )


@pytest.mark.parametrize("name", ["a.xml", "a.rss"])
def test_published_posts_alone_are_read(tmp_path: Path, name: str) -> None:
    statuses = ["draft", "private", "trash", "future", "pending", "auto-draft", "inherit"]
    kinds = ["page", "attachment", "nav_menu_item", "revision", "wp_block", "product"]
    others = [item(n, status=status) for n, status in enumerate(statuses, 10)]
    others += [item(n, kind=kind) for n, kind in enumerate(kinds, 30)]
    others.append(item(50, post_password="secret"))
    posts = [item(1, post_date="2022-02-04 09:30:00"), item(2, kind="news")]
    articles, errors = read(write(tmp_path / name, export(*others, *posts)))
    assert errors == []
    assert [(a.id, a.title, a.source, str(a.published), a.author, a.text) for a in articles] == [
        ("b.example/1", "Post & 1", "Linden Blog", "2022-02-04", "Tom Specimen", "Words of it."),
        ("b.example/2", "Post & 2", "Linden Blog", "2022-02-03", "Tom Specimen", "Words of it."),
    ]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<!-- wp:paragraph --><p>One.</p><!-- /wp:paragraph --><p>Two.</p>", "One.\n\nTwo."),
        ("One.\n\nTwo, &amp; more.", "One.\n\nTwo, & more."),
        ('One.[caption id="a" width="3"]<img src="a"/> A [b] street[/caption]Two.', "One.Two."),
        ('<figure class="wp-block-image"><img/><figcaption>Cap</figcaption></figure>A.', "A."),
        ("[gallery ids='1,2']A.[gallery] [embed]https://v.example/1[/embed]", "A."),
        ('[vc_row][vc_column width="1/2"]A.[/vc_column][/vc_row]', "A."),
        ("[pullquote]A wise word.[/pullquote] B.", "A wise word. B."),
        ("He said [the mayor] was [sic] “[here]”.", "He said [the mayor] was [sic] “[here]”."),
        ("Write [[gallery]] for pictures.", "Write [gallery] for pictures."),
        ("A.<script>x()</script><style>p{}</style>", "A."),
    ],
)
def test_what_is_not_prose_leaves_a_post(content: str, text: str) -> None:
    assert clean_text(text_of_post(content)) == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (export(item(1, status="draft"), item(2, kind="page")), "(1 draft, 1 page)"),
        (export(), "(nothing at all)"),
        (export(item(1))[:-40], "is damaged ("),
        (
            export(item(1)).replace(
                "<rss", '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss', 1
            ),
            "declares a document type or entities: not read",
        ),
    ],
)
def test_a_bad_export_is_named(tmp_path: Path, content: str, reason: str) -> None:
    errors = read(write(tmp_path / "a.xml", content))[1]
    assert len(errors) == 1
    assert reason in errors[0]


def test_a_damaged_export_is_read_up_to_there(tmp_path: Path) -> None:
    articles, errors = read(write(tmp_path / "a.xml", export(item(1), item(2))[:-60]))
    assert [a.id for a in articles] == ["b.example/1"]
    assert "read up to there" in errors[0]


def test_control_characters_are_no_damage(tmp_path: Path) -> None:
    assert only(write(tmp_path / "a.xml", export(item(1, "A\x0bB \x02c.")))).text == "AB c."


def test_feeds_are_feeds_still(tmp_path: Path) -> None:
    assert len(read(write(tmp_path / "a.xml", RSS.encode("latin-1")))[0]) == 2


DUMP = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">
<siteinfo><sitename>Wikinews</sitename><base>https://en.wikinews.example/wiki/Main_Page</base>
</siteinfo>
<page><title>Ferry line to close</title><ns>0</ns><id>7</id>
<revision><timestamp>2020-01-01T00:00:00Z</timestamp><text>Old words.</text></revision>
<revision><timestamp>2021-06-01T00:00:00Z</timestamp><text>{{date|May 13, 2021}}{{info|x}}
[[File:A.jpg|thumb|A ferry with [[link]]]]
The '''ferry''' to [[Linden|a town]] stops, {{w|Ann}} &amp;amp; {{w|T|Tom}} said.&lt;ref>X&lt;/ref>

It went {{convert|10|km}}.

== Sources ==
*{{source|url=https://x.example|title=Other}}
[[Category:Ferries]]</text></revision></page>
<page><title>Talk:Ferry</title><ns>1</ns><id>8</id><revision><text>Chat.</text></revision></page>
<page><title>Boat</title><ns>0</ns><id>9</id><redirect title="Ferry"/>
<revision><text>#REDIRECT [[Ferry]]</text></revision></page>
</mediawiki>"""


def test_the_newest_version_of_each_page(tmp_path: Path) -> None:
    article = only(write(tmp_path / "dump.xml", DUMP))
    assert (article.title, article.source, str(article.published)) == (
        "Ferry line to close",
        "Wikinews",
        "2021-05-13",
    )
    assert article.url == "https://en.wikinews.example/wiki/Ferry_line_to_close"
    assert article.text == ("The ferry to a town stops, Ann & Tom said.\n\nIt went 10 km.")


@pytest.mark.parametrize(
    ("wikitext", "text"),
    [
        ("Elmbrook Square&lt;br>9 a.m.&lt;br />All day", "Elmbrook Square\n9 a.m.\nAll day"),
        ("&lt;p>Trams run.&lt;/p>&lt;div>Buses too.&lt;/div>", "Trams run.\n\nBuses too."),
        (
            "Fans of [[QED: Elmbrook]] and [[UFO: Down|that one]].",
            "Fans of QED: Elmbrook and that one.",
        ),
        ("Trams run.[[nl:Tram]][[zh-min-nan:Tram]][[De:Tram]][[Image:T.jpg]]", "Trams run."),
    ],
)
def test_what_a_wiki_page_shows(tmp_path: Path, wikitext: str, text: str) -> None:
    start, end = DUMP.index("{{date"), DUMP.index("</text></revision></page>\n<page><title>Talk")
    dump = DUMP[:start] + "{{date|May 13, 2021}}\n" + wikitext + DUMP[end:]
    assert only(write(tmp_path / "dump.xml", dump)).text == text


def test_the_day_of_an_edit_is_not_that_of_publication(tmp_path: Path) -> None:
    path = write(tmp_path / "dump.xml", DUMP.replace("{{date|May 13, 2021}}", ""))
    said: list[Remark] = []
    [article] = read_articles(path, remark=said.append)
    assert isinstance(article, Article)
    assert article.published is None
    where = "dump.xml (page Ferry line to close)"
    assert said == [Remark("changed", f"{where}: its last edit is of 2021-06-01T00:00:00Z")]


def test_a_dump_too_large_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "dump.xml", DUMP)
    assert read(path, Limits(table_bytes=500))[1][-1].endswith("we read from such a file")
    assert "is not a feed" in failure(write(tmp_path / "note.xml", "<note>x</note>"))
