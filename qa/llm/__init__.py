"""Answers in the words of a language model, every sentence checked against what it cites.

Optional: nothing here is imported until a model is chosen, and the libraries are extras.

    models.py     which model, where, with what limits
    served.py     Ollama and OpenAI-compatible servers, by LlamaIndex
    gguf.py       llama.cpp for a GGUF file, in a process of its own (gguf_child.py)
    calls.py      one reply as a stream of pieces: time limits, retries, cancelling
    prompt.py     what the model is told (prompt.md) and shown
    sentences.py  pieces of a reply to whole sentences with the numbers they cite
    writer.py     the writer: asks, checks, marks, and falls back on the extractive writer
"""
