"""HTML from templates; whatever is filled in is escaped, unless it is `Markup`: HTML already.

A line break beside a tag is for the template's reader alone, any other is a space; `&#32;` at the
end of a line is a space that stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

__all__ = ["Markup", "Templates"]

_BREAK = re.compile(r"(?<=[>}])\s*\n\s*|\s*\n\s*(?=[<{])")
_BREAK_IN_TEXT = re.compile(r"\s*\n\s*")
_UNESCAPED = ("safe", "xmlattr", "urlize", "tojson")  # filters that make HTML of what they get


class Templates:
    """The templates of a folder, each a file of macros.

    Args:
        folder: where they lie.
        filters: functions that they may use.
        values: what they may use besides their arguments.
    """

    def __init__(
        self, folder: Path, filters: Mapping[str, Callable[..., object]], **values: object
    ) -> None:
        self._environment = environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[_LineBreaks],
            auto_reload=False,
        )
        environment.globals.update(values)
        environment.filters.update(filters)
        for name in _UNESCAPED:
            del environment.filters[name]

    def render(self, template: str, macro: str, *arguments: object) -> Markup:
        """What a macro of a template makes of its arguments.

        Args:
            template: the name of its file.
            macro: its name.
            arguments: what it takes; text of any kind, escaped where it is filled in.
        """
        made: Markup = getattr(self._environment.get_template(template).module, macro)(*arguments)
        return made


class _LineBreaks(Extension):
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _BREAK_IN_TEXT.sub(" ", _BREAK.sub("", source)).replace("&#32;", " ")
