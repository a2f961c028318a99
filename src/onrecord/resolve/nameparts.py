"""A name taken apart: its words in plain Latin, and what each is there for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from onrecord.resolve.korean import families, parted
from onrecord.scripts import LATIN, encodable, latin, script_of

MAX_CHARS = 400
MAX_PARTS = 24

_PARTICLES = frozenset(
    """
    al el ul ud ad as ar an ash az at bin ibn ben bint bnt bn de del della der den di da das dos do du la le
    van von vom zu zum of the and y e i und et for ter ten
    """.split()
)
_DESCENT = frozenset("bin ibn ben bn bint".split())
_GENERATIONS = frozenset("jr sr junior senior ii iii iv".split())
_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|dr|prof|sir|haji|hajji|mullah|mulla|sheikh|shaikh|shaykh|maulvi|maulana"
    r"|hafiz|qari|ayatollah|imam|pope|king|prince|minister|chancellor|premier|senator|sen|rep|gov"
    r"|governor|mayor|judge|justice|secretary|sergeant|sgt|lt|lieutenant|major|maj|gen|col)\.?\s+)+",
    re.IGNORECASE,
)


class Role(StrEnum):
    """What a word does in a name."""

    PLAIN = "plain"
    INITIAL = "initial"
    PARTICLE = "particle"
    NUMBER = "number"
    LEGAL = "legal form"
    GENERIC = "generic"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name: as written, in plain lower-case Latin, and where it stands.

    `classes` names what it is a spelling of, where that is known: `LLC`, `number 44`, `bin`.
    """

    place: int
    form: str
    plain: str
    role: Role
    script: str
    classes: frozenset[str] = frozenset()
    upper: bool = False

    @property
    def is_acronym(self) -> bool:
        """Whether each letter stands for a word of its own."""
        return self.upper and len(self.plain) <= 4


@lru_cache(maxsize=4096)
def parts_of(name: str, person: bool) -> tuple[Part, ...]:
    """The words of `name`, titles left out, at most `MAX_PARTS`."""
    from rigour.names import NameTypeTag, analyze_names

    kind = NameTypeTag.PER if person else NameTypeTag.ORG
    name = encodable(name[:MAX_CHARS])
    words = _TITLE.sub("", name).split() if person else name.split()
    stripped = " ".join(part for word in words for part in (parted(word) if person else (word,)))
    read = analyze_names(kind, [stripped], symbols=not person, phonetics=False)
    if not read:
        return ()
    (found,) = read
    classes: dict[int, set[tuple[str, str]]] = {}
    for span in found.spans:
        for part in span.parts:
            classes.setdefault(part.index, set()).add((span.symbol.category.value, span.symbol.id))
    parts = []
    for part in found.parts[:MAX_PARTS]:
        plain = re.sub(r"[^a-z0-9]", "", latin(part.comparable).lower()) or part.form
        script = _script(part.form)
        if script == "arabic" and plain.startswith("al") and len(plain) > 4:
            plain = plain.removeprefix("al")
        known = classes.get(part.index, set())
        upper = _written_in_capitals(part.form, name)
        parts.append(
            Part(
                part.index,
                part.form,
                plain,
                _role(plain, part.tag.value, {c for c, _ in known}, person, upper),
                script,
                frozenset(f"{c} {i}" for c, i in known if c != "LOC" or i != "zz")
                | ({"descent"} if plain in _DESCENT else set())
                | (families(part.form) if person else frozenset()),
                upper,
            )
        )
    return tuple(parts)


def _role(plain: str, tag: str, categories: set[str], person: bool, upper: bool) -> Role:
    if plain.isdigit() or "NUM" in categories:
        return Role.NUMBER
    if tag == "LEGAL" or "ORGCLS" in categories:
        return Role.LEGAL
    if person and plain in _GENERATIONS:
        return Role.NUMBER
    if upper and not person and len(plain) > 1:
        return Role.PLAIN
    if plain in _PARTICLES or (tag == "STOP" and not person):
        return Role.PARTICLE
    if len(plain) == 1 and person:
        return Role.INITIAL
    if "LOC" in categories:
        return Role.PLACE
    if categories & {"SYMBOL", "DOMAIN"}:
        return Role.GENERIC
    return Role.PLAIN


def _script(form: str) -> str:
    return next((s for s in map(script_of, form) if s), LATIN)


def _written_in_capitals(form: str, name: str) -> bool:
    """Whether capitals set this word off, which they do not where all is in capitals."""
    alone = form.upper() == name.replace(".", "")
    return form.upper() in name.replace(".", "") and (alone or not name.isupper())
