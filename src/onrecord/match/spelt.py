"""A name as matching across articles sees it: its words in plain Latin, and what they give away.

Nothing here compares. `spelt` takes a spelling apart once, so that the comparisons of `people`
and `bodies`, which run over every candidate of every entity, work on tuples of plain words. The
words that are in everybody's names are listed here too: what a ministry shares with all other
ministries must not join it to one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.given import Gender
from onrecord.scripts import latin, script_of

MAX_CHARS, MAX_WORDS = 200, 16

_PARTICLE_CHARS = 4

_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’`]s?(?=\s|$)")
_STOPS = re.compile(r"(?<=\w)\.(?=\w\b|\s|$)")  # "U.S.", "Co."
_APOSTROPHES = str.maketrans("", "", "'’ʼ`")
_PLAIN_LATIN = re.compile(r"[^a-z0-9]")
_VOWELS = re.compile(r"[aeiouyhw]")
_SAME_SOUND = str.maketrans("cqgzvj", "kkksfj")
_TWICE = re.compile(r"(.)\1+")

HE, SHE = Gender.MALE, Gender.FEMALE
_TITLES = {"mr": HE, "sir": HE, "lord": HE, "mrs": SHE, "ms": SHE, "miss": SHE, "dame": SHE}
_TITLES |= {"lady": SHE, "baroness": SHE, "king": HE, "prince": HE, "queen": SHE, "princess": SHE}
_OTHER_TITLES = frozenset(
    """
    dr prof professor president minister premier senator sen rep representative gov governor mayor
    judge justice secretary general gen col colonel captain capt lt lieutenant sgt sergeant major
    pope cardinal bishop rev reverend sheikh ayatollah chancellor congressman congresswoman
    spokesman spokeswoman prime vice deputy foreign former chief officer chairman director ceo
    """.split()
)
_GENDERED = {
    HE: frozenset(
        "spokesman chairman businessman congressman policeman actor king prince duke father son "
        "husband brother man boy councilman emperor".split()
    ),
    SHE: frozenset(
        "spokeswoman chairwoman businesswoman congresswoman policewoman actress queen princess "
        "duchess mother daughter wife sister woman girl councilwoman empress".split()
    ),
}
_GENERATIONS = frozenset("jr sr junior senior ii iii iv".split())

LEGAL = frozenset(
    """
    inc incorporated ltd limited llc llp plc corp corporation co company gmbh ag sa nv bv spa srl
    oao ooo pao zao ao pjsc jsc oyj ab as kk group holdings holding
    """.split()
)
SMALL = frozenset("the of and for in on at to a an de la le du des del di da do dos e y et".split())
GENERIC = frozenset(
    """
    ministry department office agency bureau committee commission council parliament senate
    congress assembly house court police army navy force forces military guard government cabinet
    party union association federation organization organisation institute institution university
    college school hospital bank fund board authority administration service services embassy
    consulate centre center club team league news press media radio television tv network times
    post daily herald defence defense foreign affairs interior internal external health education
    finance justice transport transportation agriculture trade economy economic energy environment
    culture security intelligence emergency emergencies labor labour supreme high central national
    federal state royal public general international world regional local city county district
    municipal republic air treasury election elections electoral constitutional criminal human
    rights civil attorney prosecutor investigation investigations prime president presidential
    minister democratic liberal conservative people s republican social socialist green new
    parliamentary opposition coalition lower upper chamber lords commons representatives republic
    fire rescue disaster management control disease prevention airport railway company airlines
    appeals appeal circuit first second science sciences research technology information communications broadcasting corporation
    stock exchange market index street university studio foundation society academy museum
    """.split()
)
"""Words that many bodies share: a name made of nothing else tells no body from another."""

COMMON_FAMILIES = frozenset(
    """
    smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez
    gonzalez wilson anderson thomas taylor moore jackson martin lee perez thompson white harris
    sanchez clark ramirez lewis robinson walker young allen king wright scott torres nguyen hill
    flores green adams nelson baker hall rivera campbell mitchell carter roberts gomez phillips
    evans turner diaz parker cruz edwards collins reyes stewart morris murphy cook rogers morgan
    cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks wood james
    bennett gray mendoza hughes price long foster ross ivanov smirnov kuznetsov popov petrov
    sokolov novak kowalski muller mueller schmidt schneider fischer weber meyer wagner becker
    silva santos oliveira souza ferreira pereira costa singh kumar khan ahmed ahmad ali hussain
    hussein hassan hasan mohamed mohammed muhammad mohammad abdullah ibrahim rahman sharma patel
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin tan park choi jung
    kang cho yoon lim sato suzuki takahashi tanaka watanabe ito yamamoto rossi ferrari dubois
    bernard robert petit durand simon laurent michel yilmaz kaya demir jensen nielsen hansen larsen
    olsen andersen pedersen johansson andersson karlsson nilsson eriksson bush clinton paul george
    """.split()
)


@dataclass(frozen=True, slots=True)
class Spelt:
    """One spelling, taken apart.

    `words` are folded, without titles, generation and possessive; `acronym` tells that it is one
    word of capitals; `named` that some word of it is written as a name is; `described` that a long
    word is not, which a person's name never has ("Amateur researcher").
    """

    text: str
    words: tuple[str, ...]
    foreign: bool
    acronym: bool
    named: bool
    described: bool
    gender: Gender | None
    generation: str | None

    @property
    def core(self) -> tuple[str, ...]:
        """The words without small words and legal forms, or all of them where none is left."""
        return tuple(w for w in self.words if w not in SMALL and w not in LEGAL) or self.words

    @property
    def rare(self) -> tuple[str, ...]:
        """The words that tell this body from others."""
        return tuple(w for w in self.core if w not in GENERIC)

    @property
    def initials(self) -> frozenset[str]:
        """What it would be called for short, with and without its legal form."""
        if len(self.core) < 2:
            return frozenset()
        kept = [w for w in self.words if w not in SMALL]
        return frozenset("".join(w[0] for w in some) for some in (kept, self.core))


@lru_cache(maxsize=4096)
def spelt(text: str) -> Spelt:
    """`text` taken apart; at most `MAX_CHARS` of it are looked at."""
    bare = _STOPS.sub("", _POSSESSIVE.sub("", text[:MAX_CHARS])).translate(_APOSTROPHES)
    raw = _WORD.findall(bare)[:MAX_WORDS]
    plain = [_PLAIN_LATIN.sub("", latin(w).lower()) or w.lower() for w in raw]
    gender = next((_TITLES[w] for w in plain if w in _TITLES), None)
    kept = list(plain)
    while len(kept) > 1 and (kept[0] in _TITLES or kept[0] in _OTHER_TITLES):
        kept = kept[1:]
    generation = _generation(kept[-1]) if len(kept) > 1 else None
    if generation:
        kept = kept[:-1]
    return Spelt(
        text,
        tuple(kept),
        any(script_of(c) not in (None, "latin") for c in bare),
        len(raw) == 1 and raw[0].isupper() and 2 <= len(raw[0]) <= 8,
        any(not w.islower() and w not in SMALL for w in raw),
        any(w.islower() and len(w) > _PARTICLE_CHARS for w in raw),
        gender,
        generation,
    )


def _generation(word: str) -> str | None:
    return {"junior": "jr", "senior": "sr"}.get(word, word) if word in _GENERATIONS else None


def gender_told(roles: Iterable[str]) -> Gender | None:
    """The gender that roles tell ("spokeswoman"), or None."""
    words = {w for role in roles for w in _WORD.findall(role.lower())}
    told = [g for g, known in _GENDERED.items() if known & words]
    return told[0] if len(told) == 1 else None


@lru_cache(maxsize=8192)
def content_words(phrase: str) -> frozenset[str]:
    """The words of a role that say something, folded, plurals and possessives aside."""
    return frozenset(w for w in spelt(phrase).words if w not in SMALL and w not in _EMPTY)


_EMPTY = frozenset("former current then new his her their its who one also by with from".split())


def skeleton(words: Iterable[str]) -> str:
    """The consonants of `words`, those that scripts confuse made one: what crosses alphabets."""
    return _TWICE.sub(r"\1", _VOWELS.sub("", "".join(words).translate(_SAME_SOUND)))
