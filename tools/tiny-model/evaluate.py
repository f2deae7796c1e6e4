"""Measures how well a GGUF speaks: asks every topic's questions and looks for the topic's own words in the answers.

usage: python3 evaluate.py MODEL.gguf VOCAB.json FOLDER [--temperature 0.5] [--top-k 40] [--top-p 0.95] [--seed 1] [--show N]
FOLDER holds libllama, see libllama.py. An answer is on topic if most of the phrases found in it belong to the topic that was asked for.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import collections
import random

import torch

import tokenizer as tok
from grammar import questions
from grammar.reader import read_topics
from libllama import LibLlama
from sample import render

LIMIT = 300
SHAPES = ["{ask}", "What is {name}?", "How do I {goal}?", "{name}?", "What causes {trouble}?"]


def pick(logits, options):
    if options.temperature == 0:
        return int(logits.argmax())
    best, indices = torch.topk(logits / options.temperature, options.top_k)
    probabilities = torch.softmax(best, 0)
    probabilities[torch.cumsum(probabilities, 0) - probabilities > options.top_p] = 0
    return int(indices[torch.multinomial(probabilities, 1)])


def answer(library, tokenizer, messages, options):
    """The answer and whether it ended by itself."""
    library.forget()
    logits, ids = library.logits([tok.BOS] + tokenizer.encode_chat(render(messages))), []
    while len(ids) < LIMIT:
        chosen = pick(logits, options)
        if chosen == tok.END:
            return tokenizer.decode(ids), True
        ids.append(chosen)
        logits = library.logits([chosen])
    return tokenizer.decode(ids), False


def phrases(topic):
    """Everything that only an answer about this topic should contain."""
    sentences = topic.define + topic.fact
    parts = [part for case in topic.case for part in (case.cause, case.sign, case.remedy)]
    return [text.lower() for text in sentences + parts]


def judge(text, id, owners):
    """(on topic, phrases found)"""
    low = text.lower()
    votes = collections.Counter(owner for phrase, ids in owners.items() if phrase in low for owner in ids)
    return bool(votes) and votes[id] == max(votes.values()), sum(votes.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("vocab")
    parser.add_argument("folder")
    parser.add_argument("--temperature", type=float, default=0.5)
    parser.add_argument("--top-k", type=int, default=40)
    parser.add_argument("--top-p", type=float, default=0.95)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="how many misses to print")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    rng, topics = random.Random(options.seed), read_topics()
    library, tokenizer = LibLlama(options.folder, options.model), tok.Tokenizer.load(options.vocab)
    owners = collections.defaultdict(set)
    for topic in topics.values():
        for phrase in phrases(topic):
            owners[phrase].add(topic.id)
    asked, hits, ended, shown, tokens = 0, collections.Counter(), 0, 0, 0
    for topic in topics.values():
        for shape in SHAPES:
            question = questions.finish(shape.format(ask=rng.choice(topic.ask), name=rng.choice(topic.name), goal=rng.choice(topic.goal), trouble=rng.choice(topic.trouble)))
            text, complete = answer(library, tokenizer, [("user", question)], options)
            good, _ = judge(text, topic.id, owners)
            asked, ended, tokens = asked + 1, ended + complete, tokens + len(tokenizer.encode(text))
            hits[shape] += good
            if not good and shown < options.show:
                shown += 1
                print(f"[{topic.id}] {question}\n    {text}")
    print(f"{asked} questions: on topic {sum(hits.values()) / asked:.0%} ({', '.join(f'{shape} {hits[shape] / len(topics):.0%}' for shape in SHAPES)}), ended by themselves {ended / asked:.0%}, {tokens / asked:.0f} tokens an answer")


if __name__ == "__main__":
    main()
