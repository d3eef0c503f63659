"""One chat as one tab has it open. Its events may overlap, such as a new chat during an answer."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from qa.answer import Answer, NoAnswer
from qa.chats.types import SavedChat, SavedTurn, new_id
from qa.page import strings
from qa.page.model.turn import State, Turn, settled, slim
from qa.question.followup import Turn as Said

_LONGEST_CHAT = 200  # turns; the oldest go


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that waits for its reply.

    Attributes:
        chat: the id of the chat it belongs to.
        history: the answered turns that it may lean on.
        stop: is set when the reply is not wanted any more.
        cut: the numbers of earlier turns that it took the place of, as of an edited question and
            all after it.
        instead_of: when the reply was asked for whose place this one takes; None for none.
    """

    chat: str
    turn: Turn
    history: tuple[Said, ...]
    stop: threading.Event = field(default_factory=threading.Event)
    cut: tuple[range, ...] = ()
    instead_of: datetime | None = None


class Chat:
    """The turns of the open chat, and what the next question is to be.

    Attributes:
        owner: whose chats are listed and kept; "" until the page has told.
        entered: whether it has: the state of a tab may be dropped while the tab is there.
        deleted: the chat that was deleted last, to be had back.
        searched: what the list of chats was searched for.
        unkept: what to keep as soon as the chats can be reached, the oldest first; `keeping` is
            held by whoever does so.
        lost: whether the chats could not be reached when they were needed last.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: dict[int, Begun] = {}
        self._next = 0
        self._as_typed = False
        self._editing: int | None = None
        self._turns: tuple[Turn, ...] = ()
        self._whole: dict[int, datetime] = {}  # when the replies that ended were asked for
        self._cut: tuple[range, ...] = ()  # what no reply has taken the place of yet
        self._id = new_id()
        self._fresh: tuple[int, Answer | NoAnswer] | None = None
        self.owner = ""
        self.entered = False
        self.deleted: SavedChat | None = None
        self.searched = ""
        self.unkept: deque[tuple[Begun, SavedTurn]] = deque(maxlen=_LONGEST_CHAT)
        self.keeping = threading.Lock()
        self.lost = False

    def __deepcopy__(self, memo: object) -> Chat:
        """An empty chat: each tab gets its own from the one that the page was made with."""
        return Chat()

    @property
    def id(self) -> str:
        """Under which the chat is kept."""
        return self._id

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns as they are now, oldest first; numbers are never used twice."""
        return self._turns

    @property
    def editing(self) -> str:
        """The earlier question that the next one takes the place of, "" for none."""
        with self._lock:
            return next((t.question for t in self._turns if t.number == self._editing), "")

    @property
    def waits(self) -> bool:
        """Whether a reply is waited for."""
        return bool(self._begun)

    def turn(self, number: object) -> Turn | None:
        """The turn with a number; None when there is no such turn."""
        return next((turn for turn in self._turns if turn.number == number), None)

    def offer(self, number: object) -> str | None:
        """The understood question of a turn, to be edited; what is asked next is asked as typed.

        None when there is no such turn, or it has none.
        """
        turn = self.turn(number)
        if turn is None or not turn.understood:
            return None
        self._as_typed = True
        return turn.understood

    def edit(self, number: object) -> str | None:
        """A turn's question, to be edited: what is asked next takes its place and drops the rest.

        None, and nothing is edited any more, when there is no such turn.
        """
        turn = self.turn(number)
        with self._lock:
            self._editing = turn.number if turn else None
        return turn.question if turn else None

    def begin(self, question: str, filters: Mapping[str, str], at_least: int = 0) -> Begun | None:
        """Add a turn that waits for its reply; None when that very question waits already.

        Its number is `at_least` that: the same chat may have gone on in another tab.
        """
        with self._lock:
            if any(t.question == question and t.state is State.PENDING for t in self._turns):
                return None
            editing, self._editing, self._fresh = self._editing, None, None
            self._next = max(self._next, at_least)
            if editing is not None:
                self._drop(range(editing, self._next))
            turn = Turn(self._next, question, filters=filters, message=strings.READING)
            as_typed, self._as_typed = self._as_typed, False
            history = () if as_typed else self._said(self._turns)
            self._next += 1
            self._turns = (*self._turns, turn)[-_LONGEST_CHAT:]
            return self._wait(Begun(self._id, turn, history, cut=self._take_cut()))

    def again(self, number: object, **filters: str) -> Begun | None:
        """Have a turn wait for another reply, with some filters changed; None when it cannot."""
        with self._lock:
            turn = self.turn(number)
            if turn is None or turn.state is State.PENDING:
                return None
            waiting = Turn(
                turn.number,
                turn.question,
                filters={**turn.filters, **filters},
                message=strings.READING,
            )
            before = [t for t in self._turns if t.number < turn.number]
            self._replace(waiting)
            said, asked = self._said(before), self._whole.get(turn.number)
            begun = Begun(self._id, waiting, said, cut=self._take_cut(), instead_of=asked)
            return self._wait(begun)

    def update(self, begun: Begun, turn: Turn) -> bool:
        """Put a turn in the place of the waiting one; False when it is not wanted any more."""
        with self._lock:
            if self._begun.get(turn.number) is not begun or begun.stop.is_set():
                return False
            if turn.state is not State.PENDING:
                del self._begun[turn.number]
                self._whole[turn.number] = turn.asked_at
                if isinstance(turn.reply, Answer | NoAnswer):
                    self._fresh = turn.number, turn.reply
                turn = slim(turn)
            self._replace(turn)
            return True

    def take_fresh(self) -> tuple[int, Answer | NoAnswer] | None:
        """The last reply with its articles and its turn's number; held until it is taken once."""
        with self._lock:
            fresh, self._fresh = self._fresh, None
            return fresh

    def change(self, number: object, **changes: object) -> Turn | None:
        """Change what belongs to a turn beside its reply, such as its rating; the turn then."""
        with self._lock:
            turn = self.turn(number)
            if turn is None or turn.state is State.PENDING:
                return None
            changed = replace(turn, **changes)  # type: ignore[arg-type] # the caller's to know
            self._replace(changed)
            return changed

    def reserve(self, at_least: int) -> int:
        """A number that no turn of this tab has or will have."""
        with self._lock:
            number = max(self._next, at_least)
            self._next = number + 1
            return number

    def renumber(self, old: int, new: int) -> None:
        """Give a turn the number that it is kept under: its own went to another tab or page."""
        with self._lock:
            self._turns = tuple(
                replace(t, number=new) if t.number == old else t for t in self._turns
            )
            if old in self._whole:
                self._whole[new] = self._whole.pop(old)
            if self._fresh and self._fresh[0] == old:
                self._fresh = new, self._fresh[1]

    def stop(self, number: object) -> None:
        """Stop waiting for a reply; what there is of it is shown, until another chat is opened.

        The turns whose place it was to take go with the next question that is answered.
        """
        with self._lock:
            turn = self.turn(number)
            if turn is None or turn.number not in self._begun:
                return
            self._end(self._begun.pop(turn.number))
            sources = turn.sources if turn.reply else ()  # what was found but not cited goes
            stopped = replace(turn, sources=sources)
            self._replace(slim(settled(stopped, State.FAILED, strings.STOPPED)))

    def leave(self, begun: Begun) -> None:
        """Stop waiting for a reply that nobody waits for any more."""
        with self._lock:
            waits = self._begun.get(begun.turn.number) is begun
        if waits:
            self.stop(begun.turn.number)

    def clear(self) -> None:
        """Start over."""
        self.open(new_id(), ())

    def open(self, chat_id: str, turns: Sequence[Turn]) -> None:
        """Put another chat in the place of this one; nothing is waited for any more."""
        with self._lock:
            for begun in self._begun.values():
                begun.stop.set()
            self._begun = {}
            self._id, self._fresh, self._cut = chat_id, None, ()
            self._turns = tuple(slim(turn) for turn in turns[-_LONGEST_CHAT:])
            self._whole = {turn.number: turn.asked_at for turn in self._turns}
            self._next = max([self._next, *(turn.number + 1 for turn in turns)])
            self._as_typed, self._editing = False, None

    def _drop(self, numbers: range) -> None:
        for turn in self._turns:
            if turn.number in numbers and (begun := self._begun.pop(turn.number, None)):
                self._end(begun)
        self._turns = tuple(turn for turn in self._turns if turn.number not in numbers)
        self._cut += (numbers,)

    def _end(self, begun: Begun) -> None:
        begun.stop.set()
        self._cut += begun.cut

    def _take_cut(self) -> tuple[range, ...]:
        cut, self._cut = self._cut, ()
        return cut

    def _wait(self, begun: Begun) -> Begun:
        self._begun[begun.turn.number] = begun
        return begun

    def _replace(self, turn: Turn) -> None:
        self._turns = tuple(turn if t.number == turn.number else t for t in self._turns)

    def _said(self, turns: Sequence[Turn]) -> tuple[Said, ...]:
        return tuple(
            Said(
                turn.understood,
                turn.answer,
                tuple(s.article.title for s in turn.sources if s.number is not None),
            )
            for turn in turns
            if turn.understood
        )
