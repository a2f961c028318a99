"""What the article says somebody is: titles before a name, appositions after it.

"Foreign Minister Jan Orlik", "Jan Orlik, head of the ministry", "the sculptor Jan Orlik", "Jan
Orlik of the Tarn Studio", "Jan Orlik, 34, is a teacher": each gives a role in the article's own
words and, with its head noun, a word by which he may be called later ("the minister"). Only
phrases with a head that can be a role are taken; what stands between commas after a name is
as often a place, an age or a party.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.resolve.context import WORD, Context
from onrecord.resolve.named import POSSESSIVE, Spots, folded
from onrecord.resolve.nouns import ABBREVIATED, MODIFIERS, OFFICES, Noun, Sort, noun
from onrecord.values import EntityKind, Span

MAX_ROLE_CHARS = 140
MAX_TITLE_WORDS = 7
_COMPLEMENT = frozenset({"of", "for", "to", "at", "in"})
_INSIDE_TITLE = frozenset({" ", " & ", "-", "’s ", "'s ", " 's ", " ’s ", " - "})
_SPACE = re.compile(r"\s+")
_DETERMINER = re.compile(
    r"(?:the|a|an|one|his|her|their|its|one of the|one of|also|then) ", re.IGNORECASE
)
_AGE = re.compile(r"[ ]?(?:aged )?\d{1,3}(?:-year-old)?(?:,| [—–―])[ ]?")
_AFTER_NAME = re.compile(
    r"(?P<appositive>, | \(|, who (?:is|was|has been|serves as|served as) | — | – )"
)
_COPULA = re.compile(
    r" (?:is|was|has been|became|serves as|served as|works as|worked as) (?=an? |the )"
)
_END = re.compile(
    r"[,;:()\[\]—“”\"\n]| – | - |[.!?](?=\s|$)|"
    r" (?:who|whom|whose|which|that|said|says|told|tells|has|had|have|is|was|were|are|will|would|"
    r"added|noted|claimed|claims|confirmed|announced|argued|wrote|stated|tweeted|explained|warned|"
    r"when|where|while|after|before|during|because|but|as|since|if)(?= |,|$)"
)
_PREPOSITION = frozenset(
    "of for at in on to from with by under over against among between about".split()
)
_OF = re.compile(r" ((?:of|from|at|with) )(?:the )?")
_WHO_RUNS = re.compile(
    r", who ((?:runs|heads|leads|chairs|ran|headed|led|chaired) )(?:the )?(?:[\w-]{2,30}[’']s )?"
)
_STOPPERS = frozenset(
    """
    a an the this that and or but nor of for at in on to from with by as if so when while where who
    which whose said says told tells added after before because is was were are be been has had
    have will would could may might can did does do not no than then like into about against under
    over between during through within without including according met meet see saw called call
    asked ask quoted cited named name his her their its my our your he she they it i we you
    """.split()
)
_ROLES = (Sort.PERSON,)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is said to be: the words, without an article, and the noun at their head."""

    text: str
    span: Span
    head: Noun | None


def roles_around(
    context: Context,
    name: Span,
    spots: Spots,
    body_at: Callable[[int], Span | None],
    person: bool,
) -> Iterator[Role]:
    """The roles that the words beside the name at `name` give it.

    `body_at` gives the name of an organisation that begins at an offset; `person` tells whether
    the name is a person's, since a body has other titles ("the security firm Orlik").
    """
    sorts = (Sort.PERSON,) if person else (Sort.BODY,)
    before = title_before(context, name, spots, sorts)
    if before:
        yield before
    if (apposition := apposition_after(context, name, spots, sorts)) is not None:
        yield apposition
    if person and (affiliation := _affiliation(context, name, body_at)) is not None:
        yield affiliation


def title_before(
    context: Context, name: Span, spots: Spots, sorts: tuple[Sort, ...] = _ROLES
) -> Role | None:
    """`Foreign Minister` of `the Foreign Minister Jan Orlik`, `team member` of `team member J`."""
    text = context.text
    low = max(context.sentence_span(name.start).start, name.start - MAX_ROLE_CHARS)
    words = list(WORD.finditer(text, low, name.start))
    end = name.start
    while words and _courtesy(text, words[-1], end):
        end = words.pop().start()
    gap = text[words[-1].end() : end] if words else ""
    if words and POSSESSIVE.search(words[-1][0]):
        return None  # "the council's Jan Orlik" has the council's for his, and is none
    if gap not in (" ", ", ", " , ") and not (gap == ". " and folded(words[-1][0]) in OFFICES):
        return None
    start = _title_start(text, words, spots, sorts, "," in gap)
    if start is None:
        return None
    first, head = start
    if "," in gap and not _opens_clause(text, low, words[first].start(), name.end):
        return None
    span = _without_article(text, Span(words[first].start(), words[-1].end()))
    return Role(_written_out(_tidy(span.of(text))), span, head)


def _courtesy(text: str, word: re.Match[str], end: int) -> bool:
    """Whether a word before a name is "Mr." or the like, which is no role."""
    plain = folded(word[0])
    return plain in ABBREVIATED and plain not in OFFICES and text[word.end() : end] in (" ", ". ")


def _written_out(role: str) -> str:
    """`role` with its short titles in full: "Retired Lieutenant General"."""
    return " ".join(OFFICES.get(w.rstrip(".").lower(), w) for w in role.split())


def _opens_clause(text: str, low: int, title: int, name_end: int) -> bool:
    """Whether the title opens its clause, so that the name after a comma goes with it.

    In "the mayor, Jan Orlik, said" it does; not in "they met the mayor, Orlik said".
    """
    rest = text[low:title].rstrip().lower().removesuffix("the").rstrip()
    if not rest or rest[-1] in ',;:—“"':
        return True
    told = rest.endswith(("according to", " said", " says", " by", " from"))
    return told and text[name_end : name_end + 1] in (",", ".", "")


def _title_start(
    text: str, words: list[re.Match[str]], spots: Spots, sorts: tuple[Sort, ...], comma: bool
) -> tuple[int, Noun] | None:
    """Index of a title's first word among `words`, which end right before the name, and its head."""
    last = folded(words[-1][0])
    head = noun(OFFICES.get(last, last))
    at = len(words) - 1
    if head is None or head.sort not in sorts or head.plural:
        if (at_head := _head_with_complement(text, words, sorts, comma)) is None:
            return None
        at = at_head
        head = noun(folded(words[at][0]))
    if head is None:
        return None
    first = at
    while first > 0 and at - first < MAX_TITLE_WORDS:
        gap = text[words[first - 1].end() : words[first].start()]
        short = gap == ". " and folded(words[first - 1][0]) in OFFICES
        if gap not in _INSIDE_TITLE and not short:
            break
        if short:
            first -= 1
        elif (start := _name_start(words, first - 1, spots)) is not None:
            first = start
        elif _may_modify(words[first - 1][0]) or _after_article(words, first - 1):
            first -= 1
        elif (also := _joined(words, first, sorts)) is not None:
            first = also
        else:
            break
    return first, head


def _after_article(words: list[re.Match[str]], at: int) -> bool:
    """Whether an unknown word can only be part of the title: "the coal giant Tarn Energy"."""
    word = folded(words[at][0])
    return at > 0 and word not in _STOPPERS and words[at - 1][0].lower() in ("the", "a", "an")


def _name_start(words: list[re.Match[str]], at: int, spots: Spots) -> int | None:
    """The index of the first word of the name that `words[at]` ends, or None."""
    names = spots.within(Span(words[at].start(), words[at].end()))
    if not names:
        return None
    return next((i for i in range(at + 1) if words[i].start() >= names[0].span.start), None)


def _joined(words: list[re.Match[str]], first: int, sorts: tuple[Sort, ...]) -> int | None:
    """The index of the other role in "lawyer and activist Jan Orlik", or None."""
    if first < 2 or folded(words[first - 1][0]) != "and":
        return None
    other = noun(folded(words[first - 2][0]))
    fits = other is not None and other.sort in sorts and not other.plural
    return first - 2 if fits else None


def _may_modify(word: str) -> bool:
    plain = folded(word)
    if plain in _STOPPERS:
        return False
    if plain in MODIFIERS or word[0].isupper() or word[0].isdigit():
        return True
    known = noun(plain)
    return (known is not None and not known.plural) or plain.endswith(("al", "ic", "ive", "ary"))


def _head_with_complement(
    text: str, words: list[re.Match[str]], sorts: tuple[Sort, ...], comma: bool
) -> int | None:
    """The head of "head of the Harbour Board" when that stands right before a name.

    Without a comma before the name only a complement that ends in a name is taken.
    """
    if not comma and not words[-1][0][0].isupper():
        return None
    for at in range(len(words) - 2, max(len(words) - 14, -1), -1):
        word = folded(words[at + 1][0])
        if word in _COMPLEMENT and (head := noun(folded(words[at][0]))) and head.sort in sorts:
            return None if head.plural else at
        if word in _STOPPERS and word not in _COMPLEMENT and word not in ("the", "and", "on"):
            return None
        if text[words[at].end() : words[at + 1].start()].strip(" -&’'s"):
            return None
    return None


def apposition_after(
    context: Context, name: Span, spots: Spots, sorts: tuple[Sort, ...] = _ROLES
) -> Role | None:
    """`head of the ministry` of `Jan Orlik, head of the ministry, said`, or `is the head of`."""
    text = context.text
    opened = _AFTER_NAME.match(text, name.end) or _COPULA.match(text, name.end)
    if opened is None:
        return None
    start = opened.end()
    if age := _AGE.match(text, start):
        start = age.end()
    span = _phrase_from(text, start, context.sentence_span(name.start).end)
    if span is None or _opening(text, span) in _STOPPERS:
        return None
    if Sort.BODY in sorts and span.start == start:
        return None  # bodies in a row are a list, unless an article tells otherwise
    head, length = head_noun(span.of(text))
    if head is None or head.sort not in sorts or head.plural:
        return None
    if _names_another(text, Span(span.start, span.start + length), spots):
        return None
    return Role(_tidy(span.of(text)), span, head)


def _opening(text: str, span: Span) -> str:
    word = WORD.search(text, span.start, span.end)
    return folded(word[0]) if word else ""


def _names_another(text: str, span: Span, spots: Spots) -> bool:
    """Whether a person is named in what should be an apposition: ", Judge Orlik said"."""
    return any(
        name.kind is EntityKind.PERSON and text[name.span.end : name.span.end + 1] not in ("’", "'")
        for name in spots.within(span)
    )


def _phrase_from(text: str, start: int, limit: int) -> Span | None:
    limit = min(limit, start + MAX_ROLE_CHARS)
    end = _END.search(text, start, limit)
    stop = end.start() if end else limit
    if stop <= start or (end is None and limit == start + MAX_ROLE_CHARS):
        return None
    span = Span(start, stop)
    if not span.of(text).strip():
        return None
    return _without_article(text, span)


def _without_article(text: str, span: Span) -> Span:
    found = _DETERMINER.match(text, span.start, span.end)
    while found and found.end() < span.end:
        span = Span(found.end(), span.end)
        found = _DETERMINER.match(text, span.start, span.end)
    return span


def head_noun(phrase: str) -> tuple[Noun | None, int]:
    """The last noun before the first preposition, and how far that was looked for.

    In "head of the naval office" it is "head".
    """
    head: Noun | None = None
    end = 1
    for word in WORD.finditer(phrase):
        plain = folded(word[0])
        if plain in _PREPOSITION or plain == "and":
            break
        head = noun(plain) or (None if word[0].islower() else head)
        end = word.end()
    return head, end


def _affiliation(
    context: Context, name: Span, body_at: Callable[[int], Span | None]
) -> Role | None:
    """`of the Tarn Studio` of `Jan Orlik of the Tarn Studio`, `runs it` of `Orlik, who runs it`."""
    opened = _OF.match(context.text, name.end) or _WHO_RUNS.match(context.text, name.end)
    if opened is None or (body := body_at(opened.end())) is None:
        return None
    span = Span(opened.start(1), body.end)
    return Role(_tidy(span.of(context.text)), span, None)


def _tidy(words: str) -> str:
    return _SPACE.sub(" ", words).strip(" ,.-–—")
