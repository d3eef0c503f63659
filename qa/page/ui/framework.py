"""The web framework, taken in without what the environment says of proxies.

The page calls nobody but itself, and that never by a proxy; what else the program fetches has
settings of its own.
"""

from __future__ import annotations

from qa.proxies import no_proxies


def load_framework() -> None:
    """Import the framework; call it before anything else does, with the uploads' folder set."""
    with no_proxies():
        import gradio  # noqa: F401
