"""Whether two attributions say the same, whoever wrote them down, in whatever words and when.

A quotation and its paraphrase are one claim, and so are a quotation and a piece cut from it.
What is weighed: the words of content that the two share, against all they have (`words`) and
against the shorter one (`inside`); whether the shorter one is a stretch of the longer (`cut`), or
a sentence of one is in the other as speech is reported (`sentence`);
whether the shared words follow one another (`order`) and stand in quotation marks (`quoted`);
shared names and figures; and who speaks. No part is enough by itself: statements about one man
share his name, and statements of one man his habits of speech.

One difference outweighs all likeness. "39 died" and "41 died" are nearly the same words and two
claims, so a number, date, place, name or polarity that differs keeps statements apart, and so
does a question from an answer. How firmly a thing is said does not: expected and confirmed, it
is the same claim on its way. It is better to miss a pair than to join a wrong one, because
claims grow by joining: one wrong pair makes one claim of two whole groups.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar
from zlib import crc32

from onrecord.judged import Evidence, Judgement, Part, Relation, Statement
from onrecord.match.differences import none_alike
from onrecord.match.likeness import (
    MONTHS,
    RUN,
    Features,
    covered,
    features_of,
    puts_off,
    verbatim,
)
from onrecord.match.reported import shared_sentence
from onrecord.match.stems import Weigh, default_weight

T = TypeVar("T")
Runs = frozenset[tuple[str, ...]]
Differ = Callable[[Statement, Statement], Sequence[object]]

VERSION = "claims 4"

MIN_CONTENT = 4
"""Statements of fewer content words are the same only from one mouth and in the same words."""
MIN_SHARED = {1: 4, 0: 5, -1: 5}
MIN_TELLING = {1: 3, 0: 4, -1: 4}
"""Shared stems, and those of them that are neither name nor title, by speaker: the same, one
unknown, different. Fewer say what two statements are about ("her use of a private server") and not that they say the same."""
MIN_PINNED = {"shared": 2, "telling": 1}
"""As above, for two statements of one speaker that give the same day, or the same sum."""
SAME_WORDS = 8
"""So many words, small ones and all, nobody says alike twice by chance."""
MIN_BRIEF = 1.5
"""What the stems of a statement of a few words must weigh for it to be a claim of anybody's; two
words that all news is full of weigh one ("a great day")."""
WHOLE = 0.85
"""How much of a text must stand in another of the same speaker for it to be a piece of it, where
nobody marked it as quoted."""
SOON = 3
"""Two reports of one speaker so few days apart tell of one occasion."""
BAR = 0.52
"""Set on one half of the articles that were read by hand; on the other half, above it, nine
merges in ten of differing wordings were right."""

KEYS_OF_WORDS, KEYS_OF_SPEAKER, KEYS_OF_FIGURES, KEYS_OF_NAMES, KEYS_OF_PAIRS = 14, 8, 4, 4, 6
KEYS_OF_PINS = 2

_SPEAKER = {1: 0.08, 0: 0.0, -1: -0.1}
_WORLDWIDE = re.compile(r"\b(?:worldwide|globally|(?:around|across) the world)\b", re.IGNORECASE)
_SHARES = frozenset(("percent", "percentag", "point", "per"))
_TIMES = frozenset(("year", "month", "week", "day", "hour", "minut", "time"))
_YEAR = re.compile(r"(?:19|20)\d\d")


def keys_of(statement: Statement) -> tuple[str, ...]:
    """What a statement can be found by: at most 40 keys, the same for the same words.

    `word:` is a stem, `said:` a speaker with a stem, `figure:` a number with the stem after it,
    `name:` an entity with a stem, `pair:` two stems in a row, `pin:` a speaker with a day or sum;
    `brief:` all of a short statement.
    """
    its = features_of(statement)
    whose = statement.speaker if its.words else None
    pinned = [f"pin:{whose}|{pin}" for pin in sorted(_pins(its))[:KEYS_OF_PINS]] if whose else []
    if len(its.content) < MIN_CONTENT:
        return () if whose is None else (f"brief:{whose}|{' '.join(its.words)}", *pinned)
    telling = sorted(its.content, key=lambda stem: _rank(stem, its))
    keys = [f"word:{stem}" for stem in telling[:KEYS_OF_WORDS]]
    if statement.speaker is not None:
        keys += [f"said:{statement.speaker}|{stem}" for stem in telling[:KEYS_OF_SPEAKER]]
    keys += [f"figure:{n}|{stem}" for n, stem in sorted(its.figures)[:KEYS_OF_FIGURES]]
    about = [f"name:{id}|{stem}" for stem in telling[:2] for id in sorted(its.names)]
    keys += about[:KEYS_OF_NAMES]
    # Picked by a hash, so that two long texts that share words pick the same pairs of them.
    pairs = sorted((f"pair:{a}|{b}" for a, b in its.pairs), key=lambda key: crc32(key.encode()))
    return tuple(dict.fromkeys(keys + pinned + pairs[:KEYS_OF_PAIRS]))


def _pins(its: Features) -> frozenset[str]:
    """Days, and sums that are not round: what two people rarely give alike of different things.

    A sum of three digits tells its thing by itself: "$916 million in 1995", "lost $916 million".
    Shares of a hundred pin nothing: polls and taxes are full of them.
    """
    digits = {
        n: len(n.strip("0."))
        for n, thing in its.figures
        if not _YEAR.fullmatch(n) and thing not in _SHARES
    }
    alone = {n for n, many in digits.items() if many > 2}
    return its.days | alone | {f"{n} {thing}" for n, thing in its.figures if digits.get(n, 0) > 1}


def _pinned(new: Statement, other: Statement) -> list[str]:
    """The days and sums that one speaker gives in both; within days, any number of a thing."""
    if new.speaker is None or new.speaker != other.speaker:
        return []
    one, two = features_of(new), features_of(other)
    pins = _pins(one) & _pins(two)
    if _occasion(new, other):
        pins |= {
            f"{n} {thing}"
            for n, thing in one.figures & two.figures
            if thing and thing not in _SHARES | _TIMES | MONTHS and not _YEAR.fullmatch(thing)
        }
    return sorted(pins)


def _rank(stem: str, its: Features) -> tuple[bool, float, int, str]:
    """Sorts the stems that are likely to be rare first, without a count of anything."""
    return stem in its.proper, -default_weight(stem), -len(stem), stem


def same_claim(
    new: Statement,
    candidates: Sequence[Statement],
    weigh: Weigh = default_weight,
    differ: Differ | None = None,
) -> list[Judgement]:
    """Those of `candidates` that say what `new` says, each with the reasons, best first.

    `weigh` gives the weight of a stem, higher for rarer ones; only ratios of weights count.
    `differ` lists what two statements that are alike disagree on: anything in it is decisive,
    besides the plain numbers and negations that are looked at here.
    """
    judged = (_judged(new, other, weigh) for other in candidates if _comparable(new, other))
    alike = {other.id: other for other in candidates} if differ else {}
    kept = [j for j in judged if j and not (differ and differ(new, alike[j.object]))]
    return sorted(kept, key=lambda j: (-j.score, j.object))


def _comparable(one: Statement, other: Statement) -> bool:
    """Whether the two can be the same claim at all; words inside words are not said twice."""
    if one.id == other.id:
        return False
    if one.article == other.article:
        return not any(a.overlaps(b) for a in one.spans for b in other.spans)
    return True


def _judged(new: Statement, other: Statement, weigh: Weigh) -> Judgement | None:
    one, two = features_of(new), features_of(other)
    if one.asks != two.asks or (one.asks and (new.speaker is None or new.speaker != other.speaker)):
        return None
    parts = _parts(new, other, weigh)
    score = _score(parts)
    if score < BAR or _counted_otherwise(one, two) or _for_reasons(one, two):
        return None
    if _everywhere(new.content) != _everywhere(other.content) and one.words != two.words:
        return None
    if _turned_round(new, other) and not (verbatim(one, two) or none_alike(new, other)):
        return None
    return Judgement(
        Relation.SAME_CLAIM,
        new.id,
        other.id,
        VERSION,
        round(min(score, 1.0), 3),
        _reason(new, other, parts),
        parts=parts,
        evidence=(Evidence(new.article, new.spans), Evidence(other.article, other.spans)),
    )


def _parts(new: Statement, other: Statement, weigh: Weigh) -> tuple[Part, ...]:
    """What two statements have in common, by what can be asked of statements of their length."""
    told = _told(new, other, weigh)
    if told:
        return (*_shared_parts(new, other, weigh), told)
    short = min(len(features_of(s).content) for s in (new, other)) < MIN_CONTENT
    if short and not _pinned(new, other):
        return _brief(new, other)
    return _weighed(new, other, weigh) or _brief(new, other)


def _told(new: Statement, other: Statement, weigh: Weigh) -> Part | None:
    """What makes two statements of one speaker one however few words they share."""
    if new.speaker is None or new.speaker != other.speaker:
        return None
    # Who gives a sum or a day besides says two things, and would make one claim of both.
    one_thing = _pins(features_of(new)) == _pins(features_of(other))
    if one_thing and (sentence := shared_sentence(new, other, weigh)):
        return Part("sentence", 1.0, sentence)
    thing = none_alike(new, other) if _occasion(new, other) else None
    return Part("none of", 1.0, thing) if thing else None


def _brief(new: Statement, other: Statement) -> tuple[Part, ...]:
    """The parts of two statements that are the same in every word, where likeness tells too little."""
    one, two = features_of(new), features_of(other)
    same = new.speaker is not None and new.speaker == other.speaker and one.words == two.words
    telling = sum(map(default_weight, one.content - one.proper))
    known_by_length = len(one.content) < MIN_CONTENT and len(one.words) >= SAME_WORDS
    if not same or (telling < MIN_BRIEF and not known_by_length):
        return ()
    said = " ".join(one.words)
    return (Part("words", 1.0, said), Part("cut", 1.0, said), _speaker(new, other))


def _weighed(new: Statement, other: Statement, weigh: Weigh) -> tuple[Part, ...]:
    """The parts of two statements of a sentence or so; none where too little is shared."""
    one, two = features_of(new), features_of(other)
    shared = one.content & two.content
    known = int(_speaker(new, other).score)
    telling = shared - one.proper - two.proper
    pinned = _pinned(new, other)
    enough = MIN_PINNED["shared"] if pinned else MIN_SHARED[known]
    told = MIN_PINNED["telling"] if pinned else MIN_TELLING[known]
    if len(shared) < enough or len(telling - MONTHS if pinned else telling) < told:
        return ()
    return _shared_parts(new, other, weigh)


def _shared_parts(new: Statement, other: Statement, weigh: Weigh) -> tuple[Part, ...]:
    """All that is weighed of what two statements share."""
    one, two = features_of(new), features_of(other)
    shared = one.content & two.content
    speaker = _speaker(new, other)
    known = int(speaker.score)
    pinned = _pinned(new, other)
    weight = _sum(shared, weigh)
    smaller = min(_sum(one.content, weigh), _sum(two.content, weigh))
    listed = ", ".join(stem for stem in dict.fromkeys(one.stems) if stem in shared)
    runs = one.runs & two.runs
    quoted = runs & (one.quoted | two.quoted)
    parts = [
        Part("words", weight / _sum(one.content | two.content, weigh), listed),
        Part("inside", weight / smaller),
        Part("cut", _piece(one, two, runs, quoted, same_speaker=known == 1)),
        Part("order", _shared(one.pairs, two.pairs)),
        Part("quoted", min(len(quoted) / RUN, 1.0)),
        Part("names", _shared(one.names, two.names)),
        Part("figures", _shared(one.figures, two.figures)),
        Part("pinned", float(bool(pinned)), ", ".join(pinned)),
        Part("occasion", _occasion(new, other) if known == 1 else 0.0),
        speaker,
    ]
    return tuple(Part(p.name, round(p.score, 3), p.detail) for p in parts if p.score)


def _occasion(new: Statement, other: Statement) -> float:
    """1 for two articles of the same days, else 0."""
    try:
        here, there = (date.fromisoformat((s.published or "")[:10]) for s in (new, other))
    except ValueError:
        return 0.0
    return float(new.article != other.article and abs((here - there).days) <= SOON)


def _sum(stems: Iterable[str], weigh: Weigh) -> float:
    return sum(max(weigh(stem), 0.1) for stem in stems)


def _shared(one: frozenset[T], two: frozenset[T]) -> float:
    """How many of the shorter list are in the longer."""
    return len(one & two) / max(min(len(one), len(two)), 1)


def _piece(one: Features, two: Features, runs: Runs, quoted: Runs, *, same_speaker: bool) -> float:
    """How much of the shorter text is a piece of the longer, as far as that makes one claim.

    Unquoted words inside other words may be turned round there ("unlikely to"): they count only
    from the same mouth, and where little of them is missing.
    """
    whole = covered(one, two, runs) if same_speaker else 0.0
    return whole if whole >= WHOLE else covered(one, two, quoted)


def _speaker(new: Statement, other: Statement) -> Part:
    if new.speaker is None or other.speaker is None:
        return Part("speaker", 0.0)
    return Part("speaker", 1.0 if new.speaker == other.speaker else -1.0)


def _score(parts: tuple[Part, ...]) -> float:
    if not parts:
        return 0.0
    of = {part.name: part.score for part in parts}.get
    words = 0.65 * of("words", 0.0) + 0.35 * of("inside", 0.0)
    return (
        0.7 * max(words, of("cut", 0.0), of("sentence", 0.0), of("none of", 0.0))
        + 0.1 * of("order", 0.0)
        + 0.1 * of("quoted", 0.0)
        + 0.05 * max(of("names", 0.0), of("figures", 0.0))
        + 0.1 * of("pinned", 0.0)
        + 0.08 * of("occasion", 0.0) * (1.0 - of("cut", 0.0))
        + _SPEAKER[int(of("speaker", 0.0))]
    )


def _counted_otherwise(one: Features, two: Features) -> bool:
    """Whether they give different numbers of one thing."""
    things = {thing for _, thing in one.figures} & {thing for _, thing in two.figures}
    return any(
        {n for n, thing in one.figures if thing == it}.isdisjoint(
            n for n, thing in two.figures if thing == it
        )
        for it in things
    )


def _everywhere(content: str) -> bool:
    """Whether it is said of the whole world; what is said of a country is then another thing."""
    return bool(_WORLDWIDE.search(content))


def _for_reasons(one: Features, two: Features) -> bool:
    """Whether one gives only as a reason what the other says."""
    shared = one.content & two.content
    telling = shared - one.proper - two.proper
    return bool(telling) and any(
        telling <= its.reasons and not telling <= other.reasons
        for its, other in ((one, two), (two, one))
    )


def _turned_round(new: Statement, other: Statement) -> bool:
    """Whether one affirms what the other denies, in its own words or by those around it."""
    one, two = features_of(new), features_of(other)
    if puts_off(one, two):
        return False
    if (one.negated ^ two.negated) & one.content & two.content:
        return True
    if new.firmness is None or other.firmness is None:
        return False
    return new.firmness.polarity is not other.firmness.polarity


def _reason(new: Statement, other: Statement, parts: tuple[Part, ...]) -> str:
    """What a reader is told: the likeness first, then who speaks."""
    of = {part.name: part for part in parts}
    cut = of["cut"].score if "cut" in of else 0.0
    words = of["words"]
    if "none of" in of:
        likeness = f"both say there was none of one thing ({of['none of'].detail})"
    elif cut == 1.0:
        likeness = "one stands word for word in the other"
    elif "sentence" in of:
        likeness = f"a sentence stands in both as speech is reported ({of['sentence'].detail})"
    elif cut > words.score:
        likeness = f"{cut:.0%} of the shorter stands word for word in the longer"
    else:
        likeness = f"{words.score:.0%} of their words by weight are shared ({words.detail})"
    return f"{likeness[0].upper()}{likeness[1:]}; {_who(new, other)}."


def _who(new: Statement, other: Statement) -> str:
    if new.speaker is None or other.speaker is None:
        return (
            "the speaker of one is not known"
            if new.speaker or other.speaker
            else "no speaker is known"
        )
    if new.speaker == other.speaker:
        return f"both are by {new.speaker_name or other.speaker_name or 'one speaker'}"
    return f"said by {new.speaker_name or 'one'} and by {other.speaker_name or 'another'}"
