"""The options that choose a language model. Standard library only: read for every --help."""

from __future__ import annotations

import argparse


def add_llm_options(parser: argparse.ArgumentParser) -> None:
    """Give a parser the options that `qa.llm.choice.chosen` reads."""
    parser.add_argument(
        "--llm",
        default="none",
        metavar="MODEL",
        help="have a language model write: none (default), ollama:MODEL, openai:MODEL, gguf:FILE",
    )
    parser.add_argument("--llm-url", metavar="URL", help="its server; the key is in OPENAI_API_KEY")
    parser.add_argument(
        "--llm-timeout", type=_seconds, metavar="SECONDS", help="for its whole reply; default: 180"
    )


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e5:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds")
    return value
