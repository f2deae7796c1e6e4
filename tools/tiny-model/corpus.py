"""Writes the corpus: one JSON document a line, {"messages": [{"role", "content"}, …]} or {"text": …}.

usage: python3 corpus.py OUT.jsonl [--count N] [--seed S]
Equal seeds give equal files. SPDX-License-Identifier: Apache-2.0
"""
import argparse
import json
import random

from grammar.dialogues import document
from grammar.turns import Knowledge


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    knowledge, rng = Knowledge(), random.Random(options.seed)
    with open(options.out, "w", encoding="utf-8") as out:
        for _ in range(options.count):
            made = document(knowledge, rng)
            row = {"text": made} if isinstance(made, str) else {"messages": [{"role": role, "content": content} for role, content in made]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
