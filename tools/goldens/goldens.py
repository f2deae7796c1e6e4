"""Writes the golden files of Vitrine.Inference.Tests: what llama.cpp makes of the shipped model, of random ones and of single blocks. See README.md.

usage: python3 goldens.py FOLDER_OF_LIBLLAMA REPOSITORY
SPDX-License-Identifier: Apache-2.0
"""
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import blocks
import gguf
import random_model
from libllama import VERSION, Library, Model

# Texts for the tokenizer; with (text, True) special tokens are recognised.
TEXTS = [
    ("", False), (" ", False), ("   ", False), ("hello  world", False), ("the abed", False), ("a\nb\n\n c\r\n", False), ("naïve café – 42%", False),
    ("👋 hi 🙂👨‍👩‍👧", False), ("привет, мир", False), ("こんにちは", False), ('{"json": [1, 2.5e-3]}', False), ("\t tabs\tand \\ back", False), ("x" * 100, False),
    ("<|user|>\nhi<|end|>\n<|assistant|>\n", False), ("<|user|>\nhi<|end|>\n<|assistant|>\n", True), ("<|end|><|end|> the<|user|>", True), ("<think>\nok\n</think>\n\nDone.", False),
]
# Prompts for logits and greedy answers.
PROMPTS = {
    "vitrine-tiny": [("<|user|>\nWhy is my p99 latency high?<|end|>\n<|assistant|>\n", True), ("The queue", False), ("👋 hi 🙂", False)],
    "random": [("the abed", False), ("<|user|>\nabc 🙂<|end|>\n<|assistant|>\n", True), ("a " * 60, False)],
}
GREEDY_TOKENS = 48
# Texts to embed, and the ways to pool them.
EMBEDDED = ["the abed", "👋 hi 🙂", "a " * 60]
POOLINGS = {"Mean": 1, "Cls": 2, "Last": 3}


def golden(library, codec, path, prompts, context):
    with tempfile.TemporaryDirectory() as folder:
        widened = Path(folder) / "widened.gguf"
        gguf.widen(path, widened, codec)
        native, exact = Model(library, path, context), Model(library, widened, context)
        rows = []
        for text, special in prompts:
            ids = native.tokenize(text, True, special)
            logits, greedy = exact.answer(ids, GREEDY_TOKENS)
            native_logits, native_greedy = native.answer(ids, GREEDY_TOKENS)
            rows.append({"text": text, "special": special, "ids": ids, "greedy": greedy, "nativeGreedy": native_greedy,
                         "logits": [round(value, 5) for value in logits], "nativeLogits": [round(value, 5) for value in native_logits]})
        texts = [{"text": text, "special": special, "ids": native.tokenize(text, False, special)} for text, special in TEXTS]
        native.close()
        exact.close()
    return {"model": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "library": VERSION, "texts": texts, "prompts": rows}


def embeddings(library, codec, paths):
    """Texts embedded by every pooling, scaled to length 1: by the file where weights are quants, else by a copy widened to F32."""
    rows = []
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            widened = Path(folder) / "widened.gguf"
            gguf.widen(path, widened, codec)
            for name, pooling in POOLINGS.items():
                model = Model(library, path if "-q" in path.name else widened, 256, pooling)
                for text in EMBEDDED:
                    ids = model.tokenize(text, True, False)
                    values = model.embedding(ids)
                    length = sum(value * value for value in values) ** 0.5
                    rows.append({"model": path.name, "pooling": name, "text": text, "ids": ids, "values": [round(value / length, 6) for value in values]})
                model.close()
    return {"library": VERSION, "embeddings": rows}


def save(path, content):
    """One line per text and prompt, so that a difference can be read."""
    parts = [f"{json.dumps(key)}: " + ("[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in value) + "\n]" if isinstance(value, list) else json.dumps(value))
             for key, value in content.items()]
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"wrote {path.name}")


def main():
    library, codec, repository = Library(sys.argv[1]), blocks.Blocks(sys.argv[1]), Path(sys.argv[2])
    data = repository / "tests/Vitrine.Inference.Tests/Data"
    # The last is what llama.cpp calls Q4_K_M: Q6_K where rounding hurts most, in rows of whole superblocks.
    mixed = {"width": 256, "hidden": 256, "layers": 1, "file_type": 15, "others": {"attn_output": gguf.Q4_K, "output": gguf.Q6_K, "attn_v": gguf.Q6_K, "ffn_down": gguf.Q6_K}}
    for name, kind, shape in [("random-f32", gguf.F32, {}), ("random-f16", gguf.F16, {}), ("random-bf16", gguf.BF16, {}), ("random-q8_0", gguf.Q8_0, {}),
                              ("random-q4_k_m", gguf.Q4_K, mixed), ("random-rope", gguf.F32, {"rope_scale": 4.0, "rope_factors": [1.0, 1.5, 4.0, 8.0]})]:
        path = data / f"{name}.gguf"
        random_model.write(path, codec, kind, **shape)
        save(data / f"{name}.golden.json", golden(library, codec, path, PROMPTS["random"], 256))
    save(data / "blocks.golden.json", {"library": VERSION, "blocks": codec.samples()})
    save(data / "vitrine-tiny.golden.json", golden(library, codec, repository / "models/vitrine-tiny.gguf", PROMPTS["vitrine-tiny"], 1024))
    save(data / "embeddings.golden.json", embeddings(library, codec, [data / "random-f32.gguf", data / "random-q8_0.gguf", repository / "models/vitrine-tiny.gguf"]))


if __name__ == "__main__":
    main()
