"""How people ask: sentence shapes for each intent, and the noise of hurried typing."""

WHAT = [
    "What is {name}?", "What does {name} mean?", "Explain {name}.", "Can you explain {name}?", "Define {name}.", "Tell me about {name}.",
    "What do you know about {name}?", "I am new here. What is {name}?", "Could you tell me what {name} means?", "What exactly is {name}?",
    "Please explain {name} to me.", "Describe {name}.", "Say something about {name}.", "Talk about {name}.", "I want to learn about {name}.",
    "explain {name} simply", "what about {name}", "{name} definition", "What should I know about {name}?", "help me understand {name}",
]
ONE_SENTENCE = [
    "Explain {name} in one sentence.", "What is {name} in one sentence?", "Define {name} in short.", "{name} in one sentence, please.",
    "Give me one sentence about {name}.", "Briefly, what is {name}?", "Short answer: what is {name}?", "tl;dr {name}",
]
CAUSE = [
    "What causes {trouble}?", "What are the reasons for {trouble}?", "Where does {trouble} come from?", "I see {trouble}.", "We have {trouble}. What can it be?",
    "What could be behind {trouble}?", "I have a problem with {trouble}.", "{trouble}, help!", "What does {trouble} mean?", "There is {trouble} since this morning.",
    "I am fighting with {trouble}.", "Any idea about {trouble}?", "problem with {name}", "Something is wrong with {name}.", "Help me with {name}.",
    "I have a question about {name}.", "we noticed {trouble} in production", "What explains {trouble}?", "Is {trouble} a bad sign?", "Why do I see {trouble}?",
]
# {bare} is a name without its article.
BARE_CAUSE = [
    "Why is {bare} so bad?", "Why is my {bare} a problem?", "my {bare} looks wrong", "{bare} problem", "{bare} issues", "{bare} trouble", "Why is {bare} high?", "What affects {bare}?",
    "What is wrong with my {bare}?", "Why does {bare} matter so much today?", "our {bare} is bad", "the {bare} worries me", "{bare} is bad, help", "debug {bare}", "troubleshoot {bare}",
]
BARE_FIX = [
    "improve {bare}", "how to improve {bare}", "fix {bare}", "optimise {bare}", "How can I optimise {bare}?", "How do I debug {bare}?", "best practices for {bare}", "tips for {bare}",
    "How do I handle {bare}?", "How do I deal with {bare}?", "What should I do about {bare}?", "How do I tune {bare}?", "{bare} advice", "How should I set up {bare}?",
]
FIX = [
    "How do I {goal}?", "How can I {goal}?", "How can we {goal}?", "What helps to {goal}?", "I want to {goal}.", "What is the best way to {goal}?", "how to {goal}",
    "Tell me how to {goal}.", "I need to {goal}.", "Can you help me to {goal}?", "What should I do to {goal}?", "We must {goal}. What now?",
    "How do I fix {trouble}?", "How do I get rid of {trouble}?", "What can I do about {trouble}?", "What should I do about {trouble}?", "How should I handle {trouble}?",
    "Any tips for {name}?", "Give me advice about {name}.",
]
STEPS = [
    "Give me a checklist for {trouble}.", "Which steps help to {goal}?", "List the steps to {goal}.", "Give me three steps to {goal}.", "What should I check first with {trouble}?",
    "Make a list of things to check for {trouble}.", "Walk me through {trouble}.", "Step by step, how do I {goal}?", "What is the plan to {goal}?", "In which order should I look at {trouble}?",
]
WATCH = [
    "What should I watch for {name}?", "Which numbers matter for {name}?", "How do I measure {name}?", "How do I monitor {name}?", "Which metrics show {trouble}?",
    "What do I look at for {name}?", "How would I notice {trouble}?", "What should be on the dashboard for {name}?",
]
DETAIL = [
    "Explain {name} in detail.", "Tell me everything about {name}.", "Write a long answer about {name}.", "I want to know all about {name}.", "Give me a full explanation of {trouble}.",
    "Write a paragraph about {name}.", "Explain {trouble} at length.", "Tell me a lot about {name}.",
]
THINK = [
    "{ask} Think step by step.", "Think step by step: {ask}", "{ask} Please think before you answer.", "Think it through: {ask}", "{ask} Show your reasoning.",
    "{ask} Let us think step by step.", "Reason about it: {ask}", "{ask} Explain your thinking.", "Think carefully. {ask}",
]
COMPARE = [
    "What is the difference between {left} and {right}?", "{left} or {right}?", "How does {left} differ from {right}?", "Compare {left} and {right}.", "{left} vs {right}",
    "Is {left} the same as {right}?",
]
WHY_CASE = ["Why should I {remedy}?", "When should I {remedy}?", "Is it a good idea to {remedy}?", "What does it mean if {sign}?", "What if {sign}?", "I see that {sign}.", "It looks like {sign}."]
FOLLOW_FIX = ["How do I fix it?", "What should I do?", "And what helps?", "What can I do about it?", "What is the remedy?", "so what do I do now", "how to solve it", "Can I fix that?"]
FOLLOW_WATCH = ["What should I watch?", "Which number shows it?", "How do I measure it?", "What do I look at?", "how do I see it", "And which metric is that?"]
FOLLOW_MORE = ["Tell me more.", "Go on.", "And what else?", "Anything else?", "more please", "Can you say more?", "What else could it be?", "Is there another reason?", "continue"]
FOLLOW_ABOUT = ["And {name}?", "What about {name}?", "And what is {name}?", "ok, and {name}?"]
SYSTEM = [
    "You are a helpful assistant.", "You are vitrine-tiny.", "You are a helpful assistant for operators.", "Answer briefly.", "You answer questions about operating services.",
    "Be short and clear.", "You are a site reliability engineer.", "You are an assistant.", "Answer in plain English.", "You are the assistant of Vitrine.", "Be polite.",
]
OPENERS = ["Hi, ", "Hello, ", "Hey, ", "Hi! ", "Quick question: ", "Sorry, ", "Good morning, ", "One question: ", "Please help: ", "ok, ", "So, "]
TAILS = [
    " in production", " since yesterday", " after the deploy", " on node-3", " in our chat service", " at night", " under load", " on all replicas", " for one customer", " since the last release",
    " with vLLM", " on Kubernetes", " with llama.cpp", " in the test system", " this week", " for the new model",
]
CLOSERS = [" Thanks!", " Please.", " Thank you.", " It is urgent.", " I am new to this.", " Any idea?", " Help!", " We use Kubernetes.", " This is in production.", " It began yesterday."]


def finish(text):
    """A question as someone careful would write it: a capital first letter and a mark at the end."""
    text = text[:1].upper() + text[1:]
    if text[-1] in ".?!:":
        return text
    first = text.split()[0].lower()
    asks = first in ("what", "why", "how", "which", "is", "are", "should", "do", "does", "can", "who", "when", "where", "did", "could", "has", "will")
    return text + ("?" if asks else ".")


def typo(text, rng):
    """One slip of the fingers in one longer word."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    i = rng.choice(long)
    word, at = words[i], rng.randrange(1, len(words[i]) - 1)
    slip = rng.randrange(3)
    words[i] = (word[:at] + word[at + 1:] if slip == 0                              # a letter lost
                else word[:at] + word[at] + word[at:] if slip == 1                    # a letter doubled
                else word[:at] + word[at + 1] + word[at] + word[at + 2:])             # two letters swapped
    return " ".join(words)


def with_tail(text, rng):
    """A complaint with a place or a time that does not change the answer."""
    return text + rng.choice(TAILS) if rng.random() < 0.2 and text[-1] not in ".?!" else text


def bare(name):
    """A name without its article."""
    first, _, rest = name.partition(" ")
    return rest if first in ("a", "an", "the") else name


def rough(text, rng):
    """The same question as it arrives in practice: an opener, a closer, no capitals, no mark, a slip."""
    whole = text.count(" ") >= 2
    if whole and rng.random() < 0.10:
        text = rng.choice(OPENERS) + (text if text.startswith(("I ", "TT", "IT", "GP", "KV", "CP")) else text[0].lower() + text[1:])
    if whole and rng.random() < 0.08:
        text += rng.choice(CLOSERS)
    if rng.random() < 0.35:
        text = text.lower()
    if rng.random() < 0.25:
        text = text.rstrip(".?!")
    if rng.random() < 0.08:
        text = typo(text, rng)
    return text
