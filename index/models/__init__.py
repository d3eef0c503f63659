"""The encoders: which model, where its files are, and how it is run.

encoder.py          a name to a loaded encoder: the bundled one, or any other by torch
onnx_model.py       an ONNX file and its tokenizer on all cores
word_tokens.py      where its tokens begin in a text, each word taken apart once
bundled.py          the files that come with the program, checked by hash
torch_encoder.py    sentence-transformers models
"""
