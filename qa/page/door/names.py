"""Names and addresses of machines, as they are compared. Standard library only."""

from __future__ import annotations

import ipaddress
import re

_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


def canonical(host: str) -> str:
    """A name or address as it is compared: lower case, no brackets; "" where it cannot be one."""
    host = host.lower().removeprefix("[").removesuffix("]")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return str(getattr(address, "ipv4_mapped", None) or address)
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if _NAME.fullmatch(name) else ""


def is_every_address(host: str) -> bool:
    """Whether a page that is served on this is served on all addresses of this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False
