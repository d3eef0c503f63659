"""The options of python -m qa eval. Standard library only: read for every --help."""

from __future__ import annotations

import argparse

from index.place import place_argument
from qa.llm.options import add_llm_options

_FILE = """\
QUESTIONS is a JSON Lines file (or .jsonl.gz), a question a line:
  question             what to ask
  answers              gold answers, any of which is right
  relevant             ids of the articles that answer it (python -m index status --articles);
                       also_relevant: ids that count as right too
  answerable           false: the articles do not answer it
  evidence             sentences of the articles that carry the answer
  answer_start         where the answer stands: a character of the first relevant article
  history              the turns before: texts, or objects with role and text
  standalone_question  the question as it would be asked without them
  date                 the day of asking
  id, kind             a name, and a label to group the figures by
Only the question and one of answers, relevant and "answerable": false are needed.
"""


def add_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """Give a parser the options of `eval`; returns it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _FILE
    parser.add_argument("questions", nargs="?", metavar="QUESTIONS", help="a file, see below")
    parser.add_argument(
        "--index",
        type=place_argument,
        default=".index",
        metavar="PLACE",
        help="a folder or milvus:URI",
    )
    parser.add_argument(
        "--out", metavar="DIR", help="a new folder for the results; default: eval-DAY-TIME"
    )
    parser.add_argument("--sample", type=int, metavar="N", help="ask N of them, drawn at random")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of that draw; default: 0")
    parser.add_argument("--only", choices=["answerable", "unanswerable"], help="ask only these")
    parser.add_argument(
        "-k", type=int, default=50, help="passages looked at per question; default: 50"
    )
    parser.add_argument(
        "--standalone", action="store_true", help="ask the standalone form of a question with one"
    )
    add_llm_options(parser)
    parser.add_argument("--resume", action="store_true", help="go on with the run in --out")
    parser.add_argument(
        "--compare",
        nargs="+",
        metavar="DIR",
        help="an earlier run to compare with; two of them, without QUESTIONS, are compared",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser
