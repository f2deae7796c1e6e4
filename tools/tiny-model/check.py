"""Checks a GGUF against llama.cpp's own library: token ids, chat template, logits, and whether a greedy answer ends by itself.

usage: python3 check.py MODEL.gguf VOCAB.json CORPUS.jsonl CHECKPOINT.pt FOLDER
FOLDER holds libllama, see libllama.py.
SPDX-License-Identifier: Apache-2.0
"""
import itertools
import random
import sys

import torch

import tokenizer as tok
from libllama import LibLlama
from model import load
from sample import render

HARD_TEXTS = [
    "", "   ", "hello  world", "a\nb\n\n c", "naïve café – 42%", "👋 hi 🙂", "привет, мир", "こんにちは", '{"json": [1,2.5e-3]}', "<think>\nok\n</think>\n\nDone.", "\t tabs\tand \\ back", "x" * 100,
]


def texts(corpus, most=3000):
    yield from HARD_TEXTS
    for seed in range(200):
        rng = random.Random(seed)
        yield "".join(rng.choice("abc THE latency p99 é🙂\n .,<|>") for _ in range(60))
    for row in itertools.islice(tok.documents(corpus), most):
        yield from [row["text"]] if "text" in row else [message["content"] for message in row["messages"]]


def main():
    gguf, vocab, corpus, checkpoint, folder = sys.argv[1:6]
    library, tokenizer = LibLlama(folder, gguf), tok.Tokenizer.load(vocab)
    different = [text for text in texts(corpus) if library.tokenize(text) != tokenizer.encode(text)]
    print(f"token ids: {len(different)} texts differ {different[:3]}")
    messages = [("system", "Answer briefly."), ("user", "Why is my p99 latency high?")]
    print("chat template:", "equal" if library.render(messages) == render(messages) else "DIFFERENT")
    ids = [tok.BOS] + tokenizer.encode_chat(render(messages))
    print("chat ids:", "equal" if library.tokenize(render(messages), special=True) == ids else "DIFFERENT")
    print("ends generation:", [tokenizer.pieces[id] for id in range(tok.SIZE) if library.api.llama_vocab_is_eog(library.vocab, id)])
    logits = library.logits(ids)
    with torch.no_grad():
        reference = load(checkpoint)[0](torch.tensor([ids]))[0, -1]
    print(f"logits: largest difference {(logits - reference).abs().max():.4f} (F16 weights), same first choice: {bool(logits.argmax() == reference.argmax())}")
    answer = []
    while (chosen := int(logits.argmax())) != tok.END and len(answer) < 256:
        answer.append(chosen)
        logits = library.logits([chosen])
    print(f"greedy answer, {'ended by itself' if chosen == tok.END else 'DID NOT END'}: {tokenizer.decode(answer)}")


if __name__ == "__main__":
    main()
