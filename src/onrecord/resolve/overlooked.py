"""Names that the recogniser overlooked, found by their capitals or because they come again.

Two places are worth a second look. Where somebody speaks, a run of capitalised words that is no
title and no nationality is likely a name. And who has been named once is named by the same
words, or by the surname alone, later on: these are looked for throughout the text, but only
where no other capitalised word stands beside them ("White House" is not Mr. White).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord import given
from onrecord.resolve.cleaning import named
from onrecord.resolve.context import WORD, Context
from onrecord.resolve.named import (
    ADJECTIVAL,
    CALENDAR,
    CORPORATE,
    PLAIN,
    POSSESSIVE,
    Named,
    Spots,
    bare_end,
    folded,
    words_of,
)
from onrecord.resolve.nouns import ABBREVIATED, Sort, noun
from onrecord.values import EntityKind, Span

MAX_SOURCE_CHARS = 400


def overlooked(context: Context, spans: Iterable[Span], spots: Spots) -> Iterator[Named]:
    """Names in capitals inside `spans`, where the recogniser saw none."""
    text = context.text
    for span in sorted(set(spans)):
        for run in _capital_runs(context, span, spots):
            yield from filter(None, [named(text, run, _kind_of(text, run), 0.5)])


def _capital_runs(context: Context, span: Span, spots: Spots) -> Iterator[Span]:
    """Stretches of capitalised words that no name covers, without what may be no name."""
    text = context.text
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text, span.start, min(span.end, span.start + MAX_SOURCE_CHARS)):
        here = Span(word.start(), word.end())
        free = word[0][0].isupper() and not spots.covered(here)
        joined = bool(run) and text[run[-1].end() : word.start()] in (" ", ". ")
        if free and (joined or not run):
            run.append(word)
            continue
        yield from _name_in(context, run)
        run = [word] if free else []
    yield from _name_in(context, run)


def _name_in(context: Context, run: list[re.Match[str]]) -> Iterator[Span]:
    while run and _no_name(context, run[0]):
        run = run[1:]
    offices = [at for at, word in enumerate(run) if _office(word)]
    if offices and offices[-1] < 4:
        run = run[offices[-1] + 1 :]
    if not run or (
        len(run) == 1
        and context.opens_sentence(run[0].start())
        and _qualifies(context.text, run[0])
    ):
        return
    yield Span(run[0].start(), bare_end(run[-1]))


def _office(word: re.Match[str]) -> bool:
    known = noun(folded(word[0]))
    return known is not None and known.sort is Sort.PERSON and not given.known(known.lemma)


def _qualifies(text: str, word: re.Match[str]) -> bool:
    """Whether a noun in small letters follows at once: "Harbour officials"."""
    after = WORD.match(text, word.end() + 1) if text[word.end() : word.end() + 1] == " " else None
    return after is not None and after[0][0].islower() and noun(folded(after[0])) is not None


def _no_name(context: Context, word: re.Match[str]) -> bool:
    """Whether a capitalised word is a title, a nationality or the plain head of a sentence."""
    plain = folded(word[0])
    known = noun(plain)
    role = known is not None and known.sort in (Sort.PERSON, Sort.PEOPLE, Sort.WORDS)
    if plain in PLAIN or plain in CALENDAR or plain in ABBREVIATED or role:
        return True
    if context.opens_sentence(word.start()) and (known is not None or plain.endswith("s")):
        return True
    return bool(ADJECTIVAL.match(plain))


def _kind_of(text: str, span: Span) -> EntityKind:
    """The likeliest kind of an unrecognised name in a place where somebody speaks."""
    words = words_of(span.of(text))
    last = noun(words[-1])
    if (last and last.sort is Sort.BODY) or words[-1] in CORPORATE:
        return EntityKind.ORGANISATION
    if len(words) == 1 and span.of(text).isupper():
        return EntityKind.ORGANISATION
    return EntityKind.PERSON


def repeated(context: Context, names: Sequence[Named]) -> Iterator[Named]:
    """Later occurrences of what was named: surnames of persons, and other names in full."""
    text, spots = context.text, Spots(names)
    forms = _forms(names)
    lengths: dict[str, set[int]] = {}
    for key in forms:
        lengths.setdefault(key[0], set()).add(len(key))
    words = list(WORD.finditer(text))
    for at, word in enumerate(words):
        if not word[0][0].isupper() or (first := folded(word[0])) not in lengths:
            continue
        for length in sorted(lengths[first], reverse=True):
            key = tuple(folded(w[0]) for w in words[at : at + length])
            if len(key) < length or key not in forms:  # the text may end sooner
                continue
            span = Span(word.start(), bare_end(words[at + length - 1]))
            if not spots.covered(span) and _stands_alone(text, words, at, length):
                yield Named(span, forms[key], key, 0.4)
                break


def _forms(names: Sequence[Named]) -> dict[tuple[str, ...], EntityKind]:
    """The forms under which each name may come back, the kind of the fuller name winning."""
    forms: dict[tuple[str, ...], EntityKind] = {}
    for name in names:
        adjective = name.kind is EntityKind.GROUP and ADJECTIVAL.match(name.key[-1])
        if not adjective and (len(name.key) > 1 or len(name.key[0]) > 2):
            forms.setdefault(name.key, name.kind)
    for name in names:
        surname = name.key[-1:]
        common = noun(surname[0]) is not None or surname[0] in CALENDAR | PLAIN
        full = name.kind is EntityKind.PERSON and len(name.key) > 1
        if full and len(surname[0]) > 2 and not common:
            forms.setdefault(surname, name.kind)
    return forms


def _stands_alone(text: str, words: Sequence[re.Match[str]], at: int, length: int) -> bool:
    """Whether no other capitalised word stands right beside, as in "White House" for White."""
    before = words[at - 1] if at else None
    after = words[at + length] if at + length < len(words) else None
    end = words[at + length - 1]
    if after and after[0][0].isupper() and text[end.end() : after.start()] == " ":
        return POSSESSIVE.search(end[0]) is not None
    if before and before[0][0].isupper() and text[before.end() : words[at].start()] in (" ", ". "):
        plain = folded(before[0])
        office = noun(plain)
        return plain in ABBREVIATED or plain in PLAIN or office is not None
    return True
