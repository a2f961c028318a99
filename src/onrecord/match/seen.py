"""A profile taken apart for comparing, and what speaks for two of them besides their names.

Roles and company are support, never proof: two ministers of one cabinet keep the same company,
and "president" is said of many. So both are weighed by how much they tell. A role that shares a
word with the other's counts by the share; a companion counts full where the name has two words,
half where it has one, and next to nothing where every newspaper is full of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from onrecord.given import Gender, gender_of
from onrecord.judged import Part, Profile
from onrecord.match.spelt import Spelt, content_words, gender_told, spelt
from onrecord.values import EntityKind

PERSON = EntityKind.PERSON
ENOUGH = 1.0
"""Company of this weight supports a link: one companion with two names, or two with one."""
MUCH = 3.0
"""Company of this weight says that two articles are about one thing."""

MAX_ALIASES, MAX_COMPANY = 24, 200
_EVERYWHERE = frozenset(
    """
    us usa uk eu un america britain england europe russia china france germany japan india canada
    australia israel iran iraq washington london paris moscow beijing brussels reuters ap afp bbc
    cnn twitter facebook wikinews united states kingdom european union nations white house new york
    associated press south north korea
    """.split()
)
_VAGUE = frozenset(
    """
    minister spokesman spokeswoman spokesperson official leader senator president director
    head chief member man woman secretary representative chairman officer author analyst
    """.split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A profile with its names, roles and company taken apart; `seen` gives one for each profile.

    `name` is its fullest spelling, `others` its further ones; `gender` what titles, roles and given names tell.
    Compared by identity, so that what two of them share need be worked out only once.
    """

    profile: Profile
    name: Spelt
    others: tuple[Spelt, ...]
    gender: Gender | None
    generation: str | None
    roles: tuple[frozenset[str], ...]
    company: frozenset[tuple[str, ...]]

    @property
    def spellings(self) -> tuple[Spelt, ...]:
        """Every spelling, the fullest first."""
        return (self.name, *self.others)

    @property
    def surname(self) -> str:
        """The word that the article calls the person by alone; else the last of the name."""
        words = self.name.words
        alone = (s.words[0] for s in self.others if len(s.words) == 1)
        return next((word for word in alone if word in words[1:]), words[-1])

    @property
    def foreign(self) -> bool:
        """Whether it is written in another script than Latin."""
        return self.name.foreign


@lru_cache(maxsize=1024)  # some 17 KB each
def seen(profile: Profile) -> Seen:
    """`profile` taken apart."""
    name, *others = (spelt(s) for s in (profile.name, *profile.aliases[:MAX_ALIASES]))
    own = {s.words for s in (name, *others)}
    company = _company(profile.company)
    titles = (s.gender for s in (name, *others))
    return Seen(
        profile,
        name,
        tuple(others),
        next(filter(None, titles), None)
        or gender_told(profile.roles)
        or (gender_of(name.words) if profile.kind is PERSON and name.words else None),
        next(filter(None, (s.generation for s in (name, *others))), None),
        tuple(w for role in profile.roles if (w := content_words(role))),
        company - own - {()},
    )


@lru_cache(maxsize=1024)
def _company(names: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """The words of each name, worked out once for all that keep this company."""
    return frozenset(spelt(name).words for name in names[:MAX_COMPANY])


@lru_cache(maxsize=1024)
def same_roles(one: Seen, other: Seen) -> Part | None:
    """How far what the articles call them agrees; None where either says nothing.

    Negative where both say something of their own and share no word.
    """
    if not one.roles or not other.roles:
        return None
    pairs = [(a & b, a, b) for a in one.roles for b in other.roles]
    best = max(pairs, key=lambda p: _telling(p[0]) / min(_telling(p[1]), _telling(p[2])))
    shared = best[0]
    if shared:
        share = _telling(shared) / min(_telling(best[1]), _telling(best[2]))
        return Part("roles", round(share, 2), " ".join(sorted(shared)))
    specific = all(max(map(len, side.roles)) > 1 for side in (one, other))
    fullest = (max(side.roles, key=lambda words: len(words)) for side in (one, other))
    detail = " / ".join(" ".join(sorted(words)) for words in fullest)
    return Part("roles", -1.0 if specific else -0.3, detail)


def _telling(words: frozenset[str]) -> float:
    return sum(0.5 if w in _VAGUE else 1.0 for w in words) or 0.5


@lru_cache(maxsize=1024)
def same_company(one: Seen, other: Seen) -> Part:
    """The names that both articles mention beside them, weighed, `ENOUGH` or more giving 1."""
    shared = one.company & other.company
    weights = {words: _weight(words) for words in shared}
    names = sorted(shared, key=lambda w: (-weights[w], w))[:4]
    score = min(1.0, sum(weights.values()) / ENOUGH)
    return Part("company", round(score, 2), ", ".join(" ".join(w) for w in names))


def much_company(one: Seen, other: Seen) -> bool:
    """Whether the articles share so many names that they must be about one thing."""
    return sum(map(_weight, one.company & other.company)) >= MUCH


def _weight(words: tuple[str, ...]) -> float:
    if all(w in _EVERYWHERE for w in words):
        return 0.15
    return 1.0 if len(words) > 1 else 0.5
