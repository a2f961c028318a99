"""Whether an entity of one article is that of another: people, bodies, states and places.

A name is where the question begins and never all of the answer. Two full names that agree join
unless the family name is everybody's; a bare surname joins a full name only where nobody else
among the candidates, and nobody in the two articles, could be meant, and a common surname needs
the same role or the same company besides. Who has no name ("officials", "the ministry") joins
nobody: what such words refer to ends with their article.

Judgements are cast against single profiles, and the ledger puts clusters together from those
that reach `JOINS`. So that a chain of bare surnames cannot tie two strangers into one cluster,
a short name is judged against all of its candidates at once, and joins none of two that it fits.
Of candidates that are spelt alike only the best gets a judgement: they have been judged against
one another already.

Comparing two spellings letter by letter is not done here; it is handed in (`likeness`) and asked
only where the words differ and yet might be one name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from onrecord.judged import Judgement, Part, Profile, Relation
from onrecord.match.bodies import LANDS, body_words, conflict, same_body
from onrecord.match.link import Link
from onrecord.match.seen import PERSON, Seen, same_company, same_roles, seen
from onrecord.match.spelt import COMMON_FAMILIES, GENERIC, Spelt, skeleton
from onrecord.values import EntityKind

VERSION = "people 4"
JOINS = 0.7
"""From this score on two entities are one; nothing below it is reported."""

MAX_KEYS, MAX_JUDGEMENTS = 12, 4
SURE_LIKENESS, MAYBE_LIKENESS = 0.93, 0.8
MIN_RARE_CHARS = 4

NOTHING: Mapping[str, str] = MappingProxyType({})
Likeness = Callable[[str, str, EntityKind], tuple[float, str]]


def keys_of(profile: Profile) -> tuple[str, ...]:
    """What another profile of the same entity would share with this one; none for the nameless."""
    side = seen(profile)
    if not _has_name(side):
        return ()
    keys = _person_keys(side) if profile.kind is PERSON else _body_keys(side)
    return tuple(dict.fromkeys(keys))[:MAX_KEYS]


def _person_keys(side: Seen) -> Iterator[str]:
    surname = side.surname
    yield f"surname {surname}"
    sound = skeleton([surname])
    if len(sound) > 2:
        yield f"sound {sound}"
    if len(side.name.words) > 1:
        yield f"sound {skeleton(side.name.words)}"
    for other in side.others:
        if len(other.words) > 1:
            yield f"surname {other.words[-1]}"


def _body_keys(side: Seen) -> Iterator[str]:
    point = side.profile.place
    if point is not None and point.geonameid is not None:
        yield f"place {point.geonameid}"
    for name in side.spellings:
        words = body_words(name)
        yield f"name {' '.join(sorted(words))}"
        if len(words) > 1:
            yield from (f"name {word}" for word in sorted(words - GENERIC - LANDS))
        if name.acronym:
            yield f"letters {name.words[0]}"
        yield from (f"letters {letters}" for letters in sorted(name.initials) if len(letters) > 2)


def same_entity(
    new: Profile,
    candidates: Sequence[Profile],
    likeness: Likeness,
    entity: Mapping[str, str] = NOTHING,
) -> list[Judgement]:
    """That `new` is one of `candidates`, for each that it is; best first.

    Candidates of the same article are never joined, but they count as people who could be meant.
    Of those that are one `entity` already, by id, the best stands for all.
    """
    one = seen(new)
    if not _has_name(one):
        return []
    others = [seen(c) for c in candidates if c.id != new.id and _kinds_agree(new.kind, c.kind)]
    best: dict[object, Judgement] = {}
    for other in others:
        if other.profile.article == new.article or not _has_name(other):
            continue
        judgement = _judged(one, other, others, likeness)
        if judgement is not None:
            alike = _spelt_alike(other)
            if alike not in best or best[alike].score < judgement.score:
                best[alike] = judgement
    found: dict[str, Judgement] = {}
    for judgement in sorted(best.values(), key=lambda j: -j.score):
        found.setdefault(entity.get(judgement.object, judgement.object), judgement)
    return list(found.values())[:MAX_JUDGEMENTS]


def _spelt_alike(side: Seen) -> object:
    """Candidates that give the same here are one already, if they are one; else its own id."""
    return side.name.words if len(side.name.words) > 1 else side.profile.id


def _has_name(side: Seen) -> bool:
    name, kind = side.name, side.profile.kind
    if kind is EntityKind.GROUP or not name.words or not name.named:
        return False
    if kind is PERSON:
        return not name.described
    return len(name.core) > 1 or not body_words(name) <= GENERIC


def _kinds_agree(one: EntityKind, other: EntityKind) -> bool:
    """Whether the kinds may be one; bodies, states and places are easily taken for each other."""
    return (one is PERSON) == (other is PERSON) and EntityKind.GROUP not in (one, other)


def _judged(one: Seen, other: Seen, others: Sequence[Seen], likeness: Likeness) -> Judgement | None:
    person = one.profile.kind is PERSON
    link = _same_person(one, other, likeness) if person else same_body(one, other)
    if link is None:
        return None
    roles, company = same_roles(one, other), same_company(one, other)
    agreed = roles is not None and roles.score >= 0.5
    supported = agreed or company.score >= 1
    if link.needs_support and not supported:
        return None
    if link.short is not None and not _only_one_meant(one, other, link, others, agreed):
        return None
    score = link.name.score + 0.1 * agreed + 0.1 * company.score
    if person and roles is not None and roles.score < 0:
        score += 0.2 * roles.score
    score = round(min(score, 0.99), 3)
    if score < JOINS:
        return None
    parts = (link.name, *(p for p in (roles, company) if p is not None and p.score))
    return Judgement(
        Relation.SAME_ENTITY,
        one.profile.id,
        other.profile.id,
        VERSION,
        score,
        _reason(one, other, link, parts[1:]),
        parts=parts,
    )


def _reason(one: Seen, other: Seen, link: Link, support: Sequence[Part]) -> str:
    said = f"{one.name.text} {link.reason}: {other.name.text}"
    for part in support:
        if part.name == "roles":
            said += f"; {'both are' if part.score > 0 else 'roles differ,'} {part.detail}"
        elif part.name == "company":
            said += f"; both articles name {part.detail}"
    return f"{said}."


def _only_one_meant(
    one: Seen, other: Seen, link: Link, others: Sequence[Seen], agreed: bool
) -> bool:
    """Whether nobody but `link.long` can be meant by the short name, or its role settles it."""
    assert link.long is not None
    short = other if link.long is one else one
    if short.profile.kind is PERSON:
        names = {s.words for side in (one, other) for s in side.spellings}
        near = {w for side in (one, other) for w in side.company if w[-1:] == (link.short,)}
        if any(len(w) > 1 and not _may_be(w, link.long) for w in near - names):
            return False
    rivals = [r for r in (*others, one) if _rivals(r, link) and _genders_agree(short, r)]
    if not rivals:
        return True
    mine = same_company(short, link.long).score
    return (agreed or mine >= 1) and all(
        same_company(short, r).score < mine and not _roles_agree(short, r) for r in rivals
    )


def _genders_agree(one: Seen, other: Seen) -> bool:
    return None in (one.gender, other.gender) or one.gender == other.gender


def _roles_agree(one: Seen, other: Seen) -> bool:
    roles = same_roles(one, other)
    return roles is not None and roles.score >= 0.5


def _rivals(side: Seen, link: Link) -> bool:
    """Whether `side` could be meant by the short name as well, and is not who gives it in full."""
    assert link.long is not None
    if side.profile.kind is PERSON:
        full = len(side.name.words) > 1 and link.short == side.surname
        return full and not _may_be(side.name.words, link.long)
    longer = set((link.short or "").split()) < body_words(side.name)
    return (longer or link.short in side.name.initials) and conflict(side, link.long)


def _may_be(words: tuple[str, ...], side: Seen) -> bool:
    """Whether a full name in its plain words may be `side`: the same but for initials."""
    mine = side.name.words
    return words[-1] == mine[-1] and (words[0] == mine[0] or 1 in (len(words[0]), len(mine[0])))


def _same_person(one: Seen, other: Seen, likeness: Likeness) -> Link | None:
    if not _genders_agree(one, other):
        return None
    mine, theirs = one.name.words, other.name.words
    if len(mine) > 1 and len(theirs) > 1:
        return _two_full_names(one, other, likeness)
    if len(mine) == len(theirs) == 1:
        return _two_bare_names(one, other, likeness)
    short, full = (one, other) if len(mine) == 1 else (other, one)
    return _bare_and_full(short, full, likeness)


def _two_full_names(one: Seen, other: Seen, likeness: Likeness) -> Link | None:
    if one.generation != other.generation and (one.generation or other.generation):
        return None
    mine, theirs = one.name.words, other.name.words
    ends = {mine[-1], theirs[-1]}
    common = bool(ends & COMMON_FAMILIES)
    if sorted(mine) == sorted(theirs):
        score = 0.65 if common else 0.9
        return Link(Part("name", score, one.name.text), "has the same name")
    within = set(mine) < set(theirs) or set(theirs) < set(mine)
    if within and mine[0] == theirs[0] and len(ends) == 1:
        score = 0.62 if common else 0.85
        return Link(Part("name", score, f"{one.name.text} / {other.name.text}"), "has the name of")
    if not _worth_comparing(one, other):
        return None
    score, why = likeness(one.name.text, other.name.text, PERSON)
    if score < MAYBE_LIKENESS:
        return None
    return Link(
        Part("name", round(score - (0.2 if common else 0.1), 3), why),
        "is spelt much like",
        needs_support=score < SURE_LIKENESS or common,
    )


def _worth_comparing(one: Seen, other: Seen) -> bool:
    """Whether the two spellings may be one name at all; cheap, and asked of every candidate."""
    if one.foreign != other.foreign:
        mine, theirs = one.name.words, other.name.words
        ends = {skeleton(mine[-1:]), skeleton(mine[:1])} & {
            skeleton(theirs[-1:]),
            skeleton(theirs[:1]),
        }
        return bool(ends - {""}) or skeleton(mine) == skeleton(theirs)
    mine, theirs = one.name.words, other.name.words
    if mine[-1] == theirs[-1]:
        return mine[0][0] == theirs[0][0] or _either_way(one, other)
    return skeleton(mine[-1:]) == skeleton(theirs[-1:]) and mine[0][0] == theirs[0][0]


def _either_way(one: Seen, other: Seen) -> bool:
    """Whether one article itself uses the other's spelling."""
    return bool(
        {s.words for s in one.spellings} & {s.words for s in other.spellings if s.words[1:]}
    )


def _bare_and_full(short: Seen, full: Seen, likeness: Likeness) -> Link | None:
    word, surname = short.name.words[0], full.surname
    how = f"{short.name.text} / {full.name.text}"
    if word != surname:
        if short.foreign == full.foreign or skeleton([word]) != skeleton([surname]):
            return None
        score, how = likeness(short.name.text, _surname_as_written(full), PERSON)
        if score < MAYBE_LIKENESS:
            return None
    rare = surname not in COMMON_FAMILIES and len(surname) >= MIN_RARE_CHARS
    score = 0.7 if rare else 0.6
    return Link(
        Part("name", score, how), "may be the one with that surname", surname, full, not rare
    )


def _two_bare_names(one: Seen, other: Seen, likeness: Likeness) -> Link | None:
    word, theirs = one.name.words[0], other.name.words[0]
    if word != theirs:
        if one.foreign == other.foreign or skeleton([word]) != skeleton([theirs]):
            return None
        if likeness(one.name.text, other.name.text, PERSON)[0] < MAYBE_LIKENESS:
            return None
    score = 0.62 if word in COMMON_FAMILIES else 0.66
    name = Part("name", score, one.name.text)
    return Link(name, "has the same surname", word, other, needs_support=True)


def _surname_as_written(side: Seen) -> str:
    alone: Spelt | None = next((s for s in side.others if len(s.words) == 1), None)
    return alone.text if alone and alone.words[0] == side.surname else side.name.text.split()[-1]
