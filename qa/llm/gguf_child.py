"""The process that runs llama.cpp on a GGUF file; started by `gguf.py`, ends when that one does.

    gguf_child.py FILE CONTEXT THREADS

Standard input: a line with the key that requests must carry, then nothing until it is closed.
Standard output: one line of JSON when the server is ready, with its `url` and `context` in tokens.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request


def main(file: str, context: str, threads: str) -> None:
    """Serve until standard input is closed."""
    key = sys.stdin.readline().strip()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever llama.cpp prints must not come between
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = file
    settings.n_ctx = int(context)
    settings.n_parallel = 1
    settings.cpuparams.n_threads = int(threads)
    settings.cpuparams_batch.n_threads = int(threads)
    settings.hostnames = ["127.0.0.1"]
    settings.port = 0
    settings.api_keys = [key]
    settings.ui = False
    settings.verbosity = 1  # errors
    server = xllamacpp.Server(settings)
    request = urllib.request.Request(f"{server.listening_address}/props")
    request.add_header("Authorization", f"Bearer {key}")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as reply:
        held = json.load(reply)["default_generation_settings"]["n_ctx"]
    answers.write(json.dumps({"url": server.listening_address, "context": held}) + "\n")
    answers.flush()
    sys.stdin.read()
    os._exit(0)  # the server's threads are not waited for


if __name__ == "__main__":
    main(*sys.argv[1:])
