"""Records with a text in several languages: the original is read, and that it is is told.

    text, text_en                    ->  text
    text_de, text_en, language: de   ->  text_de as text, title_de as title
    text, original_text              ->  original_text, where it says something else

Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_LANGUAGES: Final = (
    "en de fr es it pt nl pl ru uk ar fa zh ja ko tr hi sv da fi el he cs hu ro bg sr hr english"
    " german french spanish italian portuguese dutch polish russian ukrainian arabic persian"
    " chinese japanese korean turkish hindi swedish translated translation".split()
)
_BASES: Final = (
    "text body content articlebody bodytext maintext articletext fulltext article story title"
    " headline abstract summary description lead subtitle".split()
)
_TEXTS: Final = frozenset(_BASES[:9])
_OF_ONE: Final = re.compile(
    rf"(?P<base>{'|'.join(_BASES)})(?P<language>{'|'.join(_LANGUAGES)})"
    rf"|(?P<before>{'|'.join(_LANGUAGES)})(?P<after>{'|'.join(_BASES)})"
)
_ORIGINAL: Final = re.compile(rf"(?:original)?({'|'.join(_BASES)})(?:original|orig)?")
_SAID_BY: Final = ("language", "lang", "languagecode", "inlanguage", "originallanguage", "locale")
_FULL: Final = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "polish": "pl", "russian": "ru", "ukrainian": "uk",
    "arabic": "ar", "persian": "fa", "chinese": "zh", "japanese": "ja", "korean": "ko",
    "turkish": "tr", "hindi": "hi", "swedish": "sv",
}  # fmt: skip


def of_one_language(flat: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """The fields with the original alone, and the names of those texts that were left out.

    Args:
        flat: the fields by their squeezed names.
    """
    kept = dict(flat)
    left_out: list[str] = []
    for name in list(kept):
        found = _ORIGINAL.fullmatch(name)
        if found and found[1] != name and _is_text(kept[name]) and _is_text(kept.get(found[1])):
            if kept[found[1]] != kept[name]:
                left_out += [found[1]] if found[1] in _TEXTS else []
                kept[found[1]] = kept[name]
            del kept[name]
    by_language = _by_language(kept)
    if not by_language:
        return kept, tuple(left_out)
    chosen = _chosen(kept, by_language)
    for language, names in by_language.items():
        for base, name in names.items():
            value = kept.pop(name)
            if _is_text(kept.get(base)):
                left_out += [name] if base in _TEXTS else []
            elif language == chosen:
                kept[base] = value
            elif base in _TEXTS:
                left_out.append(name)
    return kept, tuple(left_out)


def is_text_of_one(name: str) -> bool:
    """Whether a field of this squeezed name holds the text in one of several languages."""
    found = _OF_ONE.fullmatch(name)
    return found is not None and (found["base"] or found["after"]) in _TEXTS


def _by_language(flat: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """For each language the fields in it, by what they hold; none where none is a text."""
    found: dict[str, dict[str, str]] = {}
    for name, value in flat.items():
        if (part := _OF_ONE.fullmatch(name)) and _is_text(value):
            language = part["language"] or part["before"]
            base = part["base"] or part["after"]
            found.setdefault(_FULL.get(language, language), {}).setdefault(base, name)
    texts = [_TEXTS & names.keys() for names in found.values()]
    return found if any(texts) else {}


def _chosen(flat: Mapping[str, object], found: Mapping[str, Mapping[str, str]]) -> str:
    """The language that the record says, else the first that has a text and is no translation."""
    for name in _SAID_BY:
        said = str(flat.get(name) or "").lower()
        for language in (_FULL.get(said, ""), said[:2]):
            if language in found and _TEXTS & found[language].keys():
                return language
    texts = [language for language, names in found.items() if _TEXTS & names.keys()]
    return next((one for one in texts if not one.startswith("transl")), texts[0])


def _is_text(value: object) -> bool:
    return isinstance(value, str | list) and bool(value)
