"""Letters that a program read in a wrong encoding, made right: `donâ€™t`, `cafÃ©`. Through ftfy.

UTF-8 that was read as Windows-1252 and written as UTF-8 again has sequences that no language
writes; only these are changed, so that what is well stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from index.reading.record import Record

# How the letters that UTF-8 writes with several bytes look when each byte is read by itself.
_FIRST: Final = "ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßâãåäæçèéêëìíîïðñá√‚ВГРСвгжĂĹŘŮ"
_SECOND: Final = (
    "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸÄ©ºÑÉ\u0402-\u040f\u0452-\u045fśšžźťŚŞŻĽľşżŁł˘ˇ˛ą"
)
_SIGNS: Final = re.compile(f"[{_FIRST}][{_SECOND}]")
_SHOWN: Final = re.compile(
    r"[^\s]{0,12}(?:[ÂÃâ√ÐÑ][\u0080-\u00bf€‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž])[^\s]{0,12}"
)
_FIELDS: Final = ("text", "title", "source", "author")


def mended(record: Record) -> Record:
    """The record with its letters made right, which it then tells; the same where they are."""
    changed = {
        name: better
        for name in _FIELDS
        if (better := mended_text(value := str(getattr(record, name)))) != value
    }
    if not changed:
        return record
    seen = _SHOWN.search(" ".join(str(getattr(record, name)) for name in changed))
    shown = f"“{seen[0]}”" if seen else "in its " + " and ".join(changed)
    return replace(record, **changed, told=(*record.told, ("garbled", shown)))  # type: ignore[arg-type]


def mended_text(text: str) -> str:
    """A text with such sequences made right, line by line: a page may mix them with good ones."""
    if text.isascii() or not _SIGNS.search(text):
        return text
    from ftfy import TextFixerConfig, fix_encoding  # seldom needed

    # Nothing but encodings: quotation marks, ligatures and the like are the author's.
    config = TextFixerConfig(replace_lossy_sequences=False, fix_c1_controls=False, explain=False)
    lines = text.split("\n")
    better = [fix_encoding(line, config) if _SIGNS.search(line) else line for line in lines]
    return text if better == lines else "\n".join(better)
