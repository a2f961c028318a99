"""Whether two articles name the same organisation, outlet, state or place.

Bodies are told apart by the words that others do not have. "Ministry of Defence" is the name of
nearly two hundred ministries, so a name made only of such words joins another only where the
articles say whose it is; "Apple" may be a computer maker and a record label, so a name that is
another's beginning joins it only where nothing else among the candidates begins so. Places are
joined by their point on the map first, because that has already been thought about.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from onrecord.judged import Part
from onrecord.match.link import Link
from onrecord.match.seen import Seen, much_company
from onrecord.match.spelt import GENERIC, Spelt, spelt
from onrecord.values import Coordinates, EntityKind

NEAR_KM = 40.0
"""Points of one name no farther apart than this are one place: a town and its district."""

_ON_THE_MAP = frozenset({EntityKind.STATE, EntityKind.PLACE})
_EARTH_KM = 6371.0
_RUNS = {
    ("united", "states", "of", "america"): "us",
    ("united", "states"): "us",
    ("united", "kingdom"): "uk",
    ("great", "britain"): "uk",
    ("european", "union"): "eu",
    ("united", "nations"): "un",
}
_SAME_WORD = {
    "usa": "us", "britain": "uk", "british": "uk", "american": "us", "defense": "defence",
    "organization": "organisation", "labor": "labour", "center": "centre", "russian": "russia",
    "ukrainian": "ukraine", "chinese": "china", "french": "france", "german": "germany",
    "spanish": "spain", "italian": "italy", "dutch": "netherlands", "polish": "poland",
    "turkish": "turkey", "greek": "greece", "swedish": "sweden", "danish": "denmark",
    "finnish": "finland", "norwegian": "norway", "irish": "ireland", "scottish": "scotland",
    "welsh": "wales", "japanese": "japan", "indian": "india", "pakistani": "pakistan",
    "israeli": "israel", "iranian": "iran", "iraqi": "iraq", "syrian": "syria",
    "egyptian": "egypt", "australian": "australia", "canadian": "canada", "mexican": "mexico",
    "brazilian": "brazil", "nigerian": "nigeria", "kenyan": "kenya", "indonesian": "indonesia",
    "korean": "korea", "belarusian": "belarus", "georgian": "georgia", "serbian": "serbia",
    "hungarian": "hungary", "romanian": "romania", "bulgarian": "bulgaria", "czech": "czechia",
    "austrian": "austria", "swiss": "switzerland", "belgian": "belgium", "thai": "thailand",
    "afghan": "afghanistan", "philippine": "philippines", "venezuelan": "venezuela",
    "colombian": "colombia", "argentine": "argentina", "chilean": "chile", "lebanese": "lebanon",
    "portuguese": "portugal", "vietnamese": "vietnam", "saudi": "saudi", "european": "europe",
}  # fmt: skip
_ALONE = {"usa": "us", "britain": "uk"}
_PARTS = frozenset(
    """
    north south east west northern southern eastern western central airport station hospital
    university prison stadium base bridge port square park museum
    """.split()
)
_DESCRIBES = frozenset(
    """
    news network company motor motors airlines airways computer computers international group
    industries systems technologies technology pictures online magazine newspaper tv
    """.split()
)
_ABROAD = frozenset({"embassy", "consulate"})  # of one state there are as many as others
LANDS = frozenset(_SAME_WORD.values()) - {"defence", "organisation", "labour", "centre"}


@lru_cache(maxsize=4096)
def body_words(name: Spelt) -> frozenset[str]:
    """The words of a body's name, spellings of one word and one state made one."""
    words = name.core
    for run, short in _RUNS.items():
        for at in range(len(words) - len(run) + 1):
            if words[at : at + len(run)] == run:
                words = (*words[:at], short, *words[at + len(run) :])
    if len(words) == 1:  # "French" alone is no state
        return frozenset(_ALONE.get(w, w) for w in words)
    return frozenset(_SAME_WORD.get(w, w) for w in words)


def same_body(one: Seen, other: Seen) -> Link | None:
    """What joins two bodies by name, or None; `Link.short` is set where rivals must be ruled out."""
    here, there = one.profile.place, other.profile.place
    mapped = {one.profile.kind, other.profile.kind} <= _ON_THE_MAP
    if mapped and here and there:
        return _same_point(one, other, here, there)
    mine, theirs = body_words(one.name), body_words(other.name)
    if mine == theirs:
        return _same_name(one, other, mine)
    if one.profile.kind in _ON_THE_MAP or other.profile.kind in _ON_THE_MAP:
        return _other_spelling(one, other) if one.profile.kind == other.profile.kind else None
    return _acronym(one, other) or _shorter(one, other, mine, theirs)


def conflict(one: Seen, other: Seen) -> bool:
    """Whether each name has words that the other lacks, so that they are two."""
    if one.name.acronym or other.name.acronym:
        short, full = (one, other) if one.name.acronym else (other, one)
        if full.name.acronym:
            return one.name.words != other.name.words
        return short.name.words[0] not in full.name.initials | {s.words[0] for s in full.others}
    mine, theirs = body_words(one.name), body_words(other.name)
    return bool(mine - theirs) and bool(theirs - mine)


def _same_point(one: Seen, other: Seen, a: Coordinates, b: Coordinates) -> Link | None:
    mine, theirs = body_words(one.name), body_words(other.name)
    if (mine ^ theirs) & _PARTS:  # "Northern Syria" was put where Syria is
        return None
    if a.geonameid is not None and a.geonameid == b.geonameid:
        states = one.profile.kind is other.profile.kind is EntityKind.STATE
        score = 0.95 if states or _alike(one, other) else 0.65
        return Link(Part("place", score, f"GeoNames {a.geonameid}"), "is the same place on the map")
    km = distance_km(a, b)
    if km <= NEAR_KM and (mine <= theirs or theirs <= mine):
        return Link(Part("place", 0.8, f"{km:.0f} km apart"), "has the name and the place")
    return None


def _alike(one: Seen, other: Seen) -> bool:
    """Whether some spelling of each shares a word, a beginning or its initials with the other's."""
    for a in one.spellings:
        for b in other.spellings:
            if body_words(a) & body_words(b) or a.words[0][:3] == b.words[0][:3]:
                return True
            if {"".join(a.words)} & b.initials or {"".join(b.words)} & a.initials:
                return True
    return one.foreign != other.foreign


def _same_name(one: Seen, other: Seen, words: frozenset[str]) -> Link | None:
    missions = bool(words & _ABROAD) and words <= GENERIC | LANDS
    if not missions and (words & LANDS or not words <= GENERIC):
        name = Part("name", _score_of_same(one, other, words), one.name.text)
        return Link(name, "has the same name") if not _two_expansions(one, other) else None
    lands = [frozenset() if missions else _lands(side) for side in (one, other)]
    if lands[0] & lands[1]:
        whose = ", ".join(sorted(lands[0] & lands[1]))
        return Link(Part("name", 0.8, whose), f"has the same name and is that of {whose}")
    if lands[0] and lands[1]:
        return None
    name = Part("name", 0.65, one.name.text)
    return Link(name, "has the same name") if much_company(one, other) else None


def _score_of_same(one: Seen, other: Seen, words: frozenset[str]) -> float:
    """Less for a town and a body called like it, and for two letters."""
    kinds = {one.profile.kind, other.profile.kind}
    if EntityKind.PLACE in kinds and not kinds <= _ON_THE_MAP:
        return 0.68
    short = one.name.acronym and len(one.name.words[0]) < 3
    return 0.75 if short and not words <= LANDS | {"un", "eu"} else 0.9


def _lands(side: Seen) -> frozenset[str]:
    """The states that names and roles say a body belongs to."""
    said = (spelt(text) for text in (*side.profile.aliases, *side.profile.roles))
    return frozenset(w for s in said for w in body_words(s)) & LANDS


def _two_expansions(one: Seen, other: Seen) -> bool:
    """Whether both say in full what they are, and differently."""
    full = [[s for s in side.spellings if len(s.core) > 1] for side in (one, other)]
    return bool(full[0] and full[1]) and not any(
        body_words(a) <= body_words(b) or body_words(b) <= body_words(a)
        for a in full[0]
        for b in full[1]
    )


def _other_spelling(one: Seen, other: Seen) -> Link | None:
    """A state or place that one article also calls as the other does."""
    mine, theirs = ({body_words(s) for s in side.spellings} for side in (one, other))
    shared = [words for words in mine & theirs if not words <= GENERIC]
    if not shared:
        return None
    return Link(Part("name", 0.75, " ".join(sorted(shared[0]))), "is also called so")


def _acronym(one: Seen, other: Seen) -> Link | None:
    """Letters that stand for the words of the other, or that both articles use for theirs."""
    mine, theirs = ({s.words[0]: s for s in side.spellings if s.acronym} for side in (one, other))
    for letters in mine.keys() & theirs.keys():
        if len(letters) > 1 and not _two_expansions(one, other):
            return Link(
                Part("name", 0.9 if len(letters) > 2 else 0.72, mine[letters].text),
                f"is called {mine[letters].text} as well",
            )
    if one.profile.kind is not other.profile.kind:
        return None
    for short, full in ((one, other), (other, one)):
        letters = short.name.words[0] if short.name.acronym and short.name.words else ""
        if len(letters) > 2 and letters in full.name.initials:
            return Link(
                Part("name", 0.7 if len(letters) > 3 else 0.6, short.name.text),
                f"may be short for {full.name.text}",
                short=letters,
                long=full,
            )
    return None


def _shorter(one: Seen, other: Seen, mine: frozenset[str], theirs: frozenset[str]) -> Link | None:
    """A name that lacks only words for what the body is or whose: `Orlik`, `Orlik Motors`."""
    if not (mine < theirs or theirs < mine):
        return None
    short, full = (one, other) if mine < theirs else (other, one)
    words = body_words(short.name)
    if words <= GENERIC | LANDS:
        return None
    whose = frozenset(full.name.core[:-1]) if full.name.core[-1:] == short.name.core[-1:] else ()
    if _owned(short, full):
        name = Part("name", 0.7, f"{short.name.text} / {full.name.text}")
        why = f"may be {full.name.text}, whose land its article names"
        return Link(name, why, short=" ".join(sorted(words)), long=full)
    if any(
        w not in _DESCRIBES and not (w in LANDS and whose) for w in body_words(full.name) - words
    ):
        return None
    begins = full.name.core[: len(short.name.core)] == short.name.core
    called = any(body_words(s) == words for s in full.others)
    if not (begins or called):
        return None
    return Link(
        Part("name", 0.7 if called else 0.6, f"{short.name.text} / {full.name.text}"),
        f"may be short for {full.name.text}",
        short=" ".join(sorted(words)),
        long=full,
    )


def _owned(short: Seen, full: Seen) -> bool:
    """Whether the full name only adds "of X", and the article with the short one names X."""
    text, _, whose = full.name.text.rpartition(" of ")
    return spelt(text).core == short.name.core and spelt(whose).words in short.company


def distance_km(a: Coordinates, b: Coordinates) -> float:
    """Kilometres between two points along the surface of the earth."""
    north, south = radians(a.lat), radians(b.lat)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(half)))
