"""An ONNX model cut short: what it has computed at one inner tensor, and nothing after that.

onnxruntime cannot stop half way through a graph, and the `onnx` package is much for a few edits.
A model file is a protocol buffer: a row of numbered fields, most with their length in front. So
the nodes that the tensor does not need are left out of the row, the weights that only they use as
well, and the tensor is named as the only output. Standard library only; the numbers are those of
`onnx.proto` (https://onnx.ai/onnx/repo-docs/IR.html).
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH = 7  # of a model
_NODE, _WEIGHTS, _OUTPUT = 1, 5, 12  # of a graph
_TAKES, _GIVES = 1, 2  # of a node
_WEIGHTS_NAME, _OUTPUT_NAME = 8, 1
_SIZED = 2  # the wire type of fields with their length in front
_FIXED = {1: 8, 5: 4}  # bytes of the wire types of fixed size


def cut_short(model: bytes, tensor: str) -> bytes:
    """The part of a model that computes one of its tensors.

    Args:
        model: an ONNX file's content; its nodes in an order in which they can run.
        tensor: the name of an inner tensor.

    Returns:
        A model with the same inputs and `tensor` as its only output.

    Raises:
        ValueError: no node gives that tensor, or this is no ONNX model.
    """
    return b"".join(
        _field(_GRAPH, _cut_graph(content, tensor)) if number == _GRAPH else whole
        for number, content, whole in _fields(memoryview(model))
    )


def _cut_graph(graph: memoryview, tensor: str) -> bytes:
    fields = list(_fields(graph))
    needed = {tensor.encode()}
    nodes: set[int] = set()
    for place in reversed(range(len(fields))):
        number, content, _ = fields[place]
        if number == _NODE and needed & set(_texts(content, _GIVES)):
            nodes.add(place)
            needed.update(_texts(content, _TAKES))
    if not nodes:
        raise ValueError(f"no part of the model computes {tensor!r}")

    def stays(place: int) -> bool:
        number, content, _ = fields[place]
        if number == _NODE:
            return place in nodes
        if number == _WEIGHTS:
            return bool(needed & set(_texts(content, _WEIGHTS_NAME)))
        return number != _OUTPUT

    kept = [whole for place, (_, _, whole) in enumerate(fields) if stays(place)]
    return b"".join(kept) + _field(_OUTPUT, _field(_OUTPUT_NAME, tensor.encode()))


def _texts(message: memoryview, wanted: int) -> Iterator[bytes]:
    return (bytes(content) for number, content, _ in _fields(message) if number == wanted)


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """The number of each field, its content (none unless it is sized), and all of its bytes."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        content = message[:0]
        if kind == _SIZED:
            size, at = _varint(message, at)
            content = message[at : at + size]
            at += size
        elif kind in _FIXED:
            at += _FIXED[kind]
        elif kind == 0:
            _, at = _varint(message, at)
        else:
            raise ValueError(f"this is no ONNX model: a field of wire type {kind}")
        if at > len(message):
            raise ValueError("this is no ONNX model: it ends within a field")
        yield number, content, message[start:at]


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at a place, seven bits a byte, and the place after it."""
    value = shift = 0
    while True:
        if at >= len(message):
            raise ValueError("this is no ONNX model: it ends within a number")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    """A sized field."""
    return _number(number << 3 | _SIZED) + _number(len(content)) + content


def _number(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])
