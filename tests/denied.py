"""Runs commands as they come in as JSON, one after another, and tells how each ended.

python -m tests.denied < commands.json    a list of ["index" | "qa" | "page", [ARGUMENT, …]]
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback
from typing import Any


def ended(program: str, arguments: list[str]) -> dict[str, Any]:
    """The exit code of one command and what it printed; a traceback where it raised."""
    from index.__main__ import main as index_main
    from qa.__main__ import main as qa_main
    from qa.page.ui.command import main as page_main

    main = {"index": index_main, "qa": qa_main, "page": page_main}[program]
    out, error = io.StringIO(), io.StringIO()
    code: object = None
    raised = ""
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
        try:
            code = main(arguments)
        except SystemExit as end:
            code = end.code
        except BaseException:
            raised = traceback.format_exc()
    return {"code": code, "out": out.getvalue(), "error": error.getvalue(), "raised": raised}


if __name__ == "__main__":
    json.dump([ended(*command) for command in json.load(sys.stdin)], sys.stdout)
