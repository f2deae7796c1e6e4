"""Reads and writes the part of GGUF version 3 that the goldens need, with the standard library only.

SPDX-License-Identifier: Apache-2.0
"""
import array
import struct

ALIGNMENT = 32
F32, F16, Q8_0, Q4_K, Q6_K, BF16 = 0, 1, 8, 12, 14, 30
LAYOUTS = {F32: (1, 4), F16: (1, 2), BF16: (1, 2), Q8_0: (32, 34), Q4_K: (256, 144), Q6_K: (256, 210)}  # elements and bytes of a block
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
STRING, ARRAY = 8, 9


def encode(kind, values):
    """The bytes of floats as a tensor of a type."""
    if kind == F32:
        return array.array("f", values).tobytes()
    if kind == F16:
        return struct.pack(f"<{len(values)}e", *values)
    blocks = bytearray()
    for at in range(0, len(values), 32):
        block = values[at:at + 32]
        scale = max(abs(value) for value in block) / 127
        blocks += struct.pack("<e32b", scale, *[round(value / scale) if scale else 0 for value in block])
    return bytes(blocks)


def decode(kind, data):
    """The floats that the bytes of a tensor stand for."""
    if kind == F32:
        return array.array("f", data)
    if kind == F16:
        return struct.unpack(f"<{len(data) // 2}e", data)
    return [scale * quant for scale, *quants in struct.iter_unpack("<e32b", data) for quant in quants]


def write(path, metadata, tensors):
    """Writes `metadata` {key: (type, value) or (ARRAY, (type, values))} and `tensors` [(name, shape, type, bytes)]."""
    out, offset, data = bytearray(struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata))), 0, bytearray()
    for key, (kind, value) in metadata.items():
        out += _string(key) + struct.pack("<I", kind) + _value(kind, value)
    for name, shape, kind, body in tensors:
        out += _string(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, len(data))
        data += body + bytes(-len(body) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(out + bytes(-len(out) % ALIGNMENT) + data)


def read(path):
    """The metadata and tensors of a file, as `write` takes them."""
    with open(path, "rb") as file:
        data = file.read()
    at = 0

    def take(form):
        nonlocal at
        values = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize("<" + form)
        return values

    def string():
        nonlocal at
        length, = take("Q")
        at += length
        return data[at - length:at].decode()

    def value(kind):
        if kind == STRING:
            return string()
        if kind == ARRAY:
            element, count = take("IQ")
            return element, [value(element) for _ in range(count)]
        return take(SCALARS[kind])[0]

    _, _, tensor_count, metadata_count = take("4sIQQ")
    metadata = {}
    for _ in range(metadata_count):
        key = string()
        kind, = take("I")
        metadata[key] = (kind, value(kind))
    entries = []
    for _ in range(tensor_count):
        name, (dimensions,) = string(), take("I")
        shape, (kind, offset) = take(f"{dimensions}Q"), take("IQ")
        entries.append((name, shape, kind, offset))
    start = -(-at // ALIGNMENT) * ALIGNMENT
    tensors = []
    for name, shape, kind, offset in entries:
        size = 1
        for extent in shape:
            size *= extent
        elements, block = LAYOUTS[kind]
        size = size // elements * block
        tensors.append((name, shape, kind, data[start + offset:start + offset + size]))
    return metadata, tensors


def widen(source, destination, blocks):
    """Writes a copy of a model with every tensor as F32: the same numbers, but no library rounds activations on their account."""
    metadata, tensors = read(source)
    write(destination, metadata, [(name, shape, F32, encode(F32, blocks.decode(kind, body))) for name, shape, kind, body in tensors])


def _string(text):
    body = text.encode()
    return struct.pack("<Q", len(body)) + body


def _value(kind, value):
    if kind == STRING:
        return _string(value)
    if kind == ARRAY:
        element, values = value
        return struct.pack("<IQ", element, len(values)) + b"".join(_value(element, each) for each in values)
    return struct.pack("<" + SCALARS[kind], value)
