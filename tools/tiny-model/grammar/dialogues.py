"""Composes documents: dialogues of one or more turns, with or without a system prompt, and a little prose."""
from . import answers, questions, turns

INTENTS = [(turns.topic_turn, 70), (turns.pair_turn, 4), (turns.chat_turn, 11), (turns.product_turn, 12), (turns.offtopic_turn, 8)]
TURNS = [1] * 70 + [2] * 15 + [3] * 8 + [4] * 4 + [6] * 2 + [9]
PROSE_SHARE = 0.02
SYSTEM_SHARE = 0.2


def document(knowledge, rng):
    """A dialogue as a list of (role, content), or now and then prose as a string."""
    if rng.random() < PROSE_SHARE:
        return rng.choice(knowledge.prose) if rng.random() < 0.3 else answers.detail(knowledge.topic(rng), rng)
    messages = [("system", rng.choice(questions.SYSTEM))] if rng.random() < SYSTEM_SHARE else []
    topic = None
    for _ in range(rng.choice(TURNS)):
        if topic and rng.random() < 0.5:
            question, answer, topic = turns.follow_turn(knowledge, rng, topic)
        else:
            makers, weights = zip(*INTENTS)
            question, answer, topic = rng.choices(makers, weights)[0](knowledge, rng)
        messages += [("user", question), ("assistant", answer)]
    return messages
