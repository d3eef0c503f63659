"""Templates: all that is filled in is escaped, what is not there is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateAssertionError, UndefinedError

import qa
from qa.page.html.chat import chat_html
from qa.page.model.turn import State, Turn
from qa.templates import Markup, Templates
from tests.qa.page.trees import HOSTILE

BAD = "<b>&\"'"
ESCAPED = "&lt;b&gt;&amp;&#34;&#39;"


def rendered(folder: Path, body: str, *arguments: object) -> str:
    (folder / "some.html").write_text(f"{{% macro shown(one) %}}{body}{{% endmacro %}}", "utf-8")
    return str(
        Templates(folder, {"same": lambda text: text}).render("some.html", "shown", *arguments)
    )


@pytest.mark.parametrize(
    "body",
    [
        "{{ one }}",
        "{{ one|same }}",
        "{{ '' ~ one }}",
        "{{ [one]|join }}",
        "{{ '{}'.format(one) }}",
        "{% set same %}{{ one }}{% endset %}{{ same }}",
    ],
)
def test_what_is_filled_in_is_escaped(tmp_path: Path, body: str) -> None:
    assert rendered(tmp_path, body, BAD) == ESCAPED


@pytest.mark.parametrize("way", ["safe", "urlize", "xmlattr", "tojson"])
def test_there_is_no_way_around_it(tmp_path: Path, way: str) -> None:
    with pytest.raises(TemplateAssertionError, match="No filter"):
        rendered(tmp_path, f"{{{{ one|{way} }}}}", BAD)


def test_no_template_turns_it_off() -> None:
    folders = Path(*qa.__path__).glob("**/templates/*.html")
    assert not [path for path in folders if "autoescape" in path.read_text("utf-8")]


def test_html_made_before_stays_as_it_is(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ one }}", Markup("<b>")) == "<b>"


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        rendered(tmp_path, "{{ one }}")
    with pytest.raises(UndefinedError):
        rendered(tmp_path, "{{ one.missing }}", 1)


def test_line_breaks_beside_tags_are_for_the_reader_of_the_template(tmp_path: Path) -> None:
    body = '\n<p class="a"\n  id="b">\n  {{ one }}\n  words\nof it&#32;\n<b>'
    assert rendered(tmp_path, body, " \n") == '<p class="a" id="b"> \nwords of it <b>'


@pytest.mark.parametrize("bad", HOSTILE)
def test_the_page_writes_nothing_that_its_framework_could_evaluate(bad: str) -> None:
    turn = Turn(0, bad, State.FAILED, message=f"{bad}\r")
    assert not set(chat_html([turn])) & set("{}$`@\r")
