"""Where a clause ends, where a noun phrase starts, who the subject is: grammar without a parser.

A cue of withholding ("did not say", "remains undisclosed") is easy to see; what is withheld
and by whom stand beside it, and news prose puts them in few places. The thing follows the cue
up to the end of its clause, or is the subject before it; whoever withholds is that subject.
Everything here looks at one sentence, at most `REACH` words to either side, knows a clause by
the small words and marks that open and close it, and gives None where it would have to guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.values import EntityKind, Name, Span

REACH = 40

WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_][\w&]*(?:[.'’‘-][^\W_][\w&]*)*|[^\w\s]|_")

QUESTION_WORDS = frozenset("whether if when where why how what who whom whose which".split())

_MARKS_THAT_END = frozenset(';:.!?()[]"“”„«»—–…')
_OPEN_A_CLAUSE = frozenset(
    """and but or nor while although though because that as since when where after before if than
    whether however so until unless whereas how why what said says saying say adding added told
    notes noted reported reports according amid despite""".split()
)
_END_A_CLAUSE = frozenset(
    """but while although though because however until unless whereas so saying adding citing
    noting according nor prompting leading leaving making raising despite amid before when
    after""".split()
)
_NOT_A_THING = frozenset(
    """and but or in on at by from since after before during when while because until unless as if
    yet still again today yesterday earlier later late immediately monday tuesday wednesday
    thursday friday saturday sunday through via despite amid publicly than so nor with""".split()
)
_PREPOSITIONS = frozenset(
    "on about of for to regarding concerning over upon into as against around beyond".split()
)
_ADVERBS = frozenset(
    """also still yet again then have has had ever even so far both all each simply just so
    always often repeatedly reportedly later initially previously once never now either since
    has've would will could can is are was were be been being did does do thus far has""".split()
)
_RELATIVE = frozenset("which who that whom".split())
_DETERMINERS = frozenset(
    """the a an his her its their our my your this these those no any some many several most
    another each every both such what""".split()
)
_PRONOUNS = frozenset("he she they it we i you who nobody none everyone someone".split())
_AUXILIARIES = frozenset(
    """would could will can may might must should has have had is are was were do does did made
    gave""".split()
)
_POSSESSIVES = frozenset("his her their my our".split())
_LEADING = frozenset(
    """however meanwhile but and still yet so also although though while for by in on at as of to
    with after before since during despite yesterday today earlier later then now when where if
    because instead rather nevertheless nonetheless additionally moreover that""".split()
)
_SPEECH = frozenset(
    """comment comments remark remarks statement statements speech speeches letter letters report
    reports announcement post posts tweet tweets response responses interview website reply
    testimony memo message messages note address briefing answer answers filing account""".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark of a sentence, lower-cased, and where it stands in the text."""

    lower: str
    start: int
    end: int


def words_in(text: str, span: Span) -> list[Word]:
    """The words and marks of `span`."""
    return [Word(m[0].lower(), *m.span()) for m in WORD.finditer(text, span.start, span.end)]


def after(text: str, start: int, end: int) -> Span | None:
    """The thing that follows a cue: the clause or noun phrase from `start`, or None.

    A leading preposition is left out ("comment on [the report]"); a pair of commas around a
    few words does not end a clause ("what, if any, effect").
    """
    words = words_in(text, Span(start, min(end, start + 400))) if start < end else []
    while words and words[0].lower in _PREPOSITIONS:
        words = words[1:]
    if not words or not words[0].lower[0].isalnum() or words[0].lower in _NOT_A_THING - {"if"}:
        question = bool(words) and words[0].lower in QUESTION_WORDS
        if not question:
            return None
    last = _clause_end(words[:REACH])
    if not last or (last == 1 and words[0].lower in ("further", "more", "either", "any")):
        return None
    return Span(words[0].start, words[last - 1].end)


def agent(text: str, start: int, end: int) -> Span | None:
    """Who did it, in a passive whose "by" stands before `start`: up to the next place or time."""
    phrase = after(text, start, end)
    if phrase is None:
        return None
    words = _before_verb(words_in(text, phrase))
    small = (i for i, w in enumerate(words) if i and w.lower in ("in", "on", "at", "after", "for"))
    stop = next(small, len(words))
    return Span(phrase.start, words[stop - 1].end) if words else None


def _clause_end(words: Sequence[Word]) -> int:
    """How many of `words` belong to the clause that the first of them opens."""
    i = 0
    while i < len(words):
        lower = words[i].lower
        if lower in _MARKS_THAT_END or (i > 1 and lower in _END_A_CLAUSE):
            break
        if lower == ",":
            skip = _aside(words, i)
            if not skip:
                break
            i = skip
        i += 1
    while i and words[i - 1].lower in ("and", "or", ",", "'", "’"):
        i -= 1
    return i


def _aside(words: Sequence[Word], comma: int) -> int:
    """The index of the comma that closes a short aside or goes on with a list, or 0."""
    following = [w.lower for w in words[comma + 1 : comma + 5]]
    if following[:1] == ["if"] and "," in following:
        return comma + 1 + following.index(",")
    if following[:1] == ["or"]:
        return comma
    return 0


def before(text: str, start: int, end: int) -> Span | None:
    """The subject of a cue that starts at `end`, in a sentence that starts at `start`, or None.

    "which" and "that" give the noun phrase they stand for.
    """
    words = words_in(text, Span(max(start, end - 400), end)) if start < end else []
    words = words[-REACH:]
    while words and (words[-1].lower in _ADVERBS or words[-1].lower.endswith("ly")):
        words.pop()
    if not words:
        return None
    if words[-1].lower in _PRONOUNS - {"who"}:
        return Span(words[-1].start, words[-1].end)
    if words[-1].lower in _RELATIVE and len(words) > 1:
        return _antecedent(words[:-1])
    if words[-1].lower == ",":
        words = _without_aside(words)
    return _clause_subject(words) or _phrase_before(words)


def _clause_subject(words: Sequence[Word]) -> Span | None:
    """The whole of a question that is a subject: "[Whether it fell] is unclear"."""
    for i, word in enumerate(words):
        opens = i == 0 or words[i - 1].lower in (",", "but", "and", "“", '"')
        if opens and word.lower in ("whether", "why", "how", "what", "where", "exactly"):
            return Span(word.start, words[-1].end)
    return None


def _phrase_before(words: Sequence[Word]) -> Span | None:
    """The noun phrase that ends `words`, back to the mark or word that opens its clause."""
    first = len(words)
    while first and not _opens(words, first - 1):
        first -= 1
    while first < len(words) and words[first].lower in _LEADING | {"'s", "’"}:
        first += 1
    return Span(words[first].start, words[-1].end) if first < len(words) else None


def _opens(words: Sequence[Word], i: int) -> bool:
    lower = words[i].lower
    if lower in _MARKS_THAT_END or lower == ",":
        return True
    if lower in ("and", "or", "as"):
        inside = 0 < i < len(words) - 1 and words[i + 1].lower not in _PRONOUNS
        return not inside or words[i + 1].lower in _DETERMINERS | {"that"}
    return lower in _OPEN_A_CLAUSE


def _antecedent(words: list[Word]) -> Span | None:
    """What a relative pronoun after `words` stands for: a determiner's phrase, "of" included."""
    while words and words[-1].lower in (",", "of", "to", "in", "for", "with"):
        words = words[:-1]
    first = None
    for i in range(len(words) - 1, -1, -1):
        lower = words[i].lower
        if lower in _MARKS_THAT_END or lower in (",", "and", "but"):
            break
        if lower in _DETERMINERS:
            first = i
            if i == 0 or words[i - 1].lower != "of":
                break
        elif first is not None and lower != "of" and i < first - 4:
            break
    if first is None:
        return _phrase_before(words)
    return Span(words[first].start, words[-1].end)


def _without_aside(words: list[Word]) -> list[Word]:
    """`words` less a parenthesis between two commas at their end."""
    for i in range(len(words) - 2, -1, -1):
        if words[i].lower == ",":
            return words[:i]
    return words[:-1]


def holder(text: str, phrase: Span, names: Sequence[Name]) -> Span | None:
    """Who withholds, in the subject `phrase`: the one person named, the owner of a remark.

    "Lavrov's comments" are Lavrov's; a title before a name is left out; a phrase longer than
    a name with its role is not trusted.
    """
    words = _before_verb(words_in(text, phrase))
    if not words:
        return None
    phrase = Span(phrase.start, min(phrase.end, words[-1].end))
    for i, word in enumerate(words):
        stem, mark, _ = word.lower.replace("’", "'").partition("'s")
        if mark and stem and any(w.lower in _SPEECH for w in words[i + 1 : i + 4]):
            phrase = Span(phrase.start, word.end - 2)
            break
        if word.lower in _POSSESSIVES and i + 1 < len(words) and words[-1].lower in _SPEECH:
            return Span(word.start, word.end)
    inside = [n.span for n in names if phrase.covers(n.span) and n.kind is EntityKind.PERSON]
    if len(inside) == 1 and "'s" not in phrase.of(text).replace("’", "'"):
        return inside[0]
    return phrase if len(words_in(text, phrase)) <= 14 else None


def _before_verb(words: list[Word]) -> list[Word]:
    """The words of a subject without the verb that may have been taken for a part of it."""
    for i, word in enumerate(words):
        if word.lower in _RELATIVE:
            break
        if i and word.lower in _AUXILIARIES:
            return words[:i]
    return words


def main_subject(text: str, sentence: Span, names: Sequence[Name]) -> Span | None:
    """The subject of a sentence that opens with it: a pronoun, a name, "the X"; or None."""
    clause = text.rfind(";", sentence.start, sentence.end) + 1
    words = words_in(text, Span(clause, sentence.end) if clause else sentence)[:REACH]
    if words and words[0].lower in _LEADING:
        commas = [i for i, w in enumerate(words) if w.lower == ","]
        words = words[commas[0] + 1 :] if commas else []
    if not words:
        return None
    first = words[0]
    if first.lower in _PRONOUNS:
        return Span(first.start, first.end)
    for name in names:
        if name.span.start == first.start or (
            first.lower in _DETERMINERS and len(words) > 1 and name.span.start == words[1].start
        ):
            return Span(first.start, name.span.end)
    if first.lower in _DETERMINERS and len(words) > 1 and words[1].lower.isalpha():
        return Span(first.start, words[1].end)
    last = 0
    while last < len(words) and text[words[last].start].isupper():
        last += 1
    return Span(first.start, words[last - 1].end) if last else None
