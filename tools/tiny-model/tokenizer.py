"""The tokenizer: trains a byte-pair vocabulary and encodes as llama.cpp's SPM tokenizer does.

usage: python3 tokenizer.py CORPUS.jsonl VOCAB.json

Layout of the vocabulary (ids in this order):
  0 <unk>, 1 <s>, 2 </s>; 3..258 the 256 byte tokens <0x00>..<0xFF>; then the four chat tokens; then 95 single characters; then the merges.
The score of merge k is -(k+1), so the merge that was learnt first wins, as in llama.cpp's llm_tokenizer_spm. A space is written as U+2581.
No piece crosses a space, a digit, or the border between letters and punctuation, so encoding word by word equals encoding the whole text.
SPDX-License-Identifier: Apache-2.0
"""
import collections
import json
import re
import sys

SIZE = 2048
SPACE = "\u2581"
UNK, BOS, EOS_TEXT, FIRST_BYTE = 0, 1, 2, 3
CHAT_TOKENS = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]
FIRST_CHAT = FIRST_BYTE + 256
FIRST_CHAR = FIRST_CHAT + len(CHAT_TOKENS)
CHARACTERS = [SPACE] + [chr(code) for code in range(33, 127)]
FIRST_MERGE = FIRST_CHAR + len(CHARACTERS)
SYSTEM, USER, ASSISTANT, END = range(FIRST_CHAT, FIRST_CHAT + 4)
BASE_SCORE = -1e6
_CHARACTER_SET = set(CHARACTERS)

PIECE = re.compile(f"{SPACE}?[A-Za-z]+|{SPACE}?[^A-Za-z0-9{SPACE}]+|[0-9]|{SPACE}", re.S)


def train(texts, size=SIZE):
    """Learns size - FIRST_MERGE merges from the texts and returns the merged strings in the order of learning."""
    words = collections.Counter(piece for text in texts for piece in PIECE.findall(text.replace(" ", SPACE)))
    words = [(list(word), count) for word, count in words.items() if _CHARACTER_SET.issuperset(word)]
    pairs, where = collections.Counter(), collections.defaultdict(set)
    for i, (parts, count) in enumerate(words):
        for pair in zip(parts, parts[1:]):
            pairs[pair] += count
            where[pair].add(i)
    merges, known = [], set(CHARACTERS)
    while len(merges) < size - FIRST_MERGE:
        pair = max(pairs, key=lambda p: (pairs[p], p))
        joined = "".join(pair)
        if joined not in known:
            merges.append(joined)
            known.add(joined)
        for i in where.pop(pair):
            parts, count = words[i]
            for old in zip(parts, parts[1:]):
                pairs[old] -= count
                if pairs[old] <= 0:
                    del pairs[old]
            parts[:] = _join(parts, pair)
            for new in zip(parts, parts[1:]):
                pairs[new] += count
                where[new].add(i)
        pairs.pop(pair, None)
    return merges


def _join(parts, pair):
    out, i = [], 0
    while i < len(parts):
        if i + 1 < len(parts) and (parts[i], parts[i + 1]) == pair:
            out.append(parts[i] + parts[i + 1])
            i += 2
        else:
            out.append(parts[i])
            i += 1
    return out


class Tokenizer:
    """Encodes and decodes with a trained vocabulary."""

    def __init__(self, merges):
        self.merges = merges
        bytes_ = [f"<0x{value:02X}>" for value in range(256)]
        self.pieces = ["<unk>", "<s>", "</s>", *bytes_, *CHAT_TOKENS, *CHARACTERS, *merges]
        self.ids = {piece: i for i, piece in enumerate(self.pieces) if i >= FIRST_CHAR}
        self._special = re.compile("(" + "|".join(re.escape(token) for token in CHAT_TOKENS) + ")")
        self._cache = {}

    @classmethod
    def load(cls, path):
        with open(path, encoding="utf-8") as file:
            return cls(json.load(file)["merges"])

    def save(self, path):
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"merges": self.merges}, file, ensure_ascii=False, indent=0)

    def score(self, id):
        return -float(id - FIRST_MERGE + 1) if id >= FIRST_MERGE else BASE_SCORE if id >= FIRST_CHAR else 0.0

    def encode(self, text):
        """Ids of plain text; chat tokens inside it are not recognised and no space is put in front."""
        ids = []
        for piece in PIECE.findall(text.replace(" ", SPACE)):
            if piece not in self._cache:
                self._cache[piece] = self._encode_piece(piece)
            ids += self._cache[piece]
        return ids

    def encode_chat(self, text):
        """As encode, but <|user|> and its like become their tokens."""
        ids = []
        for part in self._special.split(text):
            ids += [FIRST_CHAT + CHAT_TOKENS.index(part)] if part in CHAT_TOKENS else self.encode(part)
        return ids

    def _encode_piece(self, piece):
        """The highest score merges first, the leftmost on a tie; a character without a token falls back to its bytes."""
        parts = list(piece)
        while True:
            found = [(self.score(self.ids[a + b]), -i) for i, (a, b) in enumerate(zip(parts, parts[1:])) if a + b in self.ids]
            if not found:
                break
            i = -max(found)[1]
            parts[i:i + 2] = [parts[i] + parts[i + 1]]
        ids = []
        for part in parts:
            ids += [self.ids[part]] if part in self.ids else [FIRST_BYTE + byte for byte in part.encode("utf-8")]
        return ids

    def decode(self, ids):
        out = bytearray()
        for id in ids:
            if FIRST_BYTE <= id < FIRST_CHAT:
                out.append(id - FIRST_BYTE)
            elif id >= FIRST_CHAR:
                out += self.pieces[id].replace(SPACE, " ").encode("utf-8")
        return out.decode("utf-8", errors="replace")


def documents(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main():
    corpus, vocab = sys.argv[1:3]
    texts = (text for row in documents(corpus) for text in ([row["text"]] if "text" in row else [message["content"] for message in row["messages"]]))
    tokenizer = Tokenizer(train(texts))
    tokenizer.save(vocab)
    sample = "Why is my p99 latency high?"
    print(f"{len(tokenizer.pieces)} pieces; '{sample}' -> {[tokenizer.pieces[id] for id in tokenizer.encode(sample)]}")


if __name__ == "__main__":
    main()
