"""Names as a recogniser gave them, put right.

A recogniser trained on other people's labels cuts a name off in the middle of a word, leaves
titles and possessive marks on it, glues a person to the body before, splits "Tarn Centre for
Harbour Research" in two and takes an adjective for a people. Most of it can be told from the
text beside the name: a name goes to the end of its word, "Mr." stands before persons only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord import given
from onrecord.resolve.context import WORD
from onrecord.resolve.named import (
    ADJECTIVAL,
    CALENDAR,
    PLAIN,
    POSSESSIVE,
    Named,
    Spots,
    bare_end,
    folded,
    is_body,
    words_of,
)
from onrecord.resolve.nouns import ABBREVIATED, MODIFIERS, Sort, noun
from onrecord.values import EntityKind, Name, Span

MAX_NAME_CHARS = 120
MAX_CUT_WORDS = 3  # by which a recogniser may have cut a name short
_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_PARTY_AND_STATE = re.compile(r"[RDI]-[A-Z][\w.]*")  # "R-Tarn", as behind a senator's name
_PEOPLES = re.compile(r"(?:ians|eans|icans|inos|anos|aelis|aqis|tanis)$")
_ALSO_PLACES = frozenset(
    """
    virginia carolina madison georgia victoria florence austin savannah santiago vernon chelsea
    aurora sydney lincoln jackson houston dallas hamilton albert
    """.split()
)
_ABBREVIATED_END = re.compile(r"(?:\.\w|\b(?:Jr|Sr|Inc|Co|Corp|Ltd))\.$")
_CUT_OFF = re.compile(r" (?:of|for|the|and|in|on|at|of the)$")
# What a minister is of; alone and after "of" no name of a body.
_PORTFOLIOS = frozenset(
    """
    state defense defence education justice health interior trade finance energy labor agriculture
    culture transport commerce environment science sport sports security
    """.split()
)
_PARTICLES = frozenset(
    {" bin ", " ibn ", " bint ", " van ", " von ", " van der ", " de ", " de la "}
)
_BETWEEN_HALVES = frozenset({" for ", " of ", " for the ", " of the "})
_REST = re.compile(r" (?:[^\W\d_a-z]\w+ ){0,2}")  # capitalised words that fell between
_STANDING_ALONE = frozenset("house senate labour cabinet army navy green conservative".split())
_BREAK = re.compile(r"\n| / ")
_OTHER = r"(?:(?![\x00-\u02ff])[\w\u0300-\u036f])+"
_IN_OTHER_LETTERS = re.compile(rf"({_OTHER}) ({_OTHER})")  # two words without a Latin letter
_REGIONS = frozenset("region province oblast prefecture governorate county district".split())
# "Tellin Strait", "Port Averin": places whatever their recogniser takes them for.
_LANDFORMS = frozenset(
    """
    strait straits cove bay gulf sea ocean river lake island islands isle peninsula valley
    mountains hills coast beach creek canal desert archipelago reef plateau
    """.split()
)
_BEFORE_PLACE = frozenset("port mount cape lake fort lough loch".split())
_WHERE = frozenset("in throughout across near outside inside".split())
_PLACE_OF = re.compile(
    r"\b(?:coasts?|shores?|waters|republic|kingdom|capital|island|people|government|south|north"
    r"|east|west|ambassador|embassy|president|king|queen) of \Z",
    re.IGNORECASE,
)
_FORMS_OF_ADDRESS = frozenset("mr mrs ms miss sir dame".split())
_RELATIVES = frozenset(
    """
    father mother brother sister son daughter wife husband widow widower uncle aunt nephew niece
    cousin grandfather grandmother grandson granddaughter stepfather stepmother
    """.split()
)
# What follows a noun and hardly ever an adjective.
_AFTER_NOUN = frozenset(
    """
    and or but who whom which that said says say told tells is are was were be been has have had
    do does did will would can could may might must should of in on at to from for with by as
    than while when where after before because if also not voted want wants
    """.split()
)

_CHURCH_OF = re.compile(r"\b(?:church|cathedral|chapel|abbey|monastery|shrine) of $", re.IGNORECASE)
_PEOPLE = re.compile(r"\b[A-Z]\w{2,30}(?=ns?\b)")  # of "Vardonia" the "Vardonian shore" tells
_OWNS_STATE = re.compile(
    r"[’']s (?:[\w-]+ ){0,2}(?:minister|ministry|government|parliament|president|capital|coast"
    r"|shore|army|navy|embassy|ambassador)\b"
)


def cleaned(text: str, names: Iterable[Name]) -> list[Named]:
    """The names that the recogniser's `names` stand for, disjoint and in order."""
    found = apart(n for name in names for n in _cleaned(text, name))
    found = apart(_glued(text, _unglued(text, found)))
    spots = Spots(found)
    return _located(text, apart(_completed(text, name, spots) for name in found))


def _located(text: str, names: list[Named]) -> list[Named]:
    """`names`, with places for what is one word and said to be somewhere: it is no surname.

    "The coast of Vardonia" tells, and then every "Vardonia" of the article is the same; so do
    "Vardonian", and "in Vardonia", where a person was thought to be meant. A saint's name is a place's
    where there is a church of it.
    """
    peopled = {folded(found[0]) for found in _PEOPLE.finditer(text) if found[0].endswith("a")}
    surnames = {n.words[-1] for n in names if n.kind is EntityKind.PERSON and len(n.words) > 1}
    places = {
        n.words[0]
        for n in names
        if len(n.words) == 1
        and n.words[0] not in surnames
        and not given.known(n.words[0])
        and (n.words[0] in peopled or _is_where(text, n))
    }
    churches = {
        n.words
        for n in names
        if n.words[0] in ("st", "saint")
        and _CHURCH_OF.search(text, max(0, n.span.start - 16), n.span.start)
    }
    return [
        replace(n, kind=EntityKind.PLACE)
        if n.words in churches or (len(n.words) == 1 and n.words[0] in places)
        else n
        for n in names
    ]


def _is_where(text: str, name: Named) -> bool:
    """Whether the words before a person's or a body's name say that it is a place's."""
    start = name.span.start
    if name.kind is EntityKind.PERSON and _word_before(text, start) in _WHERE:
        return True
    told = name.kind in (EntityKind.PERSON, EntityKind.ORGANISATION)
    initials = name.span.of(text).isupper()
    return (
        told
        and not initials
        and (
            _PLACE_OF.search(text, max(0, start - 24), start) is not None
            or _OWNS_STATE.match(text, name.span.end) is not None
        )
    )


def apart(names: Iterable[Named]) -> list[Named]:
    """`names` without those that overlap another: the surer, then the longer one stays."""
    kept: list[Named] = []
    for name in sorted(names, key=lambda n: (n.span.start, -n.score, -n.span.end)):
        if kept and name.span.overlaps(kept[-1].span):
            if (name.score, len(name.span)) > (kept[-1].score, len(kept[-1].span)):
                kept[-1] = name
        else:
            kept.append(name)
    return kept


def named(text: str, span: Span, kind: EntityKind, score: float = 1.0) -> Named | None:
    """The name at `span`, or None where nothing there can be one."""
    name = span.of(text)
    words = words_of(name)
    if not words or (name.isascii() and name == name.lower()):
        return None
    if all(w in CALENDAR or w in PLAIN or w.isdigit() for w in words) and words != ("us",):
        return None
    if _PARTY_AND_STATE.fullmatch(name):
        return None
    if kind is EntityKind.PERSON and all(map(titular, words)):
        return None
    if len(words) == 1 and words[0] in MODIFIERS and words[0] not in _STANDING_ALONE:
        return None
    last = _word_before(text, span.start)
    if last in ("of", "for") and name.lower() in _PORTFOLIOS:
        return None
    if len(words) == 1 and _PEOPLES.search(words[0]):
        kind = EntityKind.GROUP
    if _is_landform(words):
        return Named(span, EntityKind.PLACE, words, score, last.lower() in _RELATIVES)
    if kind is EntityKind.ORGANISATION and _sounds_personal(words):
        kind = EntityKind.PERSON
    if len(words) < 4 and _personal_title(last) and not is_body(words[-1]):
        kind = EntityKind.PERSON
    elif kind is EntityKind.ORGANISATION and last == "in" and _sounds_local(text, span):
        kind = EntityKind.PLACE
    return Named(span, kind, words, score, last.lower() in _RELATIVES)


def _word_before(text: str, at: int) -> str:
    """The word that ends before `at`, with its stops; nothing at the start of the text."""
    before = text[max(0, at - 24) : at].split()
    return before[-1] if before else ""


def _is_landform(words: tuple[str, ...]) -> bool:
    """Whether a name of two or three words says itself that it is a place's: "Gannet Cove"."""
    return (
        1 < len(words) < 4
        and (words[-1] in _LANDFORMS or words[0] in _BEFORE_PLACE)
        and not any(map(is_body, words[:-1] if words[-1] in _LANDFORMS else words[1:]))
    )


def _personal_title(word: str) -> bool:
    """Whether `word`, right before a name, says that a person is named: "Mr.", "President"."""
    plain = word.rstrip(".").lower()
    known = noun(plain)
    office = known is not None and known.sort is Sort.PERSON and not known.plural
    return word[:1].isupper() and (plain in ABBREVIATED or (office and word.isalpha()))


def _sounds_personal(words: tuple[str, ...]) -> bool:
    """Whether a name that is said to be a body's is a given name and one more word."""
    return (
        len(words) == 2
        and given.known(words[0])
        and words[0] not in _ALSO_PLACES
        and noun(words[1]) is None
        and not words[1].endswith("s")
    )


def _sounds_local(text: str, span: Span) -> bool:
    """Whether what stands behind "in" is rather a town: one word, no initials, no body."""
    name = span.of(text)
    owner = text[span.end : span.end + 1] in ("'", "’")
    return name.isalpha() and name.istitle() and not owner and not is_body(name.lower())


def titular(word: str) -> bool:
    """Whether `word` belongs to an office and not to a name: "Prime", "Minister"."""
    known = noun(word)
    return (
        word in MODIFIERS
        or word in ABBREVIATED
        or (known is not None and known.sort is Sort.PERSON and not given.known(word))
    )


def _cleaned(text: str, name: Name) -> Iterator[Named]:
    """The name, or the names, that a recogniser's span holds."""
    first, last = name.span.start, min(name.span.end, len(text))
    if first >= last or last - first > MAX_NAME_CHARS:
        return
    first, last = _whole_words(text, first, last)
    at = first
    for break_ in (*_BREAK.finditer(text, first, last), None):
        start, end = _trimmed(text, at, break_.start() if break_ else last)
        kind = EntityKind.PERSON if _addressed(text, start, end) else name.kind
        if kind is EntityKind.PERSON:
            start = _past_titles(text, start, end)
        if whole := _in_other_letters(text, start, end):
            (start, end), kind = whole.span(), EntityKind.PERSON
        found = named(text, Span(start, end), kind, name.score) if start < end else None
        if found is not None and not _modifies(text, found):
            yield found
        at = break_.end() if break_ else last


def _in_other_letters(text: str, start: int, end: int) -> re.Match[str] | None:
    """The two words, of which a name is one or both, that an English text has in another alphabet.

    They are a person's: "Антон Кораблёв", of which a recogniser knows a part, and not what it is.
    """
    if start >= end or text[start] < "\u0300":
        return None
    around = _IN_OTHER_LETTERS.finditer(text, max(0, start - 40), min(len(text), end + 40))
    return next(
        (
            both for both in around
            if both.start() <= start and end <= both.end()
            and all(word[0].isupper() for word in both.groups())
        ),
        None,
    )  # fmt: skip


def _addressed(text: str, start: int, end: int) -> bool:
    """Whether a name begins with "Ms" or the like and one word follows, which no body's does."""
    words = text[start:end].split()
    return len(words) == 2 and words[0].rstrip(".").lower() in _FORMS_OF_ADDRESS


def _modifies(text: str, name: Named) -> bool:
    """Whether the name of a people is only an adjective, as in "Tarnish forces"."""
    if name.kind is EntityKind.PLACE and not ADJECTIVAL.match(name.words[-1]):
        return False
    if name.kind not in (EntityKind.GROUP, EntityKind.PLACE):
        return False
    if name.words[-1].endswith(("s", "men")) or text[name.span.end : name.span.end + 1] not in (
        " ",
        "-",
    ):
        return False
    after = WORD.match(text, name.span.end + 1)
    return after is not None and folded(after[0]) not in _AFTER_NOUN


def _unglued(text: str, names: Sequence[Named]) -> Iterator[Named]:
    """`names`, with a person's name split from that of the body it was taken to be part of."""
    surnames = {n.words[0] for n in names if n.kind is EntityKind.PERSON and len(n.words) == 1}
    for name in names:
        words = list(WORD.finditer(text, name.span.start, name.span.end))
        if (
            name.kind is not EntityKind.PERSON
            and len(words) == len(name.words) > 3
            and name.words[-1] in surnames
            and any((n := noun(w)) and n.sort is Sort.BODY for w in name.words[:-2])
        ):
            yield from filter(
                None,
                (
                    named(text, Span(name.span.start, words[-3].end()), name.kind, name.score),
                    named(
                        text, Span(words[-2].start(), name.span.end), EntityKind.PERSON, name.score
                    ),
                ),
            )
        else:
            yield name


def _glued(text: str, names: Iterable[Named]) -> list[Named]:
    """`names`, with "Tarn Centre" and "Harbour Research" one where only "for" is between.

    So are "Ali" and "Tamim", where "bin" is.
    """
    joined: list[Named] = []
    for name in names:
        whole = _both(text, joined[-1], name) if joined else None
        if whole is not None:
            joined[-1] = whole
        else:
            joined.append(name)
    return joined


def _both(text: str, first: Named, second: Named) -> Named | None:
    """The one name of a body, or of a person, that two are the halves of, or None."""
    gap = text[first.span.end : second.span.start]
    if first.kind is second.kind is EntityKind.PERSON and gap in _PARTICLES:
        return named(text, Span(first.span.start, second.span.end), first.kind, first.score)
    bodies = first.kind is second.kind is EntityKind.ORGANISATION
    rest = _REST.fullmatch(text, first.span.end, second.span.start) and is_body(second.words[-1])
    if (
        not bodies
        or not (rest or is_body(first.words[-1]))
        or second.span.end - first.span.start > MAX_NAME_CHARS
    ):
        return None
    if gap not in _BETWEEN_HALVES and not rest:
        return None
    return named(text, Span(first.span.start, second.span.end), first.kind, first.score)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range widened to where its first and last word begin and end."""
    low, high = max(0, start - MAX_NAME_CHARS), min(len(text), end + MAX_NAME_CHARS)
    while start > low and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < high and (_inside_word(text, end) or _hyphenated(text, end)):
        end += 1
    return start, end


def _inside_word(text: str, at: int) -> bool:
    return text[at].isalnum() and (text[at - 1].isalnum() or text[at - 1] in "-‐‑")


def _hyphenated(text: str, at: int) -> bool:
    """Whether a capital follows the hyphen at `at`: "al-Amr", but not "Tarn-based"."""
    return text[at] in "-‐‑" and text[at - 1].isalnum() and text[at + 1 : at + 2].isupper()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without marks around it, a possessive at its end, an article at its start."""
    while start < end and not text[start].isalnum():
        start += 1
    if article := _ARTICLE.match(text, start, end):
        start = article.end()
    while start < end and not text[end - 1].isalnum():
        if text[end - 1] == "." and _ABBREVIATED_END.search(text, max(start, end - 6), end):
            break
        end -= 1
    if possessive := POSSESSIVE.search(text[max(start, end - 3) : end]):
        end -= len(possessive[0])
    if cut := _CUT_OFF.search(text, max(start, end - 8), end):
        end = cut.start()
    return start, end


def _past_titles(text: str, start: int, end: int) -> int:
    """Where a person's name begins once titles and offices before it are left out."""
    words = list(WORD.finditer(text, start, end))
    for at, word in enumerate(words[:-1]):
        plain = folded(word[0])
        office = noun(plain)
        titled = plain in ABBREVIATED or (
            office is not None and office.sort is Sort.PERSON and not given.known(plain)
        )
        if titled or (word[0].islower() and at < 3):
            start = words[at + 1].start()
    return start


def _completed(text: str, name: Named, spots: Spots) -> Named:
    """The name with what was cut off: a given name, a surname, "Studio", "region"."""
    if name.kind is EntityKind.PERSON and len(name.words) == 1:
        name = _with_given_name(text, name, spots)
    if name.kind is EntityKind.ORGANISATION and (is_body(name.words[0]) or is_body(name.words[-1])):
        name = _with_nationality(text, name, spots)
    last = _last_word(text, name, spots)
    if last is None:
        return name
    kind = EntityKind.PLACE if last[0] in _REGIONS else name.kind
    span = Span(name.span.start, bare_end(last))
    return replace(name, span=span, kind=kind, words=words_of(span.of(text)))


def _last_word(text: str, name: Named, spots: Spots) -> re.Match[str] | None:
    """The word behind a name that is the last of it after all, or None."""
    end = name.span.end
    for at in range(MAX_CUT_WORDS):
        word = WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if word is None or spots.covered(Span(word.start(), word.end())):
            return None
        if name.kind is EntityKind.PERSON:
            lone = len(name.words) == 1 and given.known(name.words[0])
            return word if lone and _part_of_name(word) else None
        if at == 0 and word[0] in _REGIONS:
            return word
        if name.kind is not EntityKind.ORGANISATION or not word[0][0].isupper():
            return None
        known = noun(folded(word[0]))
        if known is not None and known.sort is Sort.BODY and not known.plural:
            return word
        end = word.end()
    return None


def _with_nationality(text: str, name: Named, spots: Spots) -> Named:
    """`Tarnish Ministry of Peace`, where only the ministry was taken for the name."""
    words = list(WORD.finditer(text, max(0, name.span.start - 30), name.span.start))[-1:]
    if not words or text[words[0].end() : name.span.start] != " " or not words[0][0][0].isupper():
        return name
    start = words[0].start()
    if not ADJECTIVAL.match(folded(words[0][0])) or spots.covered(Span(start, words[0].end())):
        return name
    span = Span(start, name.span.end)
    return replace(name, span=span, words=words_of(span.of(text)))


def _with_given_name(text: str, name: Named, spots: Spots) -> Named:
    """A surname together with the given name before it, and a second name between them."""
    low = max(0, name.span.start - 40)
    before = list(WORD.finditer(text, low, name.span.start))[-2:]
    end = name.span.start
    for at, word in enumerate(reversed(before)):
        free = not spots.covered(Span(word.start(), word.end()))
        if text[word.end() : end] != " " or not word[0][0].isupper() or not free:
            break
        if given.known(folded(word[0])):
            span = Span(word.start(), name.span.end)
            return replace(name, span=span, words=words_of(span.of(text)))
        if at or not _part_of_name(word):
            break
        end = word.start()
    return name


def _part_of_name(word: re.Match[str]) -> bool:
    plain = folded(word[0])
    return word[0][0].isupper() and plain not in CALENDAR | PLAIN and noun(plain) is None
