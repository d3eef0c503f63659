"""Answers in the words of a language model, every sentence checked against what it cites.

Optional: the libraries are extras, and not imported until a model is asked.

    types.py      what a language model is, with what limits
    models.py     which model, and where
    served.py     Ollama and OpenAI-compatible servers, by LlamaIndex
    wire.py       what a server may send: bounded, unpacked, and without our key
    gguf.py       llama.cpp for a GGUF file, in a process of its own (gguf_child.py)
    calls.py      one reply as a stream of pieces: time limits, retries, cancelling
    prompt.py     what the model is told (prompt.md) and shown
    sentences.py  pieces of a reply to whole sentences with the numbers they cite
    questions.py  the planner: makes questions stand alone and parts them (questions.md)
    choice.py     writer and planner, as the command line's options choose them (options.py)
    phrases.py    phrases that give away a model that declines, an article that gives orders
    writer.py     the writer: asks, checks, marks, and falls back on the extractive writer
"""
