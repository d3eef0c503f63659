"""The web framework, taken in without what the environment says of proxies, and without its stubs.

The page calls nobody but itself, and that never by a proxy; what else the program fetches has
settings of its own.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

from qa.proxies import no_proxies


def load_framework() -> None:
    """Import the framework; call it before anything else does, with the uploads' folder set."""
    with no_proxies(), no_stubs():
        import gradio  # noqa: F401


@contextmanager
def no_stubs() -> Iterator[None]:
    """Have the framework write no stubs for editors until the block ends.

    As it is imported it makes those of all its parts anew, which takes a third of that time. It
    passes over a part that seems to come from no file.
    """
    known = inspect.getfile

    def of_no_file(part: type) -> str:
        if getattr(part, "__module__", "").startswith("gradio."):
            raise OSError("no stub is wanted")
        return known(part)

    inspect.getfile = of_no_file  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = known
