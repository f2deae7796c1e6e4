"""Tiny llama models with random weights, the same on every run: small enough to commit.

SPDX-License-Identifier: Apache-2.0
"""
import random

import gguf

WIDTH, HIDDEN, LAYERS, HEADS, KV_HEADS, CONTEXT = 32, 64, 2, 4, 2, 256
PIECES = ["▁", "a", "b", "c", "d", "e", "t", "h", "▁t", "th", "▁th", "▁the", "he", "ab", "cd", "ed", "é", "▁a", "▁ab", "▁▁", "s", ">", "</", "s>"]
CONTROLS = ["<|user|>", "<|assistant|>", "<|system|>", "<|end|>"]


def write(path, kind):
    tokens = ["<unk>", "<s>", "</s>", *[f"<0x{byte:02X}>" for byte in range(256)], *PIECES, *CONTROLS]
    metadata = {
        "general.architecture": (gguf.STRING, "llama"), "general.name": (gguf.STRING, path.stem),
        "llama.context_length": (4, CONTEXT), "llama.embedding_length": (4, WIDTH), "llama.feed_forward_length": (4, HIDDEN), "llama.block_count": (4, LAYERS),
        "llama.attention.head_count": (4, HEADS), "llama.attention.head_count_kv": (4, KV_HEADS), "llama.attention.layer_norm_rms_epsilon": (6, 1e-5),
        "llama.rope.dimension_count": (4, WIDTH // HEADS), "llama.rope.freq_base": (6, 10000.0),
        "tokenizer.ggml.model": (gguf.STRING, "llama"), "tokenizer.ggml.tokens": (gguf.ARRAY, (gguf.STRING, tokens)),
        "tokenizer.ggml.scores": (gguf.ARRAY, (6, [0.0] * 259 + [-1.0 - at for at in range(len(PIECES))] + [0.0] * len(CONTROLS))),
        "tokenizer.ggml.token_type": (gguf.ARRAY, (5, [2, 3, 3] + [6] * 256 + [1] * len(PIECES) + [3] * len(CONTROLS))),
        "tokenizer.ggml.bos_token_id": (4, 1), "tokenizer.ggml.eos_token_id": (4, 2), "tokenizer.ggml.add_bos_token": (7, True),
    }
    rng, tensors = random.Random(7), []

    def add(name, columns, rows):
        values = [rng.uniform(-1, 1) * 3 / columns ** 0.5 for _ in range(columns * rows)]
        tensors.append((name + ".weight", (columns, rows), kind, gguf.encode(kind, values)))

    def norm(name):
        tensors.append((name + ".weight", (WIDTH,), gguf.F32, gguf.encode(gguf.F32, [rng.uniform(0.8, 1.2) for _ in range(WIDTH)])))

    kv = WIDTH // HEADS * KV_HEADS
    add("token_embd", WIDTH, len(tokens))
    add("output", WIDTH, len(tokens))
    norm("output_norm")
    for at in range(LAYERS):
        norm(f"blk.{at}.attn_norm")
        for name, columns, rows in [("attn_q", WIDTH, WIDTH), ("attn_k", WIDTH, kv), ("attn_v", WIDTH, kv), ("attn_output", WIDTH, WIDTH)]:
            add(f"blk.{at}.{name}", columns, rows)
        norm(f"blk.{at}.ffn_norm")
        for name, columns, rows in [("ffn_gate", WIDTH, HIDDEN), ("ffn_up", WIDTH, HIDDEN), ("ffn_down", HIDDEN, WIDTH)]:
            add(f"blk.{at}.{name}", columns, rows)
    gguf.write(path, metadata, tensors)
