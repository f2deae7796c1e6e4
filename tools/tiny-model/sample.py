"""Talks to a checkpoint: one answer for each question given, or a chat when none is given.

usage: python3 sample.py CHECKPOINT.pt VOCAB.json [--temperature 0.5] [--top-k 40] [--top-p 0.95] [--system TEXT] [QUESTION …]
SPDX-License-Identifier: Apache-2.0
"""
import argparse

import torch

import tokenizer as tok
from model import load


def render(messages):
    """The text of the chat template in export.py, with the header of the answer to come."""
    return "".join(f"<|{role}|>\n{content}<|end|>\n" for role, content in messages) + "<|assistant|>\n"


@torch.no_grad()
def answer(model, tokenizer, messages, options):
    """The answer's text and whether it ended by itself."""
    ids = [tok.BOS] + tokenizer.encode_chat(render(messages))
    begin = len(ids)
    while len(ids) < min(begin + options.limit, model.shape.context):
        logits = model(torch.tensor([ids]))[0, -1]
        if options.temperature == 0:
            chosen = int(logits.argmax())
        else:
            best, indices = torch.topk(logits / options.temperature, options.top_k)
            probabilities = torch.softmax(best, 0)
            probabilities[torch.cumsum(probabilities, 0) - probabilities > options.top_p] = 0
            chosen = int(indices[torch.multinomial(probabilities, 1)])
        if chosen == tok.END:
            return tokenizer.decode(ids[begin:]), True
        ids.append(chosen)
    return tokenizer.decode(ids[begin:]), False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint")
    parser.add_argument("vocab")
    parser.add_argument("question", nargs="*")
    parser.add_argument("--temperature", type=float, default=0.5)
    parser.add_argument("--top-k", type=int, default=40)
    parser.add_argument("--top-p", type=float, default=0.95)
    parser.add_argument("--limit", type=int, default=256, help="most tokens of an answer")
    parser.add_argument("--system", default=None)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    model, _ = load(options.checkpoint)
    tokenizer = tok.Tokenizer.load(options.vocab)
    start = [("system", options.system)] if options.system else []
    for question in options.question:
        text, ended = answer(model, tokenizer, start + [("user", question)], options)
        print(f"> {question}\n{text}{'' if ended else ' […]'}\n")
    if not options.question:
        chat(model, tokenizer, start, options)


def chat(model, tokenizer, messages, options):
    while True:
        try:
            messages = messages + [("user", input("> "))]
        except (EOFError, KeyboardInterrupt):
            return
        text, _ = answer(model, tokenizer, messages, options)
        print(text)
        messages = messages + [("assistant", text)]


if __name__ == "__main__":
    main()
