"""HTML as a tree, and whether something hostile has got into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "[click](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<!-- comment -->",
    "--><b>",
    "${alert(1)} {{constructor}} `x` @children",
    "</mark></div></article>",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
)


VOID = {"br", "img", "input", "hr", "meta", "link"}


TAGS = set(
    "a article bdi blockquote button dd details div dl dt h1 h2 h3 h4 header input label li mark "
    "nav ol p progress section span strong summary textarea time ul "
    "caption table tbody td th thead tr "
    # drawings: shapes and words, nothing that loads or links
    "circle desc g line rect svg text title".split()
)


@dataclass
class Tree(HTMLParser):
    """What a browser would make of the HTML: elements, their attributes and their text."""

    html: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    comments: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def handle_comment(self, data: str) -> None:
        self.comments += 1

    def attributes(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def text(self) -> str:
        return "".join(self.texts.get("div", []) + self.texts.get("article", []))


def harmless(html: str) -> Tree:
    tree = Tree(html)
    assert {name for name, _ in tree.tags} <= TAGS
    assert not tree.comments
    for _, attributes in tree.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert attributes.get("href", "https://").startswith(("http://", "https://"))
        assert "src" not in attributes
    return tree
