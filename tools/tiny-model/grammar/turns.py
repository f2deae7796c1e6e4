"""One turn of a dialogue: (question, answer, the topic that a next question may refer to)."""
from . import answers as a
from . import questions as q
from .reader import read_offtopic, read_pairs, read_talk, read_topics

# The topics a visitor asks about first come up more often.
FAVOURITES = {"latency": 3, "errors": 3, "memory": 3, "tokens": 3, "gpu": 3, "ttft": 2, "queue": 2, "kvcache": 2, "throughput": 2}

# How often each kind of question is asked about a topic, in percent or so.
KINDS = {"what": 17, "one": 5, "cause": 14, "complaint": 20, "fix": 15, "steps": 5, "watch": 5, "detail": 4, "think": 8, "keyword": 9, "case": 5}
# The kinds whose answer depends on the topic alone, and not on the words of the question.
PLAIN = {"what": (q.WHAT, a.what), "one": (q.ONE_SENTENCE, a.one_sentence), "steps": (q.STEPS, a.steps), "watch": (q.WATCH, a.watch), "detail": (q.DETAIL, a.detail)}


class Knowledge:
    """Everything the data files hold."""

    def __init__(self):
        self.topics = read_topics()
        self.pairs = read_pairs(self.topics)
        self.chat = read_talk("chat.txt")
        self.product = read_talk("product.txt")
        self.offtopic = read_offtopic()
        self.prose = [text for section in self.product.values() for text in section["prose"]]
        self._pool = [id for id in self.topics for _ in range(FAVOURITES.get(id, 1))]

    def topic(self, rng):
        return self.topics[rng.choice(self._pool)]


def _say(rng, shape, **values):
    return q.rough(q.finish(shape.format(**values)), rng)


def _values(rng, topic):
    name = rng.choice(topic.name)
    return {"name": name, "bare": q.bare(name), "trouble": rng.choice(topic.trouble), "goal": rng.choice(topic.goal)}


def _about(rng, topic, shapes, answer):
    return _say(rng, rng.choice(shapes), **_values(rng, topic)), answer(topic, rng), topic


def topic_turn(k, rng):
    """One question about one topic; the intent decides the kind of answer."""
    topic = k.topic(rng)
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    if kind in PLAIN:
        return _about(rng, topic, *PLAIN[kind])
    if kind == "cause":
        values = _values(rng, topic)
        return _say(rng, rng.choice(q.CAUSE + q.BARE_CAUSE), **values), a.cause(topic, rng, values["trouble"]), topic
    if kind == "fix":
        values = _values(rng, topic)
        return _say(rng, rng.choice(q.FIX + q.BARE_FIX), **values), a.fix(topic, rng, values["goal"]), topic
    if kind == "complaint":
        ask = rng.choice(topic.ask)
        return _say(rng, q.with_tail(ask, rng)), a.fitting(ask)(topic, rng), topic
    if kind == "think":
        ask = q.finish(rng.choice(topic.ask) if rng.random() < 0.6 else rng.choice(q.CAUSE + q.FIX).format(**_values(rng, topic)))
        return _say(rng, rng.choice(q.THINK), ask=ask), a.think(topic, rng), topic
    if kind == "case":
        case = rng.choice(topic.case)
        return _say(rng, rng.choice(q.WHY_CASE), sign=case.sign, remedy=case.remedy), a.why_case(case, topic, rng), topic
    word = rng.choice(topic.name + topic.trouble)
    return q.rough(word + rng.choice(["", "", "?", "!", "??"]), rng), a.what(topic, rng) if rng.random() < 0.5 else a.cause(topic, rng), topic


def pair_turn(k, rng):
    left, right, sentence = rng.choice(k.pairs)
    left, right = k.topics[left], k.topics[right]
    question = _say(rng, rng.choice(q.COMPARE), left=rng.choice(left.name[:2]), right=rng.choice(right.name[:2]))
    return question, a.compare(left, right, sentence, rng), right


def chat_turn(k, rng):
    section = rng.choice(list(k.chat.values()))
    ask = rng.choice(section["ask"])
    question = _say(rng, ask) if rng.random() < 0.6 else q.rough(ask, rng)
    return question or ask, rng.choice(section["answer"]), None


def product_turn(k, rng):
    section = rng.choice([k.product["vitrine"], rng.choice(list(k.product.values()))])
    return _say(rng, rng.choice(section["ask"])), rng.choice(section["answer"]), None


def _invented_word(rng):
    """A word nobody knows, so that the model learns to decline what it has never seen."""
    parts = ["ba", "cro", "del", "fin", "gar", "hum", "ix", "jo", "kel", "lum", "mor", "nes", "opt", "pra", "qui", "rus", "sta", "tor", "uv", "wex", "yan", "zil", "bert", "son", "ium", "ed"]
    return "".join(rng.choice(parts) for _ in range(rng.randint(2, 4)))


def offtopic_turn(k, rng):
    lists = k.offtopic
    question = rng.choice(lists["shape"])
    for key in ("place", "person", "thing"):
        question = question.replace("{" + key + "}", rng.choice(lists[key]))
    while "{n}" in question:
        question = question.replace("{n}", str(rng.choice([rng.randint(0, 12), rng.randint(0, 999)])), 1)
    while "{made}" in question:
        question = question.replace("{made}", _invented_word(rng), 1)
    reply = rng.choice(lists["reply"])
    for _ in range(reply.count("{topic}")):
        reply = reply.replace("{topic}", k.topic(rng).name[0], 1)
    return q.rough(q.finish(question), rng), reply, None


def follow_turn(k, rng, topic):
    """A second question that only makes sense after the first one."""
    kind = rng.choice(["fix", "watch", "more", "about", "thanks"])
    if kind == "fix":
        return q.rough(rng.choice(q.FOLLOW_FIX), rng), a.fix(topic, rng), topic
    if kind == "watch":
        return q.rough(rng.choice(q.FOLLOW_WATCH), rng), a.watch(topic, rng), topic
    if kind == "more":
        return q.rough(rng.choice(q.FOLLOW_MORE), rng), a.cause(topic, rng), topic
    if kind == "about":
        other = k.topic(rng)
        return _say(rng, rng.choice(q.FOLLOW_ABOUT), name=rng.choice(other.name)), a.what(other, rng), other
    section = k.chat["thanks"]
    return _say(rng, rng.choice(section["ask"])), rng.choice(section["answer"]), None
