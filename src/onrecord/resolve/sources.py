"""A phrase and whom it means: a name with its titles, a pronoun, a nominal, somebody's words.

The cases are tried in an order that a reader would recognise: a pronoun; several names that
speak as one; the name at the head, or the one whose title the head is; words on paper, which
lead to whoever they are by; a common noun; and what is left.
"""

from __future__ import annotations

import re
from itertools import pairwise

from onrecord.resolve import reference
from onrecord.resolve.cast import Cast
from onrecord.resolve.cleaning import titular
from onrecord.resolve.clusters import Referent
from onrecord.resolve.context import WORD
from onrecord.resolve.named import folded
from onrecord.resolve.nouns import NO_ROLE, Sort
from onrecord.resolve.phrases import INDEFINITE, Phrase, is_words, phrase_in
from onrecord.resolve.reference import Discourse
from onrecord.values import EntityKind, Form, Span

MAX_JOINT = 6  # names in one joint source
MAX_DEPTH = 3  # phrases inside phrases: "a statement by the head of the board"
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])\s*$")
# Between two names that speak as one: a comma, "and", a title, a party in brackets.
_AND = re.compile(r"(?: \([^()]{1,30}\))?(?:,? (?:and|&)|,) (?:the )?(?:\w+\.? ){0,3}")
_ALL = re.compile(r"(?: \([^()]{1,30}\))?,?(?: (?:both|all|each|jointly|have|also))?[\s,.]*")
_BY = re.compile(r" (?:by|from) (?=(?:the )?[A-Z])")
_OWNED_BY = frozenset({"by", "from", "of", "in", "on", "at", "with"})
_OWNERS = frozenset({*reference.HE, *reference.THEY, *reference.IT})


class Sources:
    """Finds whom phrases mean, with what has been read so far."""

    def __init__(self, cast: Cast, discourse: Discourse) -> None:
        self.text = cast.text
        self._cast = cast
        self._discourse = discourse

    def referent(self, span: Span, own: Span | None = None, depth: int = 0) -> Referent | None:
        """Whom the phrase at `span` refers to, or None; a mention of theirs is noted.

        `own` is what they are said to say there, in which they are not named themselves.
        """
        span = _without_possessive(self.text, span)
        phrase = phrase_in(self.text, span)
        if phrase is None or depth > MAX_DEPTH:
            return None
        plain = folded(span.of(self.text).strip(' ,“”"'))
        if plain in reference.PRONOUNS:
            found = self._discourse.pronoun(span, plain, True, own)
            return self._cast.mention(found, span, Form.PRONOUN)
        found = self._several(span) or self._name_at_head(phrase)
        if found is not None:
            return found
        if is_words(phrase):
            return self._owner(phrase, own, depth)
        if phrase.noun is None:
            return self._unknown_noun(phrase, own, depth)
        found = self._discourse.nominal(phrase)
        if found is not None and phrase.noun.sort is Sort.PERSON and not phrase.noun.plural:
            found.gender = found.gender or phrase.noun.gender
            if found.names and phrase.determiner == "the" and phrase.noun.lemma not in NO_ROLE:
                found.takes_role(" ".join(phrase.core.of(self.text).split()), phrase.noun)
        return self._cast.mention(found, phrase.whole, Form.NOMINAL)

    def _name_at_head(self, phrase: Phrase) -> Referent | None:
        """The name that is the phrase, whatever titles and appositions stand around it."""
        found = self._cast.with_role_at(phrase.head) or self._title_and_name(phrase)
        if found is not None:
            return found
        for name in self._cast.spots.within(phrase.head):
            return self._called_after(name.span, phrase) or self._cast.named[name.span]
        return None

    def _title_and_name(self, phrase: Phrase) -> Referent | None:
        """The person of "the mayor of Tarn, Jan Orlik," where both stand in one source."""
        kind = phrase.noun
        comma = self.text.find(", ", phrase.head.end, phrase.span.end)
        if kind is None or kind.sort is not Sort.PERSON or kind.plural or comma < 0:
            return None
        words = WORD.finditer(self.text, comma + 2, phrase.span.end)
        name = next((w.start() for w in words if not titular(folded(w[0]))), comma)
        referent = self._cast.person_at(name)
        if referent is not None:
            start = phrase.possessor.start if phrase.possessor else phrase.core.start
            referent.takes_role(" ".join(self.text[start:comma].split()), kind)
        return referent

    def _called_after(self, name: Span, phrase: Phrase) -> Referent | None:
        """The person of "a Tarnishman, Jan Orlik", whose people was taken for a name."""
        named = phrase.determiner in INDEFINITE and self.text[name.end : name.end + 2] == ", "
        return self._cast.person_at(name.end + 2) if named else None

    def _several(self, span: Span) -> Referent | None:
        """`A and B`, names that speak as one: a group of its own."""
        inside = [n.span for n in self._cast.spots.within(span) if self._outside_brackets(n.span)]
        if not 2 <= len(inside) <= MAX_JOINT or inside[0].start - span.start > 12:
            return None
        gaps = [self.text[a.end : b.start] for a, b in pairwise(inside)]
        joined = all(map(_AND.fullmatch, gaps)) and ("and" in gaps[-1] or "&" in gaps[-1])
        last = inside[-1].end
        if not joined or not _ALL.fullmatch(self.text, last, max(span.end, last)):
            return None
        if len({self._cast.named[s] for s in inside}) < len(inside):
            return None
        names = [" ".join(s.of(self.text).split()) for s in inside]
        group = self._cast.group(", ".join(names[:-1]) + " and " + names[-1])
        return self._cast.mention(group, span, Form.NAME)

    def _outside_brackets(self, name: Span) -> bool:
        before = self.text[max(0, name.start - 20) : name.start]
        return before.rfind("(") <= before.rfind(")")

    def _owner(self, phrase: Phrase, own: Span | None, depth: int) -> Referent | None:
        """Whose words they are: `Tarn's remarks`, `a statement by the ministry`, `Tarn figures`."""
        if phrase.possessor is not None:
            return self.referent(phrase.possessor, own, depth + 1)
        if phrase.determiner in _OWNERS:
            start = phrase.whole.start
            return self.referent(Span(start, start + len(phrase.determiner)), own, depth + 1)
        for name in self._cast.spots.within(phrase.core):
            if self._cast.named[name.span].kind is not EntityKind.GROUP:
                return self._cast.named[name.span]
        if phrase.preposition in _OWNED_BY and phrase.complement is not None:
            inner = phrase_in(self.text, phrase.complement)
            by = phrase.preposition in ("by", "from")
            if inner is not None and (by or self._name_at_head(inner)):
                return self.referent(phrase.complement, own, depth + 1)
        for by_whom in _BY.finditer(self.text, phrase.head.end, phrase.span.end):
            rest = Span(by_whom.end(), phrase.span.end)
            inner = phrase_in(self.text, rest)
            if inner is not None and self._name_at_head(inner):
                return self.referent(rest, own, depth + 1)
        return None

    def _unknown_noun(self, phrase: Phrase, own: Span | None, depth: int) -> Referent | None:
        """Somebody's something, a name at the end, or people by an unknown noun ("fishermen")."""
        named = self._cast.spots.within(phrase.span)
        if named and named[-1].span.end == phrase.span.end and "," not in phrase.span.of(self.text):
            last = self._cast.named[named[-1].span]
            if last.kind is EntityKind.PERSON and phrase.preposition is None:
                return last
        if phrase.possessor is not None and not self._cast.spots.within(phrase.head):
            return self.referent(phrase.possessor, own, depth + 1)
        plural = phrase.word.endswith("s") and len(phrase.word) > 3
        one = phrase.determiner in ("a", "an", "this", "that") or "and" in phrase.modifiers
        if plural and not one:
            group = self._cast.group(" ".join(phrase.core.of(self.text).split()))
            return self._cast.mention(group, phrase.whole, Form.NOMINAL)
        return None


def _without_possessive(text: str, span: Span) -> Span:
    mark = _POSSESSIVE.search(text, max(span.start + 1, span.end - 4), span.end)
    return Span(span.start, mark.start()) if mark else span
