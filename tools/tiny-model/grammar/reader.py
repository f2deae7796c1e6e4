"""Reads the grammar's text files.

A file is lines of `key value | value | …`; `[id]` opens a section and `#` a comment. `pairs.txt` has rows without keys.
A broken file stops the generator with file and line, so that a misspelt key can never thin out the corpus unnoticed.
"""
import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
TOPIC_KEYS = {"name", "trouble", "goal", "ask", "define", "fact", "case", "watch"}
POINTS_BACK = re.compile(r"\b(it|its|them|they|that (call|client|label|route|machine|key|follower|instance|function)|the exact|the change|the two)\b")
TALK_KEYS = {"ask", "answer", "prose"}


@dataclass(frozen=True)
class Case:
    """One cause of trouble: a noun phrase, the clause that gives it away, and an imperative that cures it."""
    cause: str
    sign: str
    remedy: str

    @property
    def stands_alone(self):
        """Whether the remedy can be read before its cause, because no pronoun in it points back."""
        return not POINTS_BACK.search(self.remedy)


@dataclass
class Topic:
    """What the model knows about one subject. `name`, `trouble` and `watch` are noun phrases, `goal` is an imperative."""
    id: str
    name: list = field(default_factory=list)
    trouble: list = field(default_factory=list)
    goal: list = field(default_factory=list)
    ask: list = field(default_factory=list)
    define: list = field(default_factory=list)
    fact: list = field(default_factory=list)
    case: list = field(default_factory=list)
    watch: list = field(default_factory=list)


def _lines(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            yield f"{path.name}:{number}", line


def _sections(path, keys):
    sections, current = {}, None
    for where, line in _lines(path):
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
            continue
        key, _, rest = line.partition(" ")
        if current is None or key not in keys:
            raise SystemExit(f"{where}: '{key}' is not one of {', '.join(sorted(keys))}")
        current.append((where, key, [part.strip() for part in rest.split("|")]))
    return sections


def read_topics():
    """All topics by id, from topics/*.txt."""
    topics = {}
    for path in sorted((FOLDER / "topics").glob("*.txt")):
        for id, rows in _sections(path, TOPIC_KEYS).items():
            topic = topics[id] = Topic(id)
            for where, key, values in rows:
                if key == "case":
                    if len(values) != 3:
                        raise SystemExit(f"{where}: a case is cause | sign | remedy")
                    topic.case.append(Case(*values))
                else:
                    getattr(topic, key).extend(values)
            empty = [key for key in TOPIC_KEYS if not getattr(topic, key)]
            if empty:
                raise SystemExit(f"{path.name}: [{id}] has no {', '.join(empty)}")
    return topics


def read_talk(name):
    """Sections of asks and answers by id; `prose` rows are kept whole."""
    talk = {}
    for id, rows in _sections(FOLDER / name, TALK_KEYS).items():
        entry = talk[id] = {"ask": [], "answer": [], "prose": []}
        for _, key, values in rows:
            entry[key].extend([" | ".join(values)] if key == "prose" else values)
    return talk


def read_offtopic():
    """Shapes, replies and word lists by key."""
    lists = {}
    for _, line in _lines(FOLDER / "offtopic.txt"):
        key, _, rest = line.partition(" ")
        whole = key in ("shape", "reply")
        lists.setdefault(key, []).extend([rest] if whole else [part.strip() for part in rest.split("|")])
    return lists


def read_pairs(topics):
    """Rows of (left topic id, right topic id, sentence)."""
    pairs = []
    for where, line in _lines(FOLDER / "pairs.txt"):
        left, right, sentence = [part.strip() for part in line.split("|")]
        for id in (left, right):
            if id not in topics:
                raise SystemExit(f"{where}: no topic '{id}'")
        pairs.append((left, right, sentence))
    return pairs
