"""Which attribution a denial denies, where it stands in the article.

Looked for backwards from the denial and among other speakers only: an allegation that the
denial takes up by a word for it ("the allegations", "it"), or an attribution most of whose
words it repeats. Where neither holds there is no link.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.extract.cue import words_in
from onrecord.extract.modality import ARTICLES, BE, HAVE
from onrecord.values import Act, Attribution, Polarity, hull

ANAPHORS = frozenset(
    """allegation allegations accusation accusations claim claims charge charges report reports
    rumour rumours rumor rumors assertion assertions suggestion suggestions it this that idea
    statement statements""".split()
)
_STOPWORDS = ARTICLES | BE | HAVE | frozenset(
    """that to of in on at for by with from and or but as he she it they we i you had not no
    was were would will could may might said there which who its their his her about any""".split()
)  # fmt: skip


_LOOK_BACK = 12
_NEAR_CHARS = 800
_WORDS_COMPARED = 150


def linked(text: str, attributions: list[Attribution]) -> tuple[Attribution, ...]:
    """Each denial with the id of the attribution that it denies, where that is plain."""
    out = list(attributions)
    denials = {i for i, a in enumerate(attributions) if a.firmness and a.firmness.act is Act.DENIAL}
    if not denials:
        return tuple(out)
    order = sorted(range(len(attributions)), key=lambda i: hull(attributions[i].spans).start)
    for rank, i in enumerate(order):
        if i not in denials:
            continue
        mine = _stems_of(text, attributions[i])
        for j in reversed(order[max(0, rank - _LOOK_BACK) : rank]):
            if _is_denied(text, attributions[i], attributions[j], mine):
                out[i] = replace(attributions[i], denies=attributions[j].id)
                break
    return tuple(out)


def _stems_of(text: str, attribution: Attribution) -> frozenset[str]:
    words = words_in(text, attribution.content, _WORDS_COMPARED)
    return frozenset(w.low[:5] for w in words if w.low.isalnum() and w.low not in _STOPWORDS)


def _is_denied(text: str, denial: Attribution, other: Attribution, mine: frozenset[str]) -> bool:
    """Whether `denial` takes up what `other` says: by a word for it, or by its own words."""
    firm = other.firmness
    if firm is None or firm.act in (Act.DENIAL, Act.REFUSAL) or firm.polarity is Polarity.DENIED:
        return False
    if denial.source and other.source and _said_by(text, denial) == _said_by(text, other):
        return False
    words = list(words_in(text, denial.content, 8))
    anaphor = len(words) < 8 and any(w.low in ANAPHORS for w in words)
    near = hull(denial.spans).start - hull(other.spans).end < _NEAR_CHARS
    if anaphor and near and firm.act is Act.ALLEGATION:
        return True
    its = _stems_of(text, other)
    shared = len(mine & its)
    return shared >= 3 and shared >= 0.6 * min(len(mine), len(its))


def _said_by(text: str, attribution: Attribution) -> str:
    return " ".join(s.of(text).lower() for s in attribution.source or ())
