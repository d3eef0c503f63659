"""The things that a sentence enumerates around a place in it, by its commas and its names.

The parser would tell as well, at ten times the cost; names are told by their capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language.bylines import dateline_end

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two joints; whether "and" or "or" comes before it."""

    start: int
    end: int
    joined: bool


_DASH = re.compile(r"\s[–—]\s")
_OPENING = re.compile(
    r"(?:(?:In|On|At|By|For|From|With|As|Of|Both|Among|Like|And|But|While|After|Since|Another|Other"
    r"|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Many|Some|Several|Most|All|Also|His|Her"
    r"|Their|Its|This|That|These|Those)\b(?: of\b)?\s*)+"
)

_CAPITAL = r"(?:[A-Z]\.(?:[A-Z]\.)*|[A-Z0-9][\w’'-]*\w|[A-Z])"
_QUOTED = r"[“\"‘'][A-Z][^”\"]{1,50}?[”\"’']"
_PART = rf"(?:{_CAPITAL}\.?|{_QUOTED})"
_INNER = r"(?:of|the|de|da|del|von|van|der|al|bin|la|le|for|&|-)"
NAME = re.compile(rf"(?<![\w’']){_PART}(?:(?: {_INNER}){{0,2}} {_PART})*(?![\w])")
_JOINT = re.compile(
    r",? and (?:to |in |by |with )?(?:also )?|,? or |, (?:plus )?|; (?:and )?|,? & "
)
# words that no thing of an enumeration holds: the clause goes on
_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|said|says|who|which|that|while|when"
    r"|where|because|but|after|before|it|he|she|they|we|i|also)\b",
    re.IGNORECASE,
)
_SMALL = re.compile(r" [a-z]")
_LONGEST = 10  # words of a thing in the middle
_NEAR = 14  # characters from a joint to the name behind it, "former …" or "the …"


def things_around(text: str, start: int, end: int) -> list[Span]:
    """Where the things stand that a sentence enumerates, one of them at a place.

    Args:
        text: a sentence.
        start: where a thing, or several, stand, in characters.
        end: likewise, exclusive.

    Returns:
        One place for each, in order; one of all where nothing is enumerated. None holds what opens
        a clause; none at all where the place itself is a clause.
    """
    ahead = dateline_end(text)
    text = " " * ahead + text[ahead:]  # a place of news is no thing of it
    dash = _DASH.search(text, start, end)  # "Fenrir – a cat from Michigan"
    end = dash.start() if dash else end
    if max(start, ahead) >= end or _CLAUSE.search(text[start:end]):
        return []
    if not _is_named(text, start, end):
        return _plain(text, start, end)
    pieces = _pieces(text)
    held = [n for n, piece in enumerate(pieces) if piece.start < end and start < piece.end]
    inside = [(n, name) for n in held if (name := _name_at(text, pieces[n], (start, end)))]
    if not inside:
        return []
    found = [name for _, name in inside]
    left = _leftward(text, pieces, inside[0][0]) if _begins(pieces, inside[0]) else []
    right = _rightward(text, pieces, *inside[-1])
    enumerated = any(pieces[n].joined for n in range(inside[0][0] + 1, inside[-1][0] + 1))
    if left and (enumerated or right or pieces[inside[0][0]].joined):
        found = [*left, *found]
    return [_bare(text, span) for span in [*found, *right]]


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether a place holds a name, and not only the capital that a sentence begins with."""
    names = NAME.finditer(text, start, end)
    return any(n.start() or " " in n[0] or not _SMALL.match(text, n.end(), end) for n in names)


def _pieces(text: str) -> list[_Piece]:
    """What stands between the joints."""
    found, at, joined = [], 0, False
    for joint in _JOINT.finditer(text):
        if joint.start() > at:
            found.append(_Piece(at, joint.start(), joined))
        at, joined = joint.end(), not joint[0].startswith(", ") or len(joint[0]) > 2
    return [*found, _Piece(at, len(text), joined)] if at < len(text) else found


def _names(text: str, piece: _Piece) -> list[Span]:
    """The names in a piece, without what a sentence begins with: "In", "The three"."""
    found = []
    for match in NAME.finditer(text, piece.start, piece.end):
        opening = _OPENING.match(text, match.start(), match.end())
        first = opening.end() if opening else match.start()
        if first < match.end():
            found.append((first, match.end()))
    return found


def _name_at(text: str, piece: _Piece, place: Span) -> Span | None:
    """The name in a piece that overlaps a place; the last of several."""
    inside = [n for n in _names(text, piece) if n[0] < place[1] and place[0] < n[1]]
    return inside[-1] if inside else None


def _begins(pieces: list[_Piece], held: tuple[int, Span]) -> bool:
    """Whether a piece holds little before its name, so that others may come before it."""
    place, name = held
    return name[0] - pieces[place].start <= 2 * _NEAR


def _leftward(text: str, pieces: list[_Piece], first: int) -> list[Span]:
    """The names before, each at the end of its piece; the first may end a clause."""
    found: list[Span] = []
    for piece in reversed(pieces[:first]):
        names = _names(text, piece)
        if not names or piece.end - names[-1][1] > 1:
            break
        found.insert(0, names[-1])
        said = text[piece.start : piece.end]
        if _CLAUSE.search(said) or len(said.split()) > _LONGEST or piece.joined:
            break
    return found


def _rightward(text: str, pieces: list[_Piece], last: int, name: Span) -> list[Span]:
    """The names behind, up to the one that "and" joins; none where there is no such one."""
    found: list[Span] = []
    behind = pieces[last].end - name[1]
    if pieces[last].joined or behind > _NEAR:
        found_at_end = pieces[last].joined
        if found_at_end or not _near_joint(text, name[1], pieces, last):
            return []
    for piece in pieces[last + 1 :]:
        names = _names(text, piece)
        if not names or names[0][0] - piece.start > 2 * _NEAR:
            return []
        said = text[piece.start : names[0][0]]
        if _CLAUSE.search(said):
            return []
        if piece.joined:
            return [*found, names[0]]
        rest = text[piece.start : piece.end]
        if _CLAUSE.search(rest) or len(rest.split()) > _LONGEST:
            return []
        found.append(names[-1])
    return []


def _near_joint(text: str, end: int, pieces: list[_Piece], last: int) -> bool:
    """Whether between a name and the next joint stands no clause: "… at the Royal Academy, and"."""
    rest = text[end : pieces[last].end]
    return not _CLAUSE.search(rest) and len(rest.split()) <= _LONGEST


def _plain(text: str, start: int, end: int) -> list[Span]:
    """The parts of a place that holds no names."""
    found, at = [], start
    for joint in _JOINT.finditer(text, start, end):
        found.append((at, joint.start()))
        at = joint.end()
    return [(a, b) for a, b in [*found, (at, end)] if b > a]


def _bare(text: str, span: Span) -> Span:
    """A name without a possessive's ending or marks behind it."""
    start, end = span
    name = re.sub(r"(?:['’]s?|[.,:;])+$", "", text[start:end])
    whole = name if name.count(".") else text[start:end].removesuffix("’s").removesuffix("'s")
    kept = name if len(name) >= 1 else whole
    return start, start + len(kept)
