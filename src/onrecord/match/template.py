"""A template of questions: a YAML file that a journalist writes, read and checked.

A template says what a story should tell: where, when, how many, on whose money. Each question has
the type of its answer and phrases by which an answer is known; what reads them is in `questions`.
Phrases are words as they stand in the news, with four marks and no more (`docs/how-to/questions.md`
explains them): `*` for any ending, `...` for a few words, `(one|other)` for a choice, `{answer}`
for where the answer stands. They are no regular expressions, so no template can make a search run
away. All that is wrong with a template is told at once, each fault with its place and its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from onrecord.errors import BadTemplate
from onrecord.match.answering import shape_of
from onrecord.match.asking import Asked
from onrecord.values import GapKind

__all__ = [
    "Phrase",
    "Question",
    "Takes",
    "Template",
    "Withholding",
    "bundled",
    "load",
    "parsed",
    "source",
]

FOLDER = Path(__file__).with_name("templates")
FIRST = "monument"
MOST_BYTES = 1 << 18
MOST_QUESTIONS = 100
MOST_PHRASES = 100
SKIPPED_WORDS = 7
"""How many words `...` may stand for."""
MOST_SKIPS = 3
MOST_SKIPPED = 6
MOST_CHARS = 300
"""Beyond these (places with `...`, all of them together, characters) a phrase could take long."""


class Takes(StrEnum):
    """The type of answer that a question takes."""

    PLACE = "place"
    NAME = "name"
    DATE = "date"
    SUM = "sum"
    NUMBER = "number"
    REASON = "reason"
    STAGE = "stage"
    DESCRIPTION = "description"

    @property
    def asked(self) -> Asked | None:
        """What a gap asks for that leaves such a question open; None where any may."""
        return _ASKED.get(self)


_ASKED = {
    Takes.PLACE: Asked.PLACE,
    Takes.NAME: Asked.NAME,
    Takes.DATE: Asked.DATE,
    Takes.SUM: Asked.AMOUNT,
    Takes.NUMBER: Asked.NUMBER,
    Takes.REASON: Asked.REASON,
}
ONE_BY_NATURE = frozenset({Takes.DATE, Takes.SUM, Takes.NUMBER})
"""Types of which two different answers cannot both be right, unless the question says so."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words by which an answer is known; `label` names the stage where the question is of one."""

    text: str
    pattern: re.Pattern[str]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Withholding:
    """Which gaps leave a question open: of these kinds, and in these words where there are any."""

    kinds: frozenset[GapKind]
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a template.

    An answer holds a phrase of `contains`, where there are any, and stands in no sentence with one
    of `unless`. `one` is set where two different answers cannot both be right.
    """

    id: str
    ask: str
    takes: Takes
    phrases: tuple[Phrase, ...]
    withheld: Withholding | None = None
    contains: tuple[Phrase, ...] = ()
    unless: tuple[Phrase, ...] = ()
    one: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """Questions of one sort of story, and the words by which such a story is known."""

    name: str
    title: str
    about: tuple[Phrase, ...]
    questions: tuple[Question, ...]


def bundled() -> list[str]:
    """The names of the templates that come with onrecord."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(path: str | Path | None = None) -> Template:
    """A template: a file of the user's, one of `bundled` by its name, or the first of these.

    Raises `BadTemplate`, which tells of all faults at once.
    """
    name = str(path or FIRST)
    try:
        return parsed(source(path), name)
    except UnicodeDecodeError as error:
        raise BadTemplate(f"{name}: {_where(error)}; see docs/how-to/questions.md") from None


def source(path: str | Path | None = None) -> str:
    """The YAML of the template that `load` would read. Raises `BadTemplate`, `UnicodeDecodeError`."""
    name = str(path or FIRST)
    file = FOLDER / f"{name}.yaml" if name in bundled() else Path(name)
    try:
        raw = file.read_bytes()
    except OSError as error:
        known = ", ".join(bundled())
        raise BadTemplate(
            f"{name}: no such template ({error.strerror}); give a YAML file, or one of: {known}"
        ) from None
    if len(raw) > MOST_BYTES:
        raise BadTemplate(f"{name}: more than {MOST_BYTES} bytes; split it into several templates")
    return raw.decode("utf-8")


def parsed(text: str, name: str) -> Template:
    """A template from its YAML; `name` is what faults call it. Raises `BadTemplate`."""
    try:
        given = yaml.load(text, _NoAliases)  # noqa: S506 - it is a SafeLoader
    except (yaml.YAMLError, RecursionError, *_UNREADABLE) as error:
        raise BadTemplate(f"{name}: {_where(error)}; see docs/how-to/questions.md") from None
    return _Checked(name).template(given, Path(name).stem)


_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, OverflowError)
"""What the parser raises for a date, number or other scalar that is not what it looks like."""


class _NoAliases(yaml.SafeLoader):  # type: ignore[misc]
    """YAML without aliases: with them, a few lines stand for more than memory can hold."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="aliases (*) are not read here", problem_mark=mark)
        return super().compose_node(parent, index)


def _where(error: Exception) -> str:
    """What the parser objected to, on one line, and where."""
    mark = getattr(error, "problem_mark", None)
    at = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    what = getattr(error, "problem", None) or " ".join(str(error).split())[:100]
    return f"{at}not YAML: {what or type(error).__name__}"


_KEYS = {
    "template": ("title", "about", "questions"),
    "question": (
        "id",
        "ask",
        "answer",
        "phrases",
        "stages",
        "withheld",
        "contains",
        "unless",
        "one",
    ),
    "withheld": ("kinds", "phrases"),
}
_ID = re.compile(r"[a-z][a-z0-9_-]{0,40}")


class _Checked:
    """Reads a template's parsed YAML, and keeps a list of what is wrong with it."""

    def __init__(self, name: str) -> None:
        self.name, self.faults = name, list[str]()

    def template(self, given: object, stem: str) -> Template:
        top = self._mapping(given, "the file", "template")
        about = self._phrases(top.get("about"), "about", Takes.DESCRIPTION, needed=True)
        listed = top.get("questions")
        if not isinstance(listed, list) or not 0 < len(listed) <= MOST_QUESTIONS:
            self._fault("questions", f"give a list of 1 to {MOST_QUESTIONS} questions")
            listed = []
        questions = [self._question(each, f"question {i + 1}") for i, each in enumerate(listed)]
        ids = [q.id for q in questions]
        for id in sorted({id for id in ids if ids.count(id) > 1 and id}):
            self._fault(f"question {id}", "there are two of this id; rename one")
        title = self._text(top, "title", "the file")
        if self.faults:
            raise BadTemplate(f"{self.name}: " + "\n  ".join(["", *self.faults]).strip())
        return Template(stem, title, about, tuple(questions))

    def _question(self, given: object, where: str) -> Question:
        fields = self._mapping(given, where, "question")
        id = self._text(fields, "id", where)
        if id and not _ID.fullmatch(id):
            self._fault(where, f"the id {id!r} must be lower-case letters, digits and hyphens")
        where = f"question {id}" if id else where
        takes = self._takes(fields.get("answer"), where)
        if takes is Takes.STAGE:
            phrases = self._stages(fields.get("stages"), where)
            unwanted = "phrases"
        else:
            phrases = self._phrases(fields.get("phrases"), f"{where}, phrases", takes, needed=True)
            unwanted = "stages"
        if unwanted in fields:
            self._fault(where, f"a question whose answer is a {takes} has no {unwanted}; remove it")
        one = fields.get("one", takes in ONE_BY_NATURE)
        if not isinstance(one, bool):
            self._fault(f"{where}, one", "write true or false")
        return Question(
            id, self._text(fields, "ask", where), takes, phrases,
            self._withheld(fields.get("withheld"), where),
            self._phrases(fields.get("contains"), f"{where}, contains", Takes.DESCRIPTION),
            self._phrases(fields.get("unless"), f"{where}, unless", Takes.DESCRIPTION),
            bool(one),
        )  # fmt: skip

    def _takes(self, given: object, where: str) -> Takes:
        if isinstance(given, str) and given in set(Takes):
            return Takes(given)
        shown = f"{given!r} is no type of answer" if isinstance(given, str) else "no type is given"
        self._fault(f"{where}, answer", f"{shown}; take one of: {', '.join(Takes)}")
        return Takes.DESCRIPTION

    def _stages(self, given: object, where: str) -> tuple[Phrase, ...]:
        if not isinstance(given, dict) or not given:
            self._fault(f"{where}, stages", "give each stage's name with a list of phrases")
            return ()
        return tuple(
            phrase
            for label, listed in given.items()
            for phrase in self._phrases(
                listed, f"{where}, stage {label}", Takes.STAGE, needed=True, label=str(label)
            )
        )

    def _withheld(self, given: object, where: str) -> Withholding | None:
        if given is None:
            return None
        where = f"{where}, withheld"
        fields = self._mapping(given, where, "withheld")
        kinds = fields.get("kinds", [kind.value for kind in GapKind])
        known = {kind.value for kind in GapKind}
        if not isinstance(kinds, list) or not all(isinstance(k, str) and k in known for k in kinds):
            self._fault(f"{where}, kinds", f"give a list of: {', '.join(sorted(known))}")
            kinds = []
        return Withholding(
            frozenset(map(GapKind, kinds)),
            self._phrases(
                fields.get("phrases"), f"{where}, phrases", Takes.DESCRIPTION, needed=True
            ),
        )

    def _phrases(
        self, given: object, where: str, takes: Takes, *,
        needed: bool = False, label: str | None = None,
    ) -> tuple[Phrase, ...]:  # fmt: skip
        if given is None and not needed:
            return ()
        if not isinstance(given, list) or not 0 < len(given) <= MOST_PHRASES:
            self._fault(where, f"give a list of 1 to {MOST_PHRASES} phrases")
            return ()
        found = []
        for text in given:
            if not isinstance(text, str):
                self._fault(where, "a phrase is some words; put it in quotation marks")
                continue
            try:
                found.append(Phrase(text, compiled(text, takes), label))
            except ValueError as error:
                self._fault(where, f"{text!r}: {error}")
        return tuple(found)

    def _mapping(self, given: object, where: str, sort: str) -> Mapping[str, Any]:
        known = _KEYS[sort]
        if not isinstance(given, dict):
            self._fault(where, f"must be a mapping with {', '.join(known)}")
            return {}
        for key in given:
            if key not in known:
                self._fault(where, f"{key!r} means nothing here; known are {', '.join(known)}")
        return given

    def _text(self, fields: Mapping[str, Any], key: str, where: str) -> str:
        value = fields.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self._fault(where, f"{key} is missing; give it some text")
        return ""

    def _fault(self, where: str, remedy: str) -> None:
        self.faults.append(f"{where}: {remedy}")


_TOKEN = re.compile(r"\.\.\.|…|\{answer\}|\([^()]*\)|[\w’'&-]+\*?|(?P<stray>\S)")
_BETWEEN = r"[\s,“”\"]+"
_SKIPPED = rf"(?:{_BETWEEN}[^\s,.;:!?“”\"]+){{0,%d}}?"
_CLAUSE = (
    r"(?!(?:in|on|at|by|of|to|from|with|for|and|or|it|them|him|her|that|which|who)\b)"
    r"[^\s.;:!?,–—…“”\"()](?:[^.;:!?,–—…“”\"()]|[.,](?=\d)){1,119}?"
    r"(?= (?:who|which|that|whose|is|are|was|were|will|has|have|had|would|could|may|said)\b|[.;:!?,–—…“”\"()]|\Z)"
)


def compiled(phrase: str, takes: Takes) -> re.Pattern[str]:
    """The pattern of a phrase. Raises `ValueError` where it is none; `answer` groups the answer."""
    pattern, glue, answers, skipped, skips, most = "", r"(?<!\w)", 0, 0, 0, 0
    for token in _TOKEN.finditer(phrase.strip()):
        if token["stray"]:
            raise ValueError(
                f"{token['stray']!r} has no meaning; use words, *, ..., (a|b), {{answer}}"
            )
        if token[0] in ("...", "…"):
            skipped += bool(pattern)
            most += bool(pattern)
            continue
        if skipped:
            glue = _SKIPPED % (SKIPPED_WORDS * skipped) + glue
        answers, skips, skipped = answers + (token[0] == "{answer}"), skips + bool(skipped), 0
        pattern, glue = pattern + glue + _piece(token[0], takes), _BETWEEN
    if skips > MOST_SKIPS or most > MOST_SKIPPED or len(phrase) > MOST_CHARS:
        raise ValueError(
            f"at most {MOST_SKIPS} places with ..., {MOST_SKIPPED} of these in all, and "
            f"{MOST_CHARS} characters; shorten it"
        )
    if answers > 1 or not re.search(r"\w", phrase.replace("{answer}", "")):
        raise ValueError("a phrase has words of its own and {answer} at most once")
    return re.compile(pattern + r"(?!\w)")


def _piece(token: str, takes: Takes) -> str:
    if token == "{answer}":  # noqa: S105 - a mark of the phrase language
        asked = takes.asked
        shape = _CLAUSE if asked is None or takes is Takes.REASON else shape_of(asked)
        return rf"(?P<answer>{shape})"
    if token.startswith("("):
        choices = [choice.split() for choice in token[1:-1].split("|")]
        if not all(choices):
            raise ValueError(f"{token} holds an empty choice")
        return "(?:" + "|".join(_BETWEEN.join(map(_word, words)) for words in choices) + ")"
    return _word(token)


def _word(word: str) -> str:
    plain = re.sub(r"['’]", "['’]", re.escape(word.rstrip("*")).replace(r"\-", "-"))
    ending = r"\w*" if word.endswith("*") else ""
    return f"(?i:{plain}{ending})"
