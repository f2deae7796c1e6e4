"""Trains the byte-level BPE merges of the goldens, `Data/bpe-merges.txt`, on texts of this repository. See README.md.

Half of the merges come from words, as in real models. The other half come from whole lines, so that pieces reach over spaces, digits and
punctuation: only a tokenizer that cuts its words in exactly the right places then gives the right ids.

usage: python3 train_bpe.py REPOSITORY
SPDX-License-Identifier: Apache-2.0
"""
import re
import sys
from collections import Counter
from pathlib import Path

import bpe_model

SOURCES = ["README.md", "docs/architecture.md", "docs/getting-started.md", "src/Vitrine.Inference/Sampling/Sampler.cs"]
MERGES_OF_EACH_KIND = 200
TEXT_WEIGHT = 6


def train(chunks, merges, count):
    """Appends `count` merges, the commonest pair first and the smallest among equals, behind those that are there."""
    words = [(list(bpe_model.spell(chunk)), times) for chunk, times in Counter(chunks).items()]
    for pair in merges:
        words = [(join(symbols, pair), times) for symbols, times in words]
    for _ in range(count):
        pairs = Counter()
        for symbols, times in words:
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += times
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        words = [(join(symbols, best), times) for symbols, times in words]


def join(symbols, pair):
    joined, at = [], 0
    while at < len(symbols):
        if tuple(symbols[at:at + 2]) == pair:
            joined.append(symbols[at] + symbols[at + 1])
            at += 2
        else:
            joined.append(symbols[at])
            at += 1
    return joined


def main():
    repository = Path(sys.argv[1])
    text = "".join((repository / source).read_text() for source in SOURCES)
    # No merge may spell a control token: llama.cpp refuses a vocabulary with the same text twice.
    text += "\n".join(text for text, _ in bpe_model.TEXTS if "<|" not in text) * TEXT_WEIGHT
    merges = []
    train(re.findall(r"\s?\S+|\s+", text), merges, MERGES_OF_EACH_KIND)
    train(re.findall(r"[^\n]*\n+|[^\n]+", text), merges, MERGES_OF_EACH_KIND)
    path = repository / bpe_model.MERGES
    path.write_text("".join(f"{left} {right}\n" for left, right in merges))
    print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
