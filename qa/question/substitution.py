"""Follow-ups that put one new part into the last question: "And in 2020?", "What about France?"."""

from __future__ import annotations

import re

from qa.language.calendar import YEAR
from qa.language.kinds import is_role
from qa.language.parsing import parse
from qa.language.phrases import Phrase, phrases, things_said
from qa.question.pronouns import Context, name_in

_IN = re.compile(r"(?:in|for|at|from|with|on|of|during|before|after|since)\s+", re.IGNORECASE)
_YEAR_TOLD = re.compile(
    rf"(?:\b(?P<before>in|for|from|during|before|after|since|until|by)\s+)?{YEAR.pattern}",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"(?:the\s+)?(?P<kind>(?:wo)?men|boys|girls|juniors?)['’]s?", re.IGNORECASE)
_ROLE = re.compile(r"(?:the|his|her|its|their)?\s*(?P<role>[a-z][a-z-]*(?:\s[a-z][a-z-]*){0,2})")


def substituted(rest: str, context: Context) -> str | None:
    """The last question with the new part of "What about 2019?" or "and in France?" in it.

    Args:
        rest: what is new, without "what about" and its mark.
        context: what the last question was about.
    """
    last = context.last.rstrip(" ?.!")
    leading = _IN.match(rest)
    bare = rest[leading.end() :] if leading else rest
    if YEAR.fullmatch(bare):
        return _of_year(last, bare, leading[0].strip().lower() if leading else "")
    if whose := _WHOSE.fullmatch(rest):
        return _of_group(whose["kind"].lower() + "'s", last)
    new = next((phrase for phrase in phrases(f"the {bare}") if phrase.named), None)
    if new:
        where = leading is not None and leading[0].strip().lower() in ("in", "at")
        if old := counterpart(new, bare, last, within=bool(leading), where=where):
            return f"{last[: old[0]]}{bare}{last[old[1] :]}?"
        if where:
            return f"{last} {rest[0].lower()}{rest[1:]}?"
        return None
    return _role(rest, last)


def _of_year(last: str, year: str, before: str) -> str | None:
    """A question asked of another year, `before` being the preposition that it came with.

    Returns:
        None where the question names several years: it is not told which one is meant.
    """
    named = list(_YEAR_TOLD.finditer(last))
    if len(named) > 1:
        return None
    if not named:
        return f"{last} {before or 'in'} {year}?"
    told = before if before and named[0]["before"] else (named[0]["before"] or "")
    return f"{last[: named[0].start()]}{f'{told} {year}'.strip()}{last[named[0].end() :]}?"


def _of_group(group: str, last: str) -> str | None:
    """The contest of a group: "the women's" of "Who won the marathon?"."""
    inner = [p for p in phrases(last) if not p.rim and not p.asked]
    if not inner:
        return None
    text = inner[0].text
    old = re.search(r"\b(?:wo)?men['’]s ", text)
    at = last.index(text) + (old.start() if old else _head_begins(text))
    return f"{last[:at]}{group} {last[at + (old.end() - old.start() if old else 0) :]}?"


def _head_begins(text: str) -> int:
    """Where a phrase goes on behind the last of its possessors: "Nathan's | hot dog contest"."""
    owners = list(re.finditer(r"['’]s?\s+", text))
    return owners[-1].end() if owners else 0


def _role(rest: str, last: str) -> str | None:
    """Another office in the place of the one asked about: "and the president?"."""
    match = _ROLE.fullmatch(rest)
    if not match or not is_role(match["role"].split()[-1]):
        return None
    found = phrases(last)
    for phrase in found:  # "the prime minister of Norland", "Norland's prime minister"
        bounds = _office(phrase)
        if bounds:
            at = last.index(phrase.text)
            return f"{last[: at + bounds[0]]}{match['role']}{last[at + bounds[1] :]}?"
    people = [p for p in found if p.kind == "person" and p.named]
    if people:
        at = last.index(people[0].text)
        return f"{last[:at]}the {match['role']}{last[at + len(people[0].text) :]}?"
    things = [p for p in found if p.named and p.kind in ("place", "thing", "")]
    return f"Who is the {match['role']} of {things[0].whole}?" if things else None


def _office(phrase: Phrase) -> tuple[int, int] | None:
    """Where the words of an office stand in a phrase; None where it names none."""
    head = re.split(r" of | and ", phrase.text)[0]
    words = list(re.finditer(r"[^\s]+", head))
    if not words or not words[-1][0].islower() or not is_role(words[-1][0]):
        return None
    first = len(words) - 1
    while first and words[first - 1][0].islower() and "'" not in words[first - 1][0]:
        first -= 1
    return words[first].start(), words[-1].end()


def counterpart(
    new: Phrase, name: str, last: str, *, within: bool, where: bool
) -> tuple[int, int] | None:
    """The characters of the name in the last question that another name takes the place of.

    One that shares a word with it if there is such, else one that names the same kind of thing,
    else, `within` meaning that a preposition stood before the new one, one that has a preposition,
    else one that has not. A place, `where` meaning that "in" stood before it, takes no other's.
    """
    olds = [phrase for phrase in phrases(last) if phrase.named]
    if not olds:
        return None
    kin = set(things_said(f"the {name}"))
    kind = phrases(f"in {name}")[0].kind if within else new.kind
    alike = [old for old in olds if kin & set(things_said(f"the {old.text}"))]
    same = [old for old in olds if old.kind == kind == "place" or old.kind == kind == "person"]
    if where and kind == "place" and not (alike or same):
        return None  # "And in Norland?" after a question on a person: said of the place besides
    likely = [old for old in olds if old.rim == within]
    old = (alike or same or likely or olds)[0]
    parsed = parse(last)
    run = name_in(parsed.words[old.start : old.end])
    start = last.find(run, parsed.words[old.start].start) if run else -1
    if start < 0:
        return None
    end = start + len(run)
    rest = last[end : parsed.words[old.end - 1].end]
    if kept := re.match(rf".*\b{re.escape(name.split()[-1])}\b", rest):  # "the French president"
        end, rest = end + kept.end(), rest[kept.end() :]
    # "the US" goes as a whole, of "the US team" the name alone
    if last[:start].casefold().endswith("the ") and (not rest or name[:4].casefold() == "the "):
        start -= 4
    return start, end
