"""What the main clause of a content says of itself: its hedge and its negation.

There is no parse. A content is read from its head: an opening adverbial clause is passed over,
a relative clause after the subject as well, and reading stops shortly after the first word
that must be the verb. What stands later belongs to other clauses and is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.extract.cue import IRREGULAR, Word
from onrecord.extract.modality import (
    ARTICLES,
    BE,
    CERTAINLY,
    CONDITIONS,
    DENYING_HEDGES,
    HAVE,
    HEARSAY,
    POSSIBLY,
    PROBABLY,
    RELATIVES,
    TIMES,
    operators,
)
from onrecord.values import Certainty, Span, Spans

_NOT_ABOUT_CONTENT = frozenset(("only", "just", "merely", "necessarily", "least"))
_NO_AFTER = BE | HAVE | frozenset(("found", "find", "see", "saw", "know", "there"))
_ADJECTIVE_HEDGES = frozenset(
    """possible likely unlikely probable expected anticipated projected predicted forecast
    believed thought suspected understood estimated""".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """What the main clause of a content says of itself."""

    certainty: Certainty | None
    negated: bool
    spans: Spans


def read_clause(words: list[Word]) -> Clause:
    """Hedge and negation of the main clause, as far as the order of words tells it."""
    low = [w.low for w in words]
    certainty: Certainty | None = None
    negated = False
    spans: list[Span] = []
    if len(low) > 1 and low[0] == "to":
        return Clause(None, negated=False, spans=())
    for k in _main_clause(low):
        hedge = _hedge(low, k)
        if hedge and certainty is None:
            certainty = hedge
            negated ^= low[k] in DENYING_HEDGES
            spans.append(words[k].span)
        if _negates(low, k) and not negated:
            negated = True
            spans.append(words[k].span)
    return Clause(certainty, negated, tuple(spans))


def _main_clause(low: list[str]) -> list[int]:
    """The places of the words up to and a little past the verb of the main clause."""
    k = 0
    while k < len(low) and (low[k] == "that" or not low[k][0].isalnum()):
        k += 1
    if k < len(low) and (low[k] in CONDITIONS or low[k] in TIMES):
        k = low.index(",", k) + 1 if "," in low[k:] else k + 1
    places: list[int] = []
    left: int | None = None  # how many words more, once the verb has been seen
    while k < len(low) and left != 0:
        word = low[k]
        if word in ".?!;" or (left is not None and _opens_clause(word)):
            break
        if word in RELATIVES or (word == "that" and places):
            k = _past_relative(low, k)
            continue
        places.append(k)
        if left is not None:
            left -= 1
        elif _is_finite(low, k):
            left = 5
        k += 1
    return places


def _opens_clause(word: str) -> bool:
    return (
        word in RELATIVES or word in CONDITIONS or word in TIMES or word in ("that", "but", "and")
    )


def _past_relative(low: list[str], k: int) -> int:
    """Where a relative clause that opens at `k`, before the main verb, is over."""
    for j in range(k + 1, len(low)):
        if low[j] == ",":
            return j + 1
        if _is_finite(low, j):
            while j < len(low) and (operators(low[j]) or low[j].endswith("ly")):
                j += 1
            return j + 1
    return len(low)


def _is_finite(low: list[str], k: int) -> bool:
    """Whether the word is surely a finite verb: an auxiliary, or a past form after a subject."""
    if set(operators(low[k])) - {"to", "not", "possibly", "probably", "certainly"}:
        return True
    before = low[k - 1] if k else ""
    if k == 0 or before in ARTICLES or operators(before):
        return False
    return low[k] in IRREGULAR or (low[k].endswith("ed") and len(low[k]) > 4)


def _hedge(low: list[str], k: int) -> Certainty | None:
    word = low[k]
    before = low[k - 1] if k else ""
    if word in ("could", "can") and low[k + 1 : k + 2] == ["not"]:
        return None
    if "may" in operators(word) and "not" not in operators(word):
        return Certainty.POSSIBLE
    if word in ("possibility", "chance") and "there" in low[max(0, k - 4) : k]:
        return Certainty.POSSIBLE
    if word in _ADJECTIVE_HEDGES and not _is_predicate(low, k):
        return None
    if word in HEARSAY:
        return Certainty(HEARSAY[word])
    if word in POSSIBLY:
        return Certainty.POSSIBLE
    if word.startswith(("seem", "appear")) and low[k + 1 : k + 2] not in (["to"], ["that"]):
        return None
    if word in PROBABLY:
        return None if before in ARTICLES else Certainty.PROBABLE
    return Certainty.CERTAIN if word in CERTAINLY else None


def _is_predicate(low: list[str], k: int) -> bool:
    """Whether "likely", "expected" and the like stand with "be" or a modal, not with a noun."""
    for before in reversed(low[max(0, k - 3) : k]):
        if before in BE or before in ("will", "would", "'ll", "get", "looks", "look"):
            return True
        if not (before.endswith("ly") or before in ("not", "also", "more", "most", "very", "n't")):
            return False
    return False


def _negates(low: list[str], k: int) -> bool:
    word, before, after = low[k], low[k - 1] if k else "", low[k + 1] if k + 1 < len(low) else ""
    if "not" not in operators(word) or after in _NOT_ABOUT_CONTENT:
        return False
    if word in ("not", "n't"):
        return k == 0 or ((not after.endswith("ing") or before in BE) and _after_auxiliary(low, k))
    if word == "no":
        if not after[:1].isalnum() or after in ("doubt", "matter", "wonder"):
            return False
        return k == 0 or before == "that" or before in _NO_AFTER or "be" in operators(before)
    if word in ("nobody", "none", "nothing", "neither"):
        return before in ("", "that", ",")
    return word in ("never", "cannot") or "'" in word


def _after_auxiliary(low: list[str], k: int) -> bool:
    return any(set(operators(w)) - {"to", "not"} for w in low[max(0, k - 2) : k])
