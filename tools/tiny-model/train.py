"""Trains the model on a corpus for a fixed time on one core, with checkpoints and held-out loss.

usage: python3 train.py CORPUS.jsonl VOCAB.json CHECKPOINT.pt [--minutes M] [--long-share 0.3] [--resume EARLIER.pt]

The last part of the run (--long-share) uses sequences of the whole context, packed with many dialogues, so that long chats stay fluent.
Only answers (and prose) count in the loss. Matrix products run in bfloat16, weights stay in float32.
Use one thread (OMP_NUM_THREADS=1): threads that spin on a busy machine cost more than they give.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import math
import time

import numpy as np
import torch
import torch.nn.functional as F

import tokenizer as tok
from model import Shape, TinyLlama, load, save
from muon import Muon

TOKENS_PER_STEP = 2048
MUON_RATE, ADAM_RATE, RESUME_RATE = 0.02, 3e-3, 0.33
REPORT_SECONDS, SAVE_SECONDS = 20, 120
SHORT_LENGTH = 256
HELD_OUT = 0.01


def chat_ids(tokenizer, row):
    """Ids of one document and which of them are learnt; a dialogue is rendered as the chat template does, and prose ends with <|end|> too."""
    if "text" in row:
        ids = [tok.BOS] + tokenizer.encode(row["text"]) + [tok.END]
        return ids, [True] * len(ids)
    ids, learnt = [tok.BOS], [False]
    for message in row["messages"]:
        role = tok.FIRST_CHAT + tok.CHAT_TOKENS.index(f"<|{message['role']}|>")
        head, body, tail = [role] + tokenizer.encode("\n"), tokenizer.encode(message["content"]) + [tok.END], tokenizer.encode("\n")
        ids += head + body + tail
        learnt += [False] * len(head) + [message["role"] == "assistant"] * len(body) + [False] * len(tail)
    return ids, learnt


def load_ids(path, tokenizer):
    """The corpus as two streams of ids and learnt marks: training and held-out."""
    streams = ([], []), ([], [])
    for i, row in enumerate(tok.documents(path)):
        ids, learnt = chat_ids(tokenizer, row)
        held = i % round(1 / HELD_OUT) == 0
        streams[held][0].append(np.array(ids, np.int16))
        streams[held][1].append(np.array(learnt, bool))
    return [tuple(np.concatenate(part) for part in stream) for stream in streams]


def batch(stream, length, starts):
    ids, learnt = stream
    window = np.stack([ids[s:s + length + 1] for s in starts]).astype(np.int64)
    keep = np.stack([learnt[s + 1:s + length + 1] for s in starts])
    window = torch.from_numpy(window)
    return window[:, :-1], window[:, 1:], torch.from_numpy(keep)


def loss_of(model, inputs, targets, keep):
    """Mean loss of the kept positions."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(inputs, keep)
    return F.cross_entropy(logits.float(), targets[keep])


@torch.no_grad()
def held_out_loss(model, stream, length=SHORT_LENGTH, most=40):
    """Loss over windows the training never sees."""
    starts = list(range(0, len(stream[0]) - length - 1, length))[:most]
    return float(np.mean([loss_of(model, *batch(stream, length, starts[i:i + 8])).item() for i in range(0, len(starts), 8)]))


def rate_at(progress, peak):
    """Warm-up over the first 2 % and a cosine down to 2 % of the peak."""
    return peak * min(progress / 0.02, 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument("vocab")
    parser.add_argument("checkpoint")
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--long-share", type=float, default=0.3)
    parser.add_argument("--resume", help="begin with the weights of this checkpoint, at a third of the rates")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    tokenizer = tok.Tokenizer.load(options.vocab)
    training, held = load_ids(options.corpus, tokenizer)
    model = load(options.resume)[0].train() if options.resume else TinyLlama(Shape(vocab=len(tokenizer.pieces)))
    rate_share = RESUME_RATE if options.resume else 1.0
    count = sum(p.numel() for p in model.parameters())
    print(f"{count:,} parameters, {len(training[0]):,} training and {len(held[0]):,} held-out tokens", flush=True)
    inside = [p for p in model.blk.parameters() if p.dim() == 2]
    outside = [p for p in model.parameters() if all(p is not other for other in inside)]
    optimizers = [(Muon(inside, lr=0.0), MUON_RATE), (torch.optim.AdamW(outside, lr=0.0, betas=(0.9, 0.95), weight_decay=0.0), ADAM_RATE)]

    begin, seconds, step, seen, mean, said, saved = time.time(), options.minutes * 60, 0, 0, None, 0.0, 0.0
    while (elapsed := time.time() - begin) < seconds:
        progress = elapsed / seconds
        length = model.shape.context if progress > 1 - options.long_share else SHORT_LENGTH
        starts = rng.integers(0, len(training[0]) - length - 1, TOKENS_PER_STEP // length)
        for optimizer, peak in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = rate_at(progress, peak * rate_share)
        loss = loss_of(model, *batch(training, length, starts))
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer, _ in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + length * len(starts)
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if elapsed - said > REPORT_SECONDS:
            said = elapsed
            print(f"{elapsed:5.0f} s  step {step}  {seen:,} tokens  {seen / (time.time() - begin):.0f} tok/s  length {length}  loss {mean:.3f}", flush=True)
        if elapsed - saved > SAVE_SECONDS:
            saved = elapsed
            save(model, options.checkpoint)
            print(f"        held-out loss {held_out_loss(model, held):.3f}", flush=True)
    short, long = held_out_loss(model, held), held_out_loss(model, held, model.shape.context, 16)
    save(model, options.checkpoint, steps=step, tokens=seen, held_out=short)
    print(f"done: {step} steps, {seen:,} tokens, {time.time() - begin:.0f} s, training loss {mean:.3f}, held-out loss {short:.3f} at {SHORT_LENGTH} and {long:.3f} at {model.shape.context} tokens")


if __name__ == "__main__":
    main()
