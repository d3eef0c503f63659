"""The door to the chat page: python app.py --index .index --seeds seeds; see --help."""

from __future__ import annotations

from qa.page.ui.command import main, script

__all__ = ["main"]

if __name__ == "__main__":
    script("app.py")
