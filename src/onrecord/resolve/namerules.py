"""The rules by which names are compared: what each accepts, what it is worth, and why.

A rule takes from the table the words that it can explain and gives the evidence. The order of
`RULES` is the order in which they are asked, the surest first; its docstring is what the
documentation says of a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from onrecord.resolve.nameparts import Part, Role
from onrecord.resolve.nicknames import same_given_name
from onrecord.resolve.sounds import readings, slips, sound_alike


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one rule makes of some words of either name; one side may have none.

    `score` is how far the words agree, from 0 to 1, `weight` how much that matters.
    """

    rule: str
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    score: float
    weight: float

    def __str__(self) -> str:
        left = " ".join(part.form for part in self.left) or "nothing"
        right = " ".join(part.form for part in self.right) or "nothing"
        return f"{self.rule}: {left} / {right} ({self.score:.2f} x {self.weight:.2f})"


@dataclass(slots=True)
class Table:
    """The words of both names that no rule has explained yet."""

    left: list[Part]
    right: list[Part]
    person: bool

    def pairs(self) -> Iterator[tuple[Part, Part]]:
        """Every word of one side with every word of the other, nearest positions first."""
        pairs = [(a, b) for a in self.left for b in self.right]
        yield from sorted(pairs, key=lambda p: abs(p[0].place - p[1].place))

    def take(self, left: Iterable[Part], right: Iterable[Part]) -> bool:
        """Claim the words, if all are still there."""
        left, right = list(left), list(right)
        if not all(p in self.left for p in left) or not all(p in self.right for p in right):
            return False
        self.left = [p for p in self.left if p not in left]
        self.right = [p for p in self.right if p not in right]
        return True


_LONGEST_RUN = 6
Rule = Callable[[Table], Iterator[Evidence]]
_WEIGHTS = {
    Role.PLAIN: 1.0,
    Role.GENERIC: 0.7,
    Role.PLACE: 0.8,
    Role.NUMBER: 0.8,
    Role.INITIAL: 0.4,
    Role.PARTICLE: 0.2,
    Role.LEGAL: 0.1,
}


def _weight(*parts: Part) -> float:
    return sum(_WEIGHTS[part.role] for part in parts)


def _word_by_word(
    table: Table, rule: str, score: Callable[[Part, Part], float | None]
) -> Iterator[Evidence]:
    """Evidence of every pair of words that `score` accepts, best first."""
    scored = [(score(a, b), a, b) for a, b in table.pairs()]
    for value, a, b in sorted(((v, a, b) for v, a, b in scored if v), key=lambda t: -(t[0] or 0)):
        if table.take([a], [b]):
            yield Evidence(rule, (a,), (b,), value or 0.0, max(_weight(a), _weight(b)))


def _run_by_word(
    table: Table,
    rule: str,
    score: Callable[[list[Part], Part], float | None],
    share: float = 1.0,
) -> Iterator[Evidence]:
    """Evidence of every run of words of one side that `score` accepts for a word of the other."""
    for size in range(2, _LONGEST_RUN + 1):
        for flipped in (False, True):
            runs, words = (table.right, table.left) if flipped else (table.left, table.right)
            for at, word in product(range(len(runs) - size + 1), words):
                run = runs[at : at + size]
                value = score(run, word)
                left, right = ([word], run) if flipped else (run, [word])
                if value and table.take(left, right):
                    weight = share * _weight(*run)
                    yield Evidence(rule, tuple(left), tuple(right), value, weight)


def same_word(table: Table) -> Iterator[Evidence]:
    """The same letters, accents and capitals aside, in any order of the words."""
    yield from _word_by_word(table, "same word", _same_letters)


def _same_letters(a: Part, b: Part) -> float | None:
    if a.script == b.script == "han":
        return 1.0 if a.form == b.form else None
    return 1.0 if a.plain == b.plain else None


def same_meaning(table: Table) -> Iterator[Evidence]:
    """Words of one class: `Ltd` and `Limited`, `Forty-Four` and `44`, `bin` and `ibn`."""
    yield from _word_by_word(
        table, "same meaning", lambda a, b: 1.0 if a.classes & b.classes else None
    )


def initials(table: Table) -> Iterator[Evidence]:
    """An initial and a name that begins with it; `JC` and `Jean-Claude`."""

    def stands_for(a: Part, b: Part) -> float | None:
        short, long = (a, b) if a.role is Role.INITIAL else (b, a)
        fits = short.role is Role.INITIAL and long.plain.startswith(short.plain)
        return 0.9 if fits else None

    yield from _word_by_word(table, "initial of", stands_for)
    yield from _run_by_word(table, "initials of", _initials_of, share=0.5)


def _initials_of(run: list[Part], word: Part) -> float | None:
    if not word.upper or not 2 <= len(word.plain) <= 6:
        return None
    said = [part for part in run if part.role is not Role.PARTICLE]
    heads = ("".join(part.plain[0] for part in some) for some in (run, said))
    return 0.9 if word.plain in heads else None


def given_names(table: Table) -> Iterator[Evidence]:
    """Pet names and the forms of a given name in other languages: `Bill` and `William`."""
    if table.person:
        yield from _word_by_word(
            table, "form of", lambda a, b: 0.9 if same_given_name(a.plain, b.plain) else None
        )


def joined_words(table: Table) -> Iterator[Evidence]:
    """Words written together on one side and apart on the other: `van der Bilt`, `Vanderbilt`."""
    yield from _run_by_word(table, "joined", _joined)


def _joined(run: list[Part], word: Part) -> float | None:
    together = "".join(part.plain for part in run)
    if run[0].script != word.script and sound_alike(together, word.plain) >= 0.8:
        return 0.95
    if len(together) < 5 or abs(len(together) - len(word.plain)) > 1:
        return None
    return 0.95 if slips(together, word.plain) <= (1 if len(together) > 6 else 0) else None


def same_sound(table: Table) -> Iterator[Evidence]:
    """The same consonants, where a word has crossed from one script to another."""

    def heard(a: Part, b: Part) -> float | None:
        if a.script == b.script:
            return None
        value = max(
            sound_alike(x, y)
            for x in readings(a.plain, a.script)
            for y in readings(b.plain, b.script)
        )
        return value if value >= 0.7 else None

    yield from _word_by_word(table, "same sound", heard)


def few_slips(table: Table) -> Iterator[Evidence]:
    """The same word but for slips of the pen: one, or two in a word of eight letters and more.

    Not for numbers and short capitals, where every sign counts, nor for Han, where every sign is
    a word.
    """

    def misspelt(a: Part, b: Part) -> float | None:
        if "han" in (a.script, b.script) or Role.NUMBER in (a.role, b.role):
            return None
        if not table.person and (a.is_acronym or b.is_acronym):
            return None
        count, longest = slips(a.plain, b.plain), max(len(a.plain), len(b.plain))
        allowed = min(max(1.0, longest / 4), 2.0) if min(len(a.plain), len(b.plain)) > 2 else 0.5
        return 1 - count / longest if count <= allowed else None

    yield from _word_by_word(table, "few slips", misspelt)


def descent(table: Table) -> Iterator[Evidence]:
    """Father and child: who is the son of Hasan in one name cannot be his father in the other."""
    if not table.person:
        return
    fathers = [_fathers(side) for side in (table.left, table.right)]
    if not all(fathers):
        return
    for (mine, others), known, flipped in (
        ((table.left, table.right), fathers[1], False),
        ((table.right, table.left), fathers[0], True),
    ):
        father = next((f for f in known if f.plain == mine[0].plain), None)
        if (
            father
            and others[0].plain != father.plain
            and table.take(*(([father], [mine[0]]) if flipped else ([mine[0]], [father])))
        ):
            sides = ((father,), (mine[0],)) if flipped else ((mine[0],), (father,))
            yield Evidence("father and child", *sides, 0.0, 2.0)
            return


def _fathers(parts: list[Part]) -> list[Part]:
    """The first word after each "son of"."""
    found = []
    for at, part in enumerate(parts):
        if "descent" in part.classes and at:
            found += [p for p in parts[at + 1 :] if p.role is not Role.PARTICLE][:1]
    return found


def left_over(table: Table) -> Iterator[Evidence]:
    """What has no counterpart: light if one side only says more, heavy if each side differs."""
    left, right = (
        [p for p in side if p.role not in (Role.LEGAL, Role.PARTICLE)]
        for side in (table.left, table.right)
    )
    against = bool(left and right)
    for part in table.left + table.right:
        left_side, right_side = ((part,), ()) if part in table.left else ((), (part,))
        if against and part in left + right:
            yield Evidence("differs", left_side, right_side, 0.0, _weight(part))
        else:
            share = (_EXTRA_OF_A_PERSON if table.person else _EXTRA_OF_A_BODY)[part.role]
            yield Evidence("only here", left_side, right_side, 0.0, share * _weight(part))


_EXTRA_OF_A_PERSON = dict.fromkeys(Role, 0.3) | {Role.NUMBER: 1.0}
_EXTRA_OF_A_BODY = dict.fromkeys(Role, 0.3) | {Role.PLAIN: 0.8, Role.GENERIC: 0.7}

RULES: tuple[Rule, ...] = (
    descent,
    same_word,
    same_meaning,
    initials,
    given_names,
    joined_words,
    same_sound,
    few_slips,
    left_over,
)
