"""A command line that shows no password of an address, also where it refuses what was given."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

_LOGIN = re.compile(r"(postgres(?:ql)?://[^\s:@/]*:)\S*@")
_PARAMETER = re.compile(r"(password=)[^&\s]*")


class Parser(argparse.ArgumentParser):
    """As the standard library's."""

    def error(self, message: str) -> NoReturn:
        """End the program with 2, and a message without passwords."""
        super().error(_PARAMETER.sub(r"\1…", _LOGIN.sub(r"\1…@", message)))
