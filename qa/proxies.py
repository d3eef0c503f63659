"""What the environment says of proxies, kept from libraries that trip over it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("http_proxy", "https_proxy", "all_proxy")


@contextmanager
def no_proxies() -> Iterator[None]:
    """Have the environment name no proxies until the block ends.

    Some libraries make clients of HTTP as they are imported, which ask the environment for a proxy:
    one that is no address, or of a kind that they do not know, would end the program there.
    """
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.lower() in _NAMES}
    try:
        yield
    finally:
        os.environ.update(held)
