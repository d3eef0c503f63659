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
        address = getattr(address, "ipv4_mapped", None) or address
        return str(address).partition("%")[0]  # which of our networks it is on, no name says
    try:
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if _NAME.fullmatch(name) else ""


def is_this_machine_s(host: str) -> bool:
    """Whether what is served on this is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_every_address(host: str) -> bool:
    """Whether a page that is served on this is served on all addresses of this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False
