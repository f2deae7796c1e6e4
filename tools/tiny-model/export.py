"""Writes a checkpoint as GGUF v3: F16 matrices, F32 norms, tied embeddings, an SPM vocabulary and a chat template.

usage: python3 export.py CHECKPOINT.pt VOCAB.json OUT.gguf
Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
SPDX-License-Identifier: Apache-2.0
"""
import struct
import sys

import numpy as np

import tokenizer as tok
from model import load

ALIGNMENT = 32
F32, F16 = 0, 1
U32, I32, FLOAT, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
DESCRIPTION = (
    "A demonstration model of 2.8 million weights that ships with Vitrine. It was trained on text written by a small grammar about operating services. "
    "It speaks short plain English about latency, errors, memory, tokens, GPUs and the like; it is not a knowledgeable model, and nothing it says should be relied on."
)
CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)


def string(text):
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def value(kind, data):
    """A metadata value with its type; `kind` is a type or ("array", element type)."""
    if isinstance(kind, tuple):
        element = kind[1]
        body = b"".join(string(item) for item in data) if element == STRING else np.array(data, np.float32 if element == FLOAT else np.int32).tobytes()
        return struct.pack("<IIQ", ARRAY, element, len(data)) + body
    body = string(data) if kind == STRING else struct.pack({U32: "<I", FLOAT: "<f", BOOL: "<?"}[kind], data)
    return struct.pack("<I", kind) + body


def token_kind(id):
    if id == tok.UNK:
        return UNKNOWN
    if id in (tok.BOS, tok.EOS_TEXT) or tok.FIRST_CHAT <= id < tok.FIRST_CHAR:
        return CONTROL
    return BYTE if id < tok.FIRST_CHAT else NORMAL


def metadata(shape, tokenizer):
    count = len(tokenizer.pieces)
    return [
        ("general.architecture", STRING, "llama"),
        ("general.name", STRING, "vitrine-tiny"),
        ("general.description", STRING, DESCRIPTION),
        ("general.license", STRING, "Apache-2.0"),
        ("general.author", STRING, "The Vitrine authors"),
        ("general.size_label", STRING, "2.8M"),
        ("general.file_type", U32, 1),
        ("general.quantization_version", U32, 2),
        ("general.alignment", U32, ALIGNMENT),
        ("llama.vocab_size", U32, count),
        ("llama.context_length", U32, shape.context),
        ("llama.embedding_length", U32, shape.width),
        ("llama.block_count", U32, shape.layers),
        ("llama.feed_forward_length", U32, shape.hidden),
        ("llama.attention.head_count", U32, shape.heads),
        ("llama.attention.head_count_kv", U32, shape.kv_heads),
        ("llama.attention.layer_norm_rms_epsilon", FLOAT, shape.epsilon),
        ("llama.rope.dimension_count", U32, shape.head_width),
        ("llama.rope.freq_base", FLOAT, shape.rope_base),
        ("tokenizer.ggml.model", STRING, "llama"),
        ("tokenizer.ggml.pre", STRING, "default"),
        ("tokenizer.ggml.tokens", ("array", STRING), tokenizer.pieces),
        ("tokenizer.ggml.scores", ("array", FLOAT), [tokenizer.score(id) for id in range(count)]),
        ("tokenizer.ggml.token_type", ("array", I32), [token_kind(id) for id in range(count)]),
        ("tokenizer.ggml.bos_token_id", U32, tok.BOS),
        ("tokenizer.ggml.eos_token_id", U32, tok.END),
        ("tokenizer.ggml.eot_token_id", U32, tok.END),
        ("tokenizer.ggml.unknown_token_id", U32, tok.UNK),
        ("tokenizer.ggml.add_bos_token", BOOL, True),
        ("tokenizer.ggml.add_eos_token", BOOL, False),
        ("tokenizer.ggml.add_space_prefix", BOOL, False),
        ("tokenizer.chat_template", STRING, CHAT_TEMPLATE),
    ]


def tensors(model):
    """(name, array) in the order of the file: matrices as F16, vectors as F32."""
    for name, parameter in model.state_dict().items():
        yield name, parameter.numpy().astype(np.float16 if parameter.dim() == 2 else np.float32)


def padded(size):
    return -(-size // ALIGNMENT) * ALIGNMENT


def main():
    checkpoint, vocab, out = sys.argv[1:4]
    model, _ = load(checkpoint)
    tokenizer = tok.Tokenizer.load(vocab)
    entries, arrays = metadata(model.shape, tokenizer), list(tensors(model))
    head = b"GGUF" + struct.pack("<IQQ", 3, len(arrays), len(entries))
    head += b"".join(string(key) + value(kind, data) for key, kind, data in entries)
    offset = 0
    for name, array in arrays:
        # GGUF counts dimensions from the fastest one, numpy from the slowest.
        head += string(name) + struct.pack("<I", array.ndim) + b"".join(struct.pack("<Q", n) for n in reversed(array.shape))
        head += struct.pack("<IQ", F16 if array.dtype == np.float16 else F32, offset)
        offset += padded(array.nbytes)
    with open(out, "wb") as file:
        file.write(head.ljust(padded(len(head)), b"\0"))
        for _, array in arrays:
            file.write(array.tobytes().ljust(padded(array.nbytes), b"\0"))
        size = file.tell()
    print(f"{out}: {size:,} bytes, {len(arrays)} tensors, {sum(a.size for _, a in arrays):,} weights, {len(tokenizer.pieces)} tokens")


if __name__ == "__main__":
    main()
