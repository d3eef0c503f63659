"""What python -m qa chats does: options in, a text to print out.

Each command imports what it needs: a list is there before the modules of replies would be.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from index.place import home_of, place_of
from index.storage.pins import CHATS
from index.terminal import json_text, one_line
from qa.chats.read_only import opened, store_or_copy
from qa.chats.store import ChatStore
from qa.chats.types import SavedChat
from qa.errors import ChatRefused


def run(options: argparse.Namespace) -> str:
    """Do what was asked for.

    Raises:
        ChatUnknown, ChatRefused, ChatBroken, ChatsUnusable: see `ChatStore` and `import_chats`.
        IndexMissing, IndexBroken: there are no chats, and no index that some could be kept with.
        DatabaseUsage, LibraryMissing: see `ChatStore`.
    """
    place = place_of(options.index)
    folder = home_of(place)
    if isinstance(place, Path) and not (folder / CHATS).exists():
        from index.storage.live import live_generation

        live_generation(folder)  # nothing is made in a folder that is no index
    beside = not isinstance(place, Path)
    if beside and not options.chats and not folder.is_dir():
        from index.store import open_index

        open_index(place)  # likewise beside what is no archive
    actions: dict[str, Callable[[argparse.Namespace, ChatStore], str]] = {
        "list": _list,
        "show": _show,
        "export": _export,
        "import": _import,
        "take-over": _take_over,
        "delete": _delete,
        "questions": _questions,
    }
    action = actions[options.action]
    if action in (_import, _take_over, _delete):
        with opened(folder, options.chats, make=beside) as store:
            return action(options, store)
    with store_or_copy(folder, options.chats, make=beside) as (store, _):
        return action(options, store)


def _list(options: argparse.Namespace, store: ChatStore) -> str:
    chats = store.summaries(options.owner, options.search)
    if options.json:
        from qa.chats.transfer import head_as_json

        return json_text(
            [head_as_json(c) | {"turns": c.turns, "damaged": c.damaged} for c in chats]
        )
    lines = []
    for c in chats:
        marks = (" (imported)" if c.imported else "") + (" (damaged)" if c.damaged else "")
        day = f"{c.updated:%Y-%m-%d %H:%M}"
        lines.append(f"{one_line(c.id)}  {day}  {c.turns:>3}  {one_line(c.title)}{marks}")
    return "\n".join(lines) or "no chats"


def _show(options: argparse.Namespace, store: ChatStore) -> str:
    from qa.chats.export_text import as_plain, chat_as_markdown

    chat = _loaded(options, store, options.id)
    if options.json:
        from qa.chats.transfer import chat_as_json

        return json_text(chat_as_json(chat))
    if options.markdown:
        return chat_as_markdown(chat).rstrip()
    parts = [one_line(chat.title)]
    parts += [
        f"> {one_line(turn.question)}\n\n{as_plain(turn.reply).rstrip()}" for turn in chat.turns
    ]
    return "\n\n".join(parts)


def _export(options: argparse.Namespace, store: ChatStore) -> str:
    from qa.chats.transfer import export_chats

    chats = _chosen(options, store)
    return _given(options, export_chats(chats), f"{len(chats)} chats")


def _import(options: argparse.Namespace, store: ChatStore) -> str:
    from qa.chats.transfer import LARGEST_FILE, import_chats

    path = Path(options.file)
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ChatRefused(f"{path} cannot be read: {error.strerror or error}") from error
    brought = store.import_chats(options.owner, import_chats(text))
    return json_text({"imported": brought}) if options.json else f"{brought} chats imported"


def _take_over(options: argparse.Namespace, store: ChatStore) -> str:
    from qa.chats.taking_over import take_over

    taken = take_over(Path(options.file), store)
    if options.json:
        values = {"taken_over": taken.chats, "owners": taken.owners}
        return json_text({**values, "there_already": taken.there, "damaged_turns": taken.damaged})
    told = [f"{taken.chats} chats of {len(taken.owners)} owners taken over"]
    told += [f"{taken.there} were there already and are left as they are"] * bool(taken.there)
    told += [f"{taken.damaged} turns are damaged in the file, and say so"] * bool(taken.damaged)
    return "; ".join(told)


def _delete(options: argparse.Namespace, store: ChatStore) -> str:
    ids = list(dict.fromkeys(options.ids))
    for chat_id in ids:
        store.load(options.owner, chat_id)  # all are known, or none is dropped
    for chat_id in ids:
        store.delete(options.owner, chat_id)
    return json_text({"deleted": ids}) if options.json else f"{len(ids)} chats deleted"


def _questions(options: argparse.Namespace, store: ChatStore) -> str:
    from qa.chats.feedback import as_lines, rated_questions

    questions = rated_questions(_chosen(options, store))
    text = json_text(questions) + "\n" if options.json else as_lines(questions)
    return _given(options, text, f"{len(questions)} questions")


def _chosen(options: argparse.Namespace, store: ChatStore) -> list[SavedChat]:
    """The chats that were named, or all, the newest first."""
    ids = options.ids or [chat.id for chat in store.summaries(options.owner)]
    return [_loaded(options, store, chat_id) for chat_id in ids]


def _loaded(options: argparse.Namespace, store: ChatStore, chat_id: str) -> SavedChat:
    """A chat as it is to be shown."""
    chat = store.load(options.owner, chat_id)
    if not chat.imported:
        return chat
    from qa.chats.imported import articles_of, as_shown

    return as_shown(chat, articles_of(place_of(options.index)))


def _given(options: argparse.Namespace, text: str, what: str) -> str:
    """The text itself, or what was written to the file that was named."""
    if not options.out:
        return text.rstrip("\n")
    path = Path(options.out)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ChatRefused(f"{path} is there already; name a new file with --out") from error
    except OSError as error:
        raise ChatRefused(f"{path} cannot be written: {error.strerror or error}") from error
    return json_text({"written": str(path)}) if options.json else f"{what} written to {path}"
