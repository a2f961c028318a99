"""Pronouns and nominals find whom they stand for, in the order of reading.

The article is read once from front to back. What has been mentioned leaves a trace: where, in
which sentence, as a subject or not, in somebody's quoted words or the writer's own. A pronoun
takes the trace that weighs most among those that agree with it in number and gender: near
before far, subjects before the rest, whoever spoke last before the others. A nominal ("the
minister") takes whoever has that role or that word in the name, and only else, if it can be no
one else, the person spoken of just now. Where two candidates weigh about the same the answer is
None: a wrong name does more harm than none.

The weights were set by hand on GUM's news articles and are few enough to argue about one by
one. Only the last `WINDOW` traces are looked at, which keeps reading linear.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.given import Gender
from onrecord.resolve.clusters import Referent
from onrecord.resolve.context import Context
from onrecord.resolve.named import Spots, folded, words_of
from onrecord.resolve.nouns import MODIFIERS, Noun, Sort, noun
from onrecord.resolve.phrases import DEFINITE, INDEFINITE, Phrase
from onrecord.values import EntityKind, Span

WINDOW = 48
MAX_SENTENCES = 6
NAMED_SO = 12  # bodies and unnamed ones of one noun that are looked at
CLEAR = 0.5  # by how much a candidate must outweigh the next
CLEAR_PERSON = 1.25  # the same for "the sculptor": to be a subject is not enough
REPEATED = 0.25  # for each further mention
NEAREST = 2.0  # for the last one named in the same sentence, unless a source is sought
MUTE = 1.0  # against a place, where a source is sought
SPOKE = 2.0  # for whoever spoke last, where a source is sought
HE = {
    **dict.fromkeys(("he", "him", "his", "himself"), Gender.MALE),
    **dict.fromkeys(("she", "her", "hers", "herself"), Gender.FEMALE),
}
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
RELATIVE = frozenset({"who", "whom", "whose", "which"})
OTHER_PRONOUNS = frozenset("you your this that these those one there".split())
PRONOUNS = frozenset({*HE, *THEY, *IT, *FIRST, *RELATIVE, *OTHER_PRONOUNS})
_ACCORDING = "according to "
_THEIRS = frozenset("his her its their my our your".split())
_BODIES = frozenset({EntityKind.ORGANISATION, EntityKind.OUTLET, EntityKind.STATE})
_OBLIQUE = frozenset("of with by to for from in at on about against like than near under".split())
_KINDS = {
    Sort.PERSON: frozenset({EntityKind.PERSON}),
    Sort.BODY: frozenset({EntityKind.ORGANISATION, EntityKind.OUTLET}),
    Sort.PLACE: frozenset({EntityKind.PLACE, EntityKind.STATE}),
}
# "The president" is not the vice president, nor the former one, while there is another.
_LESSER = frozenset("vice deputy former acting assistant ex late then incoming".split())
# Bodies of which a text has several at once are named by more than "the ministry"; but "the
# company" and its like stand for any body that was last spoken of.
_ANY_BODY = frozenset(
    """
    company firm group organisation organization agency association institution body corporation
    business giant charity manufacturer retailer outfit nonprofit non-profit maker carmaker airline
    bank club studio network outlet newspaper paper magazine broadcaster publication website
    """.split()
)


@dataclass(frozen=True, slots=True)
class Trace:
    """A mention that has been read."""

    span: Span
    referent: Referent
    sentence: int
    subject: bool
    quotation: Span | None
    name: bool


class Discourse:
    """What has been said of whom so far."""

    def __init__(
        self,
        context: Context,
        called: Mapping[str, list[Calling]],
        bodies: Mapping[str, list[Calling]],
        spots: Spots,
    ) -> None:
        self.context = context
        self._spots = spots
        self._called = called
        self._bodies = bodies
        self._trail: deque[Trace] = deque(maxlen=WINDOW)
        self._speaker: Referent | None = None
        self._unnamed: dict[str, list[Referent]] = {}

    def note(
        self, span: Span, referent: Referent, subject: bool | None = None, name: bool = False
    ) -> None:
        """Take in a mention; whether it is a subject is guessed where it is not told."""
        sentence = self.context.sentence(span.start)
        if subject is None:
            subject = not self._oblique(span) and not any(
                t.sentence == sentence and t.subject for t in reversed(self._trail)
            )
        quotation = self.context.quotation(span)
        self._trail.append(Trace(span, referent, sentence, subject, quotation, name))

    def spoke(self, referent: Referent) -> None:
        """Take in that `referent` was the last to speak."""
        self._speaker = referent

    def _oblique(self, span: Span) -> bool:
        before = self.context.text[max(0, span.start - 30) : span.start].split()
        while before and folded(before[-1]) in DEFINITE:
            before.pop()
        return bool(before) and before[-1].lower() in _OBLIQUE

    # Pronouns

    def pronoun(
        self, span: Span, word: str, source: bool = False, own: Span | None = None
    ) -> Referent | None:
        """Whom a third-person or relative pronoun stands for; `own` is what its subject says."""
        if word in RELATIVE:
            return self._relative(span, word)
        gender = HE.get(word)
        if gender is None and word not in THEY and word not in IT:
            return None
        weights: dict[Referent, float] = {}
        here, inside = self.context.sentence(span.start), self.context.quotation(span)
        nearest: Referent | None = None
        barred = {t.referent for t in self._trail if t.name and own and own.covers(t.span)}
        seeks = source and not self._begun_anew(span, word, gender)
        for trace in self._trail:
            referent = trace.referent
            if referent in barred or not _agrees(referent, word, gender):
                continue
            weight = self._weight(trace, here, inside, seeks, gender)
            if weight is not None:
                if not source and trace.sentence == here:
                    nearest = referent
                weights[referent] = max(weight, weights.get(referent, 0.0) + REPEATED)
        if nearest is not None:
            weights[nearest] += NEAREST
        return _clear_winner(weights)

    def _begun_anew(self, span: Span, word: str, gender: Gender | None) -> bool:
        """Whether the paragraph began with somebody else's name than that of who spoke last."""
        first = self.context.paragraph(span.start)
        return any(
            t.name and t.subject and t.quotation is None and t.referent is not self._speaker
            and _agrees(t.referent, word, gender)
            and self.context.paragraph(t.span.start) == first
            for t in self._trail
        )  # fmt: skip

    def _weight(
        self, trace: Trace, sentence: int, inside: Span | None, source: bool, gender: Gender | None
    ) -> float | None:
        """What a trace weighs for a pronoun in `sentence`, `inside` a quotation or none."""
        away = sentence - trace.sentence
        if away > MAX_SENTENCES:
            return None
        weight = 4.0 - away
        if trace.quotation is not None and trace.quotation != inside:
            weight -= 2.0
        if trace.subject:
            weight += 1.5
        if self._speaker is trace.referent:
            weight += SPOKE if source else 0.0
            if inside is not None and inside == trace.quotation:
                weight -= 1.0
        if gender is not None and trace.referent.gender is gender:
            weight += 1.0
        if source and trace.referent.kind is EntityKind.PLACE:
            weight -= MUTE
        return weight

    def _relative(self, span: Span, word: str) -> Referent | None:
        """Whom "who" or "which" right behind a mention takes up, or "according to whom"."""
        at = span.start
        if self.context.text.endswith(_ACCORDING, 0, at):
            at -= len(_ACCORDING)
        for trace in reversed(self._trail):
            between = at - trace.span.end
            human = trace.referent.kind in (EntityKind.PERSON, EntityKind.GROUP)
            if 0 <= between <= 3:
                return trace.referent if human or word in ("which", "whose") else None
        return None

    # Nominals

    def nominal(self, phrase: Phrase) -> Referent | None:
        """Whom a phrase with a common noun at its head stands for; somebody new if need be."""
        kind = phrase.noun
        if kind is None or kind.sort is Sort.WORDS:
            return None
        if kind.plural:
            return self._people(phrase, kind)
        if phrase.definite or phrase.bare:
            owned = phrase.determiner in _THEIRS and kind.sort is not Sort.PERSON
            found = None if owned else self._by_role(phrase, kind) or self._by_name(phrase, kind)
            found = found or self._said_before(phrase, kind)
            if found is None and phrase.definite and not owned:
                found = self._just_now(phrase, kind)
            if found is not None:
                found.nouns.setdefault(kind.lemma, kind)
                return found
        return self._new(phrase, kind)

    def _by_role(self, phrase: Phrase, kind: Noun) -> Referent | None:
        callings = self._called.get(kind.lemma, [])
        at = bisect_left(callings, phrase.span.start, key=lambda c: c.start)
        near = callings[max(0, at - NAMED_SO) : at][::-1] + callings[at : at + 3]
        wanted = self._qualifiers(phrase)
        best: tuple[float, Referent] | None = None
        for order, calling in enumerate(near):
            if calling.referent.kind not in _KINDS[kind.sort]:
                continue
            if calling.start > phrase.span.start and not phrase.bare and order > 0 and best:
                break
            shared = sum(w in calling.words for w in wanted)
            if not shared and self._is_anothers(phrase, kind, calling, wanted):
                continue
            lesser = sum(w in calling.words and w not in wanted for w in _LESSER)
            fit = shared - 0.5 * (len(wanted) - shared) - lesser
            if best is None or fit > best[0]:
                best = (fit, calling.referent)
        return best[1] if best else None

    def _is_anothers(
        self, phrase: Phrase, kind: Noun, calling: Calling, wanted: Sequence[str]
    ) -> bool:
        """Whether a role is told apart from that of the phrase by whose it is.

        "His lawyer" is not who was called Orlik's lawyer, "the leader of the Greens" not the Polish
        leader; whoever was called "the leader" may be.
        """
        if phrase.possessor is not None:
            return bool(wanted)
        whose = phrase.complement is not None and bool(wanted)
        if not whose and phrase.determiner not in _THEIRS:
            return False
        return bool(calling.words - {kind.lemma, *DEFINITE, *INDEFINITE, *MODIFIERS})

    def _qualifiers(self, phrase: Phrase) -> list[str]:
        text = self.context.text
        words = list(phrase.modifiers)
        for part in (phrase.possessor, phrase.complement):
            if part is not None:
                words += [folded(w) for w in part.of(text)[:80].split() if w[0].isupper()]
        return words

    def _by_name(self, phrase: Phrase, kind: Noun) -> Referent | None:
        """`the ministry` for the Ministry of Transport: the last one so named before."""
        bodies = self._bodies.get(kind.lemma, [])
        at = bisect_left(bodies, phrase.span.start, key=lambda c: c.start)
        words, whose = [*phrase.modifiers, *self._where(phrase)], self._whose(phrase)
        for calling in reversed(bodies[max(0, at - NAMED_SO) : at]):
            body = calling.referent
            if all(map(body.has_word, words)) and (not whose or any(map(body.has_word, whose))):
                return body
        return None

    def _where(self, phrase: Phrase) -> list[str]:
        """The name after "in": "the ministry in Kelmouth" is told apart from another so."""
        if phrase.preposition != "in" or phrase.complement is None:
            return []
        words = phrase.complement.of(self.context.text)[:80].split()
        return [folded(words[0])] if words and words[0][0].isupper() else []

    def _whose(self, phrase: Phrase) -> set[str]:
        """Words by which a body is that of the person in "Brun's campaign"; none where there is none.

        Her name will do, and so will the words of her roles: the ministry of the minister of the sea
        is the Ministry of the Sea, and not that of whoever else has one.
        """
        if not (owner := self._owner(phrase)):
            return set()
        persons = {
            t.referent
            for t in self._trail
            if t.name and t.referent.kind is EntityKind.PERSON and t.referent.has_word(owner[0])
        }
        roles = {folded(w) for person in persons for role in person.roles for w in role.split()}
        plain = {w for w in roles if len(w) < 3 or w in DEFINITE or noun(w) is not None}
        return {owner[0], *(roles - plain)} if persons else set()

    def _owner(self, phrase: Phrase) -> list[str]:
        """The last word of who it belongs to: "campaign" in "the campaign's spokesman"."""
        owner = phrase.possessor
        return [] if owner is None else list(words_of(owner.of(self.context.text)[-80:])[-1:])

    def _said_before(self, phrase: Phrase, kind: Noun) -> Referent | None:
        """An unnamed one already spoken of in the same words, or of the same owner."""
        if not phrase.definite:
            return None
        owner = self._owner(phrase)
        for known in reversed(self._unnamed.get(kind.lemma, [])[-NAMED_SO:]):
            if not owner or owner[0] in words_of(known.label):
                return known
        return None

    def _just_now(self, phrase: Phrase, kind: Noun) -> Referent | None:
        """The only one just spoken of that it can be."""
        if phrase.possessor is not None or phrase.complement is not None:
            return None
        if kind.sort is Sort.BODY and (
            kind.lemma not in _ANY_BODY or self._spots.covered(phrase.core)
        ):
            return None
        sentence = self.context.sentence(phrase.span.start)
        weights: dict[Referent, float] = {}
        beside: set[Referent] = set()
        for trace in self._trail:
            referent, away = trace.referent, sentence - trace.sentence
            if referent.kind not in _KINDS[kind.sort] or away > 3 or referent.plural:
                continue
            if kind.gender and referent.gender and kind.gender is not referent.gender:
                continue
            if away == 0 and kind.sort is Sort.PERSON:
                beside.add(referent)
                continue
            weight = 3.0 - away + trace.subject - (trace.quotation is not None)
            if _otherwise_employed(referent, kind):
                weight -= 2.0
            weights[referent] = max(weight, weights.get(referent, 0.0))
        if beside - weights.keys():  # somebody new in the very sentence, who may be meant or not
            return None
        clear = CLEAR_PERSON if kind.sort is Sort.PERSON else CLEAR
        return _clear_winner(weights, at_least=1.5, clear=clear)

    def _people(self, phrase: Phrase, kind: Noun) -> Referent:
        """Unnamed people: the same again where the same words, or "the" with their head, return."""
        label = _label(self.context.text, phrase)
        plain = not (phrase.modifiers or phrase.possessor or phrase.complement)
        again = plain and phrase.determiner in ("the", "these", "those")
        for known in reversed(self._unnamed.get(kind.lemma, [])[-NAMED_SO:]):
            if known.label.lower() == label.lower() or again:
                return known
        return self._enter(Referent(EntityKind.GROUP, plural=True, label=label), kind)

    def _new(self, phrase: Phrase, kind: Noun) -> Referent:
        label = _label(self.context.text, phrase)
        if not phrase.determiner or phrase.definite:
            for known in reversed(self._unnamed.get(kind.lemma, [])[-NAMED_SO:]):
                if known.label.lower() == label.lower():
                    return known
        made = {Sort.PERSON: EntityKind.PERSON, Sort.PLACE: EntityKind.PLACE}.get(
            kind.sort, EntityKind.ORGANISATION
        )
        return self._enter(Referent(made, gender=kind.gender, label=label), kind)

    def _enter(self, referent: Referent, kind: Noun) -> Referent:
        referent.nouns[kind.lemma] = kind
        self._unnamed.setdefault(kind.lemma, []).append(referent)
        return referent


@dataclass(frozen=True, slots=True)
class Calling:
    """That the words at `start` give `referent` a role: `words` are the other words of it."""

    start: int
    referent: Referent
    words: frozenset[str]


def _agrees(referent: Referent, word: str, gender: Gender | None) -> bool:
    if gender is not None:
        return referent.kind is EntityKind.PERSON and referent.gender in (None, gender)
    if word in IT:
        return referent.kind in _BODIES | {EntityKind.PLACE} and not referent.plural
    return referent.plural or referent.kind in _BODIES


def _otherwise_employed(referent: Referent, kind: Noun) -> bool:
    """Whether it is known by a role that is not this one."""
    return bool(referent.nouns) and kind.lemma not in referent.nouns


def _clear_winner(
    weights: Mapping[Referent, float], at_least: float = 0.5, clear: float = CLEAR
) -> Referent | None:
    if not weights:
        return None
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    if ranked[0][1] < at_least:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < clear:
        return None
    return ranked[0][0]


def _label(text: str, phrase: Phrase) -> str:
    """How an unnamed one is called: the phrase without its determiner, cut where it rambles."""
    end = phrase.head.end
    if phrase.complement is not None and phrase.complement.end - phrase.core.start <= 70:
        end = phrase.complement.end
    start = phrase.possessor.start if phrase.possessor else phrase.core.start
    if phrase.determiner in _THEIRS:
        start = phrase.whole.start
    return " ".join(text[start:end].split()).strip(' ,.;:“”"')
