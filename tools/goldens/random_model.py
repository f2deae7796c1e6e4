"""Tiny llama models with random weights, the same on every run: small enough to commit.

SPDX-License-Identifier: Apache-2.0
"""
import random

import gguf

HEADS, KV_HEADS, CONTEXT = 4, 2, 256
PIECES = ["▁", "a", "b", "c", "d", "e", "t", "h", "▁t", "th", "▁th", "▁the", "he", "ab", "cd", "ed", "é", "▁a", "▁ab", "▁▁", "s", ">", "</", "s>"]
CONTROLS = ["<|user|>", "<|assistant|>", "<|system|>", "<|end|>"]


def write(path, blocks, kind, width=32, hidden=64, layers=2, file_type=None, others=None, rope_scale=None, rope_factors=None):
    """Writes a model of one type, or with another type for the tensors whose names end as a key of `others` does.

    `rope_scale` stretches the rotation of all positions; `rope_factors`, one for each rotated pair, that of each frequency, as Llama 3 does."""
    tokens = ["<unk>", "<s>", "</s>", *[f"<0x{byte:02X}>" for byte in range(256)], *PIECES, *CONTROLS]
    metadata = {
        "general.architecture": (gguf.STRING, "llama"), "general.name": (gguf.STRING, path.stem),
        "llama.context_length": (4, CONTEXT), "llama.embedding_length": (4, width), "llama.feed_forward_length": (4, hidden), "llama.block_count": (4, layers),
        "llama.attention.head_count": (4, HEADS), "llama.attention.head_count_kv": (4, KV_HEADS), "llama.attention.layer_norm_rms_epsilon": (6, 1e-5),
        "llama.rope.dimension_count": (4, width // HEADS), "llama.rope.freq_base": (6, 10000.0),
        "tokenizer.ggml.model": (gguf.STRING, "llama"), "tokenizer.ggml.tokens": (gguf.ARRAY, (gguf.STRING, tokens)),
        "tokenizer.ggml.scores": (gguf.ARRAY, (6, [0.0] * 259 + [-1.0 - at for at in range(len(PIECES))] + [0.0] * len(CONTROLS))),
        "tokenizer.ggml.token_type": (gguf.ARRAY, (5, [2, 3, 3] + [6] * 256 + [1] * len(PIECES) + [3] * len(CONTROLS))),
        "tokenizer.ggml.bos_token_id": (4, 1), "tokenizer.ggml.eos_token_id": (4, 2), "tokenizer.ggml.add_bos_token": (7, True),
    }
    if file_type is not None:
        metadata["general.file_type"] = (4, file_type)
    if rope_scale is not None:
        metadata |= {"llama.rope.scaling.type": (gguf.STRING, "linear"), "llama.rope.scaling.factor": (6, rope_scale)}
    rng, tensors = random.Random(7), []

    def add(name, columns, rows):
        values = [rng.uniform(-1, 1) * 3 / columns ** 0.5 for _ in range(columns * rows)]
        own = next((other for end, other in (others or {}).items() if name.endswith(end)), kind)
        tensors.append((name + ".weight", (columns, rows), own, blocks.encode(own, values)))

    def norm(name):
        tensors.append((name + ".weight", (width,), gguf.F32, gguf.encode(gguf.F32, [rng.uniform(0.8, 1.2) for _ in range(width)])))

    kv = width // HEADS * KV_HEADS
    add("token_embd", width, len(tokens))
    add("output", width, len(tokens))
    norm("output_norm")
    for at in range(layers):
        norm(f"blk.{at}.attn_norm")
        for name, columns, rows in [("attn_q", width, width), ("attn_k", width, kv), ("attn_v", width, kv), ("attn_output", width, width)]:
            add(f"blk.{at}.{name}", columns, rows)
        norm(f"blk.{at}.ffn_norm")
        for name, columns, rows in [("ffn_gate", width, hidden), ("ffn_up", width, hidden), ("ffn_down", hidden, width)]:
            add(f"blk.{at}.{name}", columns, rows)
    if rope_factors is not None:
        tensors.append(("rope_freqs.weight", (len(rope_factors),), gguf.F32, gguf.encode(gguf.F32, rope_factors)))
    gguf.write(path, metadata, tensors)
