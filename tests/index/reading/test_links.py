"""Lists of links, which are no articles."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.reading.links import LIST_OF_LINKS, is_list_of_links
from tests.index.reading.samples import STORY, failure, only, read, write

pytestmark = pytest.mark.usefixtures("in_this_process")

TITLES = (
    "Council approves new library after a long debate", "Ferry line to close after 40 years",
    "Bridge opens: who paid?", "Glacier loses a tenth of its ice",
)  # fmt: skip
FOUND = tuple((title, f"https://post.example/2021/{n}") for n, title in enumerate(TITLES))
SNIPPET = "The council voted on Tuesday by 21 to 9. The building will cost 14 million …"


def page(body: str, title: str = "Export") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


def items(mark: str = "li") -> str:
    return "\n".join(
        f'<{mark}><a href="{url}" time_added="1620900000">{title}</a></{mark}>'
        for title, url in FOUND
    )


PAGES = {
    "Pocket": page(f"<h1>Unread</h1><ul>{items()}</ul><h1>Read Archive</h1><ul></ul>"),
    "Instapaper": page(f"<h1>Unread</h1><ol>{items()}</ol>"),
    "bookmarks": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks"
    f"</H1>\n<DL><p><DT><H3>News</H3><DL><p>{items('DT')}</DL></DL>",
    "Medium's claps": page(
        "<h1>Claps</h1><ul>"
        + "".join(f'<li>+1 — <a href="{url}">{title}</a> 2021-05-13</li>' for title, url in FOUND)
        + "</ul>"
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_lists_saved_as_pages(tmp_path: Path, name: str) -> None:
    assert failure(write(tmp_path / "a.html", PAGES[name])) == f"a.html: {LIST_OF_LINKS}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "\n".join(url for _, url in FOUND)),
        ("a.txt", "\n\n".join(f"{title}\n{url}" for title, url in FOUND)),
        ("a.txt", "\n\n".join(f"{title}\n{SNIPPET}\n<{url}>" for title, url in FOUND)),
        ("a.md", "# To read\n\n" + "\n".join(f"- [{title}]({url})" for title, url in FOUND)),
        ("a.md", "\n".join(f"{n}. [{t}]({url}), Post" for n, (t, url) in enumerate(FOUND))),
    ],
)
def test_lists_in_texts(tmp_path: Path, name: str, text: str) -> None:
    assert failure(write(tmp_path / name, text)) == f"{name}: {LIST_OF_LINKS}"


def test_tables_of_links_are_told_as_such(tmp_path: Path) -> None:
    table = "title,url,time_added,tags,status\n" + "".join(f"x,{u},1,,unread\n" for _, u in FOUND)
    told = "if none is, it is a list of links, no article"
    assert failure(write(tmp_path / "part_000000.csv", table)).endswith(told)
    held = json.dumps([{"title": title, "link": url} for title, url in FOUND])
    assert all(error.endswith(told) for error in read(write(tmp_path / "a.json", held))[1])


def alert(plain: str, html: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "Google Alerts <googlealerts-noreply@google.com>"
    message["Subject"] = "Google Alert - Linden"
    message.set_content(plain)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


RESULTS = "=== News - new results for [Linden] ===\n\n" + "\n".join(
    f"{title}\nLinden Post\n{SNIPPET}\n<{url}>\n" for title, url in FOUND
)
FOOT = (
    f"{'- ' * 30}\nUnsubscribe from this alert:\n<https://x.example/u>\n\nCreate another alert:\n"
    "<https://x.example/c>\n\nSign in to manage your alerts:\n<https://x.example/s>\n"
)
MARKED = page(
    "<table><tr><td>Linden</td><td>Daily update ⋅ May 13, 2021</td></tr>"
    + "".join(
        f'<tr><td><a href="{url}"><span>{title}</span></a><div>Linden Post</div><div>{SNIPPET}'
        '</div><a href="/f">Facebook</a> <a href="/t">Flag as irrelevant</a></td></tr>'
        for title, url in FOUND
    )
    + "<tr><td>You have received this email because you subscribed to alerts.</td></tr></table>"
)


@pytest.mark.parametrize(
    "letter",
    [
        alert(RESULTS + FOOT),
        alert(f"{TITLES[0]}\nLinden Post\n{SNIPPET}\n<{FOUND[0][1]}>\n\n{FOOT}"),
        alert(RESULTS + FOOT, MARKED),
        alert("See this mail in a program that shows pages.", MARKED),
    ],
    ids=["plain", "one result", "both", "a page"],
)
def test_alerts_to_articles(tmp_path: Path, letter: bytes) -> None:
    assert failure(write(tmp_path / "a.eml", letter)) == f"a.eml: {LIST_OF_LINKS}"


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "\n\n".join([STORY, *(url for _, url in FOUND)]),
        "\n\n".join(f"{STORY} {n}.\n<{url}>" for n, (_, url) in enumerate(FOUND)),
        f"{FOUND[0][0]}\n{FOUND[0][1]}",
        "桥梁周二关闭。市长说安全第一。\n" + "\n".join(url for _, url in FOUND),
        "Notes of a meeting in town\nwhat Ann said\nwhat Tom said\n" * 9
        + "\n".join(url for _, url in FOUND),
        "",
    ],
)
def test_texts_with_links_stay(text: str) -> None:
    assert not is_list_of_links(text)


def test_a_page_with_links_below_its_article_stays(tmp_path: Path) -> None:
    body = f"<article><h1>Bridge closes</h1><p>{STORY}</p><ul>{items()}</ul></article>"
    assert STORY in only(write(tmp_path / "a.html", page(body))).text


def test_a_newsletter_stays(tmp_path: Path) -> None:
    letter = alert("\n\n".join(f"{STORY} {n}.\n<{url}>" for n, (_, url) in enumerate(FOUND)))
    assert STORY in only(write(tmp_path / "a.eml", letter)).text
