"""BF16, Q4_K and Q6_K through ggml's own quantisers, so that the engine's decoders are held to somebody else's encoder; other types through gguf.py.

SPDX-License-Identifier: Apache-2.0
"""
import array
import base64
import ctypes as c
import random
import struct
from pathlib import Path

import gguf

NAMES = {gguf.BF16: "BF16", gguf.Q4_K: "Q4_K", gguf.Q6_K: "Q6_K"}
DECODERS = {gguf.BF16: "ggml_bf16_to_fp32_row", gguf.Q4_K: "dequantize_row_q4_K", gguf.Q6_K: "dequantize_row_q6_K"}
ELEMENTS = 256


class Blocks:
    """Encodes and decodes tensors of every type in the golden models."""

    def __init__(self, folder):
        self.base = c.CDLL(str(next(Path(folder).glob("libggml-base*.so*"))), mode=c.RTLD_GLOBAL)
        self.base.ggml_quantize_chunk.restype = c.c_size_t
        self.base.ggml_quantize_chunk.argtypes = [c.c_int, c.c_void_p, c.c_void_p, c.c_int64, c.c_int64, c.c_int64, c.c_void_p]
        for name in DECODERS.values():
            getattr(self.base, name).restype, getattr(self.base, name).argtypes = None, [c.c_void_p, c.c_void_p, c.c_int64]

    def encode(self, kind, values):
        if kind not in NAMES:
            return gguf.encode(kind, values)
        elements, block = gguf.LAYOUTS[kind]
        floats = (c.c_float * len(values))(*values)
        out = c.create_string_buffer(len(values) // elements * block)
        if self.base.ggml_quantize_chunk(kind, floats, out, 0, 1, len(values), None) != len(out):
            raise SystemExit(f"ggml_quantize_chunk wrote another size for {NAMES[kind]}")
        return out.raw

    def decode(self, kind, data):
        if kind not in NAMES:
            return gguf.decode(kind, data)
        elements, block = gguf.LAYOUTS[kind]
        floats = (c.c_float * (len(data) // block * elements))()
        getattr(self.base, DECODERS[kind])(data, floats, len(floats))
        return list(floats)

    def samples(self):
        """For each type the bytes of 256 elements and the floats they stand for: one run quantised from numbers, two of random bits with finite factors."""
        rng, rows = random.Random(11), []
        for kind, name in NAMES.items():
            elements, block = gguf.LAYOUTS[kind]
            size = ELEMENTS // elements * block
            noise = [bytearray(rng.randbytes(size)) for _ in range(2)]
            for data in noise:
                if kind == gguf.Q4_K:
                    data[:4] = struct.pack("<ee", rng.uniform(-2, 2), rng.uniform(-2, 2))
                elif kind == gguf.Q6_K:
                    data[-2:] = struct.pack("<e", rng.uniform(-2, 2))
                else:
                    for at in range(1, size, 2):
                        data[at] &= 0xBF  # Clears the top bit of the exponent: no infinities, no NaN.
            for data in [self.encode(kind, [rng.gauss(0, 1) for _ in range(ELEMENTS)]), *map(bytes, noise)]:
                floats = array.array("f", self.decode(kind, data)).tobytes()
                rows.append({"type": name, "bytes": base64.b64encode(data).decode(), "floats": base64.b64encode(floats).decode()})
        return rows
