"""What an open question asks for, and the words in which it says so.

"The site", "its location", "where it will stand" ask for a place; "the cost" asks for an amount.
That is all the sorting there is: seven kinds of answer, each with the words that ask for it. Only
the head of a phrase asks ("the names of those at the site" asks for names), and a bare "why" or
"who" asks for nothing that could be told from its words.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from onrecord.match.likeness import stems_of, words_of
from onrecord.match.stems import stem


class Asked(StrEnum):
    """What sort of thing would answer."""

    PLACE = "place"
    NAME = "name"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    REASON = "reason"
    WHETHER = "whether"


QUESTION = {
    Asked.PLACE: "where",
    Asked.NAME: "who",
    Asked.DATE: "when",
    Asked.AMOUNT: "how much",
    Asked.NUMBER: "how many",
    Asked.REASON: "why",
    Asked.WHETHER: "whether",
}
"""How a person asks for it."""

_LEADS = r"^\W*(?:exactly |just |precisely |as to |about |of )?"
_OPENINGS = (
    (Asked.AMOUNT, re.compile(_LEADS + r"how much\b", re.IGNORECASE)),
    (
        Asked.AMOUNT,
        re.compile(
            _LEADS + r"how (?:the |its |their )?(?:bills?|costs?|sum|price|money|expenses?) \w+ "
            r"(?:be |been |being )?(?:divided|shared|split|paid|met|covered|funded|apportioned)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Asked.REASON,
        re.compile(
            _LEADS + r"(?:how (?:[\w’']+ ){1,5}(?:score|judge|choose|select|rank|pick|decide)\b|"
            r"what (?:[\w’']+ ){1,5}(?:looks?|is looking|are looking|looked) for\b)",
            re.IGNORECASE,
        ),
    ),
    (Asked.NUMBER, re.compile(_LEADS + r"how many\b", re.IGNORECASE)),
    (Asked.PLACE, re.compile(_LEADS + r"where\b", re.IGNORECASE)),
    (Asked.NAME, re.compile(_LEADS + r"(?:who|whom|whose)\b", re.IGNORECASE)),
    (Asked.DATE, re.compile(_LEADS + r"when\b", re.IGNORECASE)),
    (
        Asked.REASON,
        re.compile(_LEADS + r"(?:why|what (?:caused|prompted|led to))\b", re.IGNORECASE),
    ),
    (Asked.WHETHER, re.compile(_LEADS + r"(?:whether|if)\b", re.IGNORECASE)),
)
_NOUNS = {
    Asked.PLACE: "site sites location locations whereabouts venue spot placement",
    Asked.NAME: "name names identity identities donor donors designer author",
    Asked.DATE: "date dates timetable schedule timeline deadline",
    Asked.AMOUNT: "cost costs price prices budget amount sum fee",
    Asked.NUMBER: "number numbers toll headcount",
    Asked.REASON: "reason reasons cause causes motive motives motivation criteria criterion grounds",
}
_KIND_OF_NOUN = {stem(w): kind for kind, words in _NOUNS.items() for w in words.split()}
_QUALIFIER = re.compile(
    r"\b(?:that|which|who|at|in|from|by|with|where|when|while|because|after)\b", re.IGNORECASE
)
_UNNAMED = re.compile(
    r"\b(?:un(?:named|identified)|(?:been|not|n[’']t) (?:name|identif)\w+)\b", re.IGNORECASE
)
FORMAL = frozenset(
    stem(w)
    for w in """
    exact exactly precise detail details information specific specifics full immediate official
    public further other final future possible eventual answer question comment whether if
    source sources insider individual person people identify identified name named disclose reveal
    release released announce announced publish published confirm verify known clear report
    """.split()
) | frozenset(_KIND_OF_NOUN)
"""Stems that say that something is asked, or what kind of thing, and never about what."""


_BARE = frozenset("who whom what why when where how which whether if exactly".split())


def asked_in(what: str | None, cue: str = "") -> frozenset[Asked]:
    """The kinds of answer that the missing thing, in the article's words, calls for."""
    if what and what.strip(" ,.?").lower() not in _BARE:
        for kind, opening in _OPENINGS:
            if opening.search(what):
                return frozenset({kind})
        head = what[: found.start()] if (found := _QUALIFIER.search(what)) else what
        kinds = {_KIND_OF_NOUN[s] for s in map(stem, words_of(head)) if s in _KIND_OF_NOUN}
        if kinds:
            return frozenset(kinds)
    return frozenset({Asked.NAME}) if what and _UNNAMED.search(cue) else frozenset()


_ALIKE = {
    stem(word): stem(group.split()[0])
    for group in (
        "memorial monument monuments statue obelisk cenotaph",
        "unveil inaugurate inauguration",
        "build construct erect construction",
        "cost price budget bill",
        "kill die",
        "pay fund finance",
        "draw drew drawn",
        "take took taken",
        "share divide split division apportion",
        "choose chosen chose choice select selected pick picked judge score rank",
    )
    for word in group.split()
}


def joined(word: str) -> str:
    """The stem of a word, words that the news uses for one thing made one."""
    found = stem(word)
    return _ALIKE.get(found, found)


@lru_cache(maxsize=2048)
def topic_of(text: str) -> frozenset[str]:
    """The stems of what a text is about, forms of asking and telling left out."""
    return frozenset(_ALIKE.get(s, s) for s in stems_of(words_of(text))) - FORMAL
