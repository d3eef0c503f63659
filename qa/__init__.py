"""Asking: a question and an open index in, a cited answer out.

    from qa import ask, retrieve

The heavy parts are imported when one of them is first used, so that `import qa` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qa.asking import ask, retrieve

__all__ = ["ask", "retrieve"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    if name in __all__:
        from qa import asking

        return getattr(asking, name)
    raise AttributeError(f"module 'qa' has no attribute {name!r}")
