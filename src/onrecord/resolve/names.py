"""Whether two names are one: a table of plain rules, each with a score and the reason for it.

The words of both names are laid side by side. Rules are tried from the surest down; each takes
the words it can explain ("the same word", "initial of", "short for", "the same in another
script") and leaves the rest to those after it. What nobody has explained at the end is weighed
as well: a middle name that only one side gives costs little, two different middle names cost
nearly everything, since each side then has what the other denies. The likeness is the weighted
mean, and every part of it keeps its reason, so that a person who is asked "are these one?" can
see why.

Reading names is left to `rigour`: titles and legal forms in dozens of languages, tokens, numbers,
the classes of organisation words, plain Latin for six alphabets. Its table of people's names is
not used: it takes six seconds and 380 MB to load, and raises F1 on the labelled persons from .920
to .933 only.

A likeness is no verdict. Two ministers may share a name, and nothing in a name can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.resolve.nameparts import parts_of
from onrecord.resolve.namerules import RULES, Evidence, Table
from onrecord.resolve.sameperson import same_person
from onrecord.scripts import latin
from onrecord.values import EntityKind

__all__ = ["LIKELY", "RULES", "Evidence", "Likeness", "latin", "name_likeness", "same_person"]

LIKELY = 0.6
"""From here on two names are rather one than two; chosen on half of the labelled pairs."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two names are one, from 0 to 1, and what that rests on."""

    score: float
    evidence: tuple[Evidence, ...] = ()

    @property
    def explanation(self) -> str:
        """One line a piece of evidence, as a reader would want it."""
        return "\n".join(map(str, self.evidence))


def name_likeness(one: str, other: str, kind: EntityKind = EntityKind.PERSON) -> Likeness:
    """How likely two names are one person, or one body of people, with the reasons."""
    person = kind is EntityKind.PERSON
    table = Table(list(parts_of(one, person)), list(parts_of(other, person)), person)
    if not table.left or not table.right:
        return Likeness(0.0)
    evidence = tuple(found for rule in RULES for found in rule(table))
    weight = sum(found.weight for found in evidence)
    score = sum(found.score * found.weight for found in evidence) / weight if weight else 0.0
    if any(found.rule == "differs" for found in evidence):
        score *= 0.75
    return Likeness(score, evidence)
