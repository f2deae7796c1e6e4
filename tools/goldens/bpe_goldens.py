"""Writes `Data/bpe.golden.json`: the ids that llama.cpp gives texts by each pre-tokenizer over the merges in `Data/bpe-merges.txt`. See README.md.

usage: python3 bpe_goldens.py FOLDER_OF_LIBLLAMA REPOSITORY
SPDX-License-Identifier: Apache-2.0
"""
import hashlib
import json
import sys
import tempfile
from pathlib import Path

import bpe_model
from libllama import VERSION, Library, Model


def lines(library, merges):
    """One line for each family and text, so that a difference can be read."""
    for family in bpe_model.FAMILIES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bpe.gguf"
            bpe_model.write(path, family, merges)
            model = Model(library, path, 64)
            for text, special in bpe_model.TEXTS:
                yield json.dumps({"family": family, "text": text, "special": special, "ids": model.tokenize(text, True, special)})
            model.close()


def main():
    library, repository = Library(sys.argv[1]), Path(sys.argv[2])
    merges = repository / bpe_model.MERGES
    head = {"merges": merges.name, "sha256": hashlib.sha256(merges.read_bytes()).hexdigest(), "library": VERSION, "controls": bpe_model.CONTROLS}
    texts = ",\n".join(lines(library, merges.read_text().splitlines()))
    path = merges.parent / "bpe.golden.json"
    path.write_text(json.dumps(head)[:-1] + ',\n"texts": [\n' + texts + "\n]}\n")
    print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
