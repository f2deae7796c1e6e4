"""How the model answers: each function composes one kind of answer from a topic's facts and cases.

No shape needs agreement between subject and verb: modal verbs and fixed subjects keep every combination grammatical.
"""

CAUSE_FIRST = [
    "The usual cause of {trouble} is {cause}.", "{Trouble} can come from {cause}.", "Most often, the reason is {cause}.", "One common reason is {cause}.",
    "A frequent cause is {cause}.", "Think of {cause} first.", "I would suspect {cause}.", "It may be {cause}.",
]
SIGN = ["You can tell because {sign}.", "The sign is that {sign}.", "In that case, {sign}.", "You will see that {sign}.", "It shows when {sign}."]
REMEDY = ["To fix it, {remedy}.", "If so, {remedy}.", "Then {remedy}.", "The remedy is to {remedy}.", "It helps to {remedy}."]
IF_SIGN = ["If {sign}, the cause may be {cause}, so {remedy}.", "When {sign}, {remedy}.", "If {sign}, {remedy}."]
CAUSE_NEXT = ["Another reason can be {cause}.", "Also think of {cause}.", "It can also be {cause}.", "A second cause can be {cause}."]
WATCH_ONE = ["Watch {watch}.", "Keep an eye on {watch}.", "Look at {watch}.", "A good number to watch: {watch}."]
WATCH_TWO = ["Watch {watch} and {watch2}.", "Look at {watch} first, and then at {watch2}.", "Two numbers matter: {watch} and {watch2}.", "Put {watch} and {watch2} on one dashboard."]
GOAL_DIRECT = ["To {goal}, {remedy}. This helps when the cause is {cause}.", "A good first step: {remedy}. It helps if {sign}.", "You can {goal} in this way: {remedy}. Do this when {sign}.",
               "The surest way to {goal} is to {remedy}. It helps if {sign}."]
GOAL_SEARCH = ["To {goal}, look for {cause} first. If {sign}, {remedy}.", "Start by looking for {cause}. If {sign}, {remedy}.", "To {goal}, begin with {cause}. When {sign}, {remedy}."]
GOAL_NEXT = ["Also look for {cause}: if {sign}, {remedy}.", "If that is not enough, think of {cause}. When {sign}, {remedy}.", "Besides, if {sign}, {remedy}.", "Then look for {cause}. If {sign}, {remedy}."]


def cap(text):
    return text[:1].upper() + text[1:]


def fill(shape, **values):
    values["Trouble"] = cap(values.get("trouble", ""))
    return shape.format(**values)


def of(case):
    return {"cause": case.cause, "sign": case.sign, "remedy": case.remedy}


def what(topic, rng):
    parts = [rng.choice(topic.define), rng.choice(topic.fact)]
    if rng.random() < 0.35:
        parts.append(fill(rng.choice(WATCH_ONE), watch=rng.choice(topic.watch)))
    return " ".join(parts)


def one_sentence(topic, rng):
    return rng.choice(topic.define)


def cause(topic, rng, trouble=None):
    trouble = trouble or rng.choice(topic.trouble)
    first, second = rng.sample(topic.case, 2)
    parts = [fill(rng.choice(CAUSE_FIRST), trouble=trouble, **of(first)), fill(rng.choice(SIGN), **of(first)), fill(rng.choice(REMEDY), **of(first))]
    if rng.random() < 0.4:
        parts += [fill(rng.choice(CAUSE_NEXT), **of(second)), fill(rng.choice(IF_SIGN[1:]), **of(second))]
    elif rng.random() < 0.25:
        parts.append(rng.choice(topic.fact))
    return " ".join(parts)


def fix(topic, rng, goal=None):
    goal = goal or rng.choice(topic.goal)
    first, second = rng.sample(topic.case, 2)
    shapes = GOAL_DIRECT + GOAL_SEARCH if first.stands_alone else GOAL_SEARCH
    parts = [fill(rng.choice(shapes), goal=goal, **of(first))]
    if rng.random() < 0.6:
        parts.append(fill(rng.choice(GOAL_NEXT), **of(second)))
    elif rng.random() < 0.3:
        parts.append(fill(rng.choice(WATCH_ONE), watch=rng.choice(topic.watch)))
    return " ".join(parts)


def steps(topic, rng):
    """A short list, either in one line or as numbered lines."""
    first, second = rng.sample(topic.case, 2)
    watched = rng.choice(topic.watch)
    if rng.random() < 0.5:
        return f"First, look at {watched}. Second, if {first.sign}, {first.remedy}. Third, if {second.sign}, {second.remedy}."
    return f"1. Look at {watched}.\n2. If {first.sign}, {first.remedy}.\n3. If {second.sign}, {second.remedy}."


def watch(topic, rng):
    one, two = rng.sample(topic.watch, 2)
    parts = [fill(rng.choice(WATCH_TWO), watch=one, watch2=two)]
    if rng.random() < 0.5:
        case = rng.choice(topic.case)
        parts.append(fill(IF_SIGN[0], **of(case)))
    else:
        parts.append(rng.choice(topic.fact))
    return " ".join(parts)


def detail(topic, rng):
    cases = rng.sample(topic.case, 2)
    parts = [rng.choice(topic.define), *rng.sample(topic.fact, 2)]
    parts += [fill(rng.choice(CAUSE_FIRST), trouble=rng.choice(topic.trouble), **of(cases[0])), fill(rng.choice(SIGN), **of(cases[0])), fill(rng.choice(REMEDY), **of(cases[0]))]
    parts += [fill(rng.choice(CAUSE_NEXT), **of(cases[1])), fill(rng.choice(IF_SIGN[1:]), **of(cases[1]))]
    parts.append(fill(rng.choice(WATCH_TWO), **dict(zip(("watch", "watch2"), rng.sample(topic.watch, 2)))))
    return " ".join(parts)


def why_case(case, topic, rng):
    """Answers a question that already names a remedy or a sign."""
    shapes = ["If {sign}, the cause may be {cause}, so {remedy}.", "It can be a sign of {cause}. Then it helps to {remedy}.", "That fits {cause}. To fix it, {remedy}."]
    return fill(rng.choice(shapes), **of(case)) + (" " + rng.choice(topic.fact) if rng.random() < 0.4 else "")


def fitting(ask):
    """The kind of answer that a topic's own question calls for: advice, an explanation or a cause."""
    ask = ask.lower()
    if ask.startswith(("how do i ", "what do i ", "what should i do")):
        return fix
    if ask.startswith(("what ", "which ", "how ", "should ", "can ", "is ", "do ", "when ", "who ")):
        return what
    return cause


def think(topic, rng):
    """Reasoning between think tags, then an answer that follows from it."""
    trouble = rng.choice(topic.trouble)
    first, second = rng.sample(topic.case, 2)
    opening = rng.choice(["The question is about {name}.", "This is about {name}.", "The user asks about {name}."]).format(name=topic.name[0])
    weigh = rng.choice([
        "{Trouble} can come from {a} or from {b}.", "Two causes are likely: {a} and {b}.", "It could be {a}, or it could be {b}.",
    ]).format(Trouble=cap(trouble), a=first.cause, b=second.cause)
    tell = rng.choice(["In the first case, {s}.", "If it is the first, {s}.", "The first one shows when {s}."]).format(s=first.sign)
    close = rng.choice(["I will begin with the first.", "The first is easier to check.", "So I will name the first one and its sign."])
    answer = " ".join([fill(rng.choice(CAUSE_FIRST), trouble=trouble, **of(first)), fill(rng.choice(SIGN), **of(first)), fill(rng.choice(REMEDY), **of(first))])
    return f"<think>\n{opening} {weigh} {tell} {close}\n</think>\n\n{answer}"


def compare(left, right, sentence, rng):
    a, b = rng.choice(left.define), rng.choice(right.define)
    return rng.choice([sentence, f"{sentence} {rng.choice(right.fact)}", f"{a} {b}", f"{a} {b} {sentence}"])
