"""Plain words for what a reading holds, the same in every view; and text made safe to show.

Words are exact and short, and say no more than was found: a certainty that nobody stated has
none. Dates are written as a newspaper would, with no year where the article gives none.
"""

from __future__ import annotations

import calendar
import re
import unicodedata

from onrecord.values import Act, Certainty, Dated, Firmness, GapKind, Polarity

# Controls of terminal and page, changes of direction, line separators, halves of pairs.
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(text: str) -> str:
    """`text` with each character that acts on whatever shows it drawn as `‹U+202E›`."""
    return _ACTS.sub(lambda m: f"‹U+{ord(m[0]):04X}›", text)


def revealed(text: str) -> str:
    """`text` with everything that prints nothing drawn as its code point."""
    return "".join(
        f"‹U+{ord(c):04X}›" if unicodedata.category(c) in ("Cf", "Cc", "Cs") else c for c in text
    )


def flat(text: str) -> str:
    """`text` on one line, single spaces, safe to show."""
    return shown(" ".join(text.split()))


_ACT_WORDS = {
    Act.STATEMENT: "stated",
    Act.CONFIRMATION: "confirmed",
    Act.DENIAL: "denied",
    Act.ALLEGATION: "alleged",
    Act.PROMISE: "promised",
    Act.QUESTION: "asked",
    Act.REFUSAL: "refused",
    Act.OPINION: "opinion",
}
_CERTAINTIES = {
    Certainty.CERTAIN: ", as certain",
    Certainty.PROBABLE: ", as probable",
    Certainty.POSSIBLE: ", as possible",
    Certainty.UNSTATED: "",
}


# Words that deny what they stand beside.
_NOT = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nor|neither|nowhere|cannot|without|hardly)\b|n['’]t\b",
    re.IGNORECASE,
)


def firmness_in_words(f: Firmness | None, said: str = "") -> str:
    """Act, certainty and polarity as a reader would say them; nothing where none was found.

    That something is stated not to be so goes without saying where the words shown beside it,
    `said`, have the "not" themselves: there it would read as if it were denied that they hold.
    """
    if f is None:
        return ""
    denied = f.polarity is Polarity.DENIED and f.act is not Act.DENIAL and not _NOT.search(said)
    return _ACT_WORDS[f.act] + _CERTAINTIES[f.certainty] + (", as not so" if denied else "")


_GAPS = {
    GapKind.UNDISCLOSED: "not disclosed",
    GapKind.UNVERIFIED: "not verified",
    GapKind.DECLINED: "not answered",
    GapKind.UNCLEAR: "not clear",
    GapKind.NOT_ELABORATED: "not elaborated",
}


def gap_in_words(kind: GapKind) -> str:
    """How a thing is missing."""
    return _GAPS[kind]


_FAULTS = {
    "mixed-script": "two scripts in one word",
    "look-alike": "letters of another script",
    "invisible": "invisible character",
    "bidi-control": "hidden change of direction",
    "broken-encoding": "broken encoding",
    "markup": "markup left in the text",
    "repeated-paragraph": "repeated paragraph",
    "page-furniture": "part of the page, not the article",
    "machine-leftover": "left over from a machine",
    "untrained-language": "not in English: no statement was looked for",
}


def fault_in_words(kind: str) -> str:
    """What is wrong with the text; a kind without words of its own is said as it is called."""
    return _FAULTS.get(kind) or flat(kind.replace("-", " "))


def remedy_in_words(suggestion: str | None) -> str:
    """What should stand there instead, as far as it can be told."""
    if suggestion is None:
        return ""
    return f"probably “{suggestion}”" if suggestion else "does not belong there"


_ACTS_OF_REVIEW = {
    "same": "Joined", "apart": "Held apart", "split": "Split off", "accept": "Accepted",
    "reject": "Rejected", "speaker": "Speaker put right", "span": "Words put right",
    "remove": "Removed", "undo": "Took back",
}  # fmt: skip
_VERBS = {
    "same claim": ("says the same as", "does not say the same as"),
    "same entity": ("is", "is not"),
    "same gap": ("leaves open the same as", "does not leave open the same as"),
    "same origin": ("has its words from where", "does not have its words from where"),
    "contradicts": ("contradicts", "does not contradict"),
    "changes": ("changes", "does not change"),
    "copied from": ("took text from", "took no text from"),
    "closes": ("answers", "does not answer"),
}


def act_in_words(act: str) -> str:
    """What a person did."""
    return _ACTS_OF_REVIEW.get(act) or flat(act)


def verb_in_words(relation: str, holds: bool) -> str:
    """What a judgement says of its subject and its object, or denies."""
    return flat(_VERBS.get(relation, (relation, f"not {relation}"))[not holds])


_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def day_in_words(day: str) -> str:
    """`2026-03-06` as `6 March 2026`, `XXXX-03-06` as `6 March`; what is no date is shown as it is."""
    parts = day.split("-")
    if not all(p.isdecimal() or p == "XXXX" for p in parts) or len(parts) > 3:
        return flat(day)
    year = "" if parts[0] == "XXXX" else parts[0]
    month = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0
    date = str(int(parts[2])) if len(parts) > 2 and parts[2].isdigit() else ""
    if len(parts) > 1 and not 1 <= month <= 12:
        return day
    words = [date, _MONTHS[month - 1] if month else "", year]
    return " ".join(w for w in words if w)


def interval_in_words(date: Dated) -> str:
    """An interval as people write it: a day, a month or a year where it is one."""
    start, end = date.start, date.end
    if start == end:
        return day_in_words(start)
    if start[:4] == end[:4] and start[4:] == "-01-01" and end[4:] == "-12-31":
        return start[:4] if start[:4].isdigit() else "that year"
    if start[:7] == end[:7] and start[8:] == "01" and end[8:] == _last_day(start):
        return day_in_words(start[:7])
    return f"{day_in_words(start)} to {day_in_words(end)}"


def _last_day(day: str) -> str | None:
    """The last day of the month of `day`; February has 28 where the year is not known."""
    year, month = day[:4] if day[:4].isdigit() else "2001", day[5:7]
    if not (month.isdigit() and 1 <= int(month) <= 12 and int(year)):
        return None
    return str(calendar.monthrange(int(year), int(month))[1])


def counted(n: int, noun: str) -> str:
    """The number with its noun."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
