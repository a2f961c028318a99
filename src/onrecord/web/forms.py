"""What a form asks for, as an act of `ledger.review`.

Fields are strings from anybody's browser. What they name is looked up in the ledger; what cannot
be is a `BadDecision` whose message is for the person at the form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from onrecord.build import decide
from onrecord.errors import BadDecision
from onrecord.ledger import Ledger, review
from onrecord.ledger.review import Done, Hand
from onrecord.values import Span, Spans

Fields = Mapping[str, Sequence[str]]
_ADDRESS = re.compile(r"/(?:claim|speaker|statement)/(\w+)(?:[?#].*)?\Z")


def decided(ledger: Ledger, fields: Fields) -> Done:
    """Do what a form asks for. Raises `BadDecision`."""
    hand = Hand(_one(fields, "by"), _one(fields, "reason", ""))
    return decide(ledger, lambda: _act(ledger, fields, hand))


def _act(ledger: Ledger, fields: Fields, hand: Hand) -> Done:
    what = _one(fields, "do")
    match what:
        case "same":
            one = _one(fields, "one")
            return review.same(ledger, one, _other(ledger, one, fields), hand)
        case "split":
            return review.split(ledger, _one(fields, "member"), hand)
        case "accept":
            return review.accept(ledger, _one(fields, "judgement"), hand)
        case "reject":
            return review.reject(ledger, _one(fields, "judgement"), hand)
        case "speaker":
            entity = _one(fields, "entity")
            whose = None if entity == "none" else entity
            return review.speaker(ledger, _one(fields, "statement"), whose, hand)
        case "span":
            role, spans = _one(fields, "role"), _spans(fields)
            return review.span(ledger, _one(fields, "statement"), role, spans, hand)
        case "remove":
            return review.remove(ledger, _one(fields, "statement"), hand)
        case "undo":
            return review.undo(ledger, _one(fields, "number"), hand)
    raise BadDecision(f"nothing is done by {what}")


_WANTED = {
    "by": "the name of who decides",
    "other": "which other it is one with",
    "member": "which of them it is about",
    "entity": "who it is by",
}


def _one(fields: Fields, name: str, missing: str | None = None) -> str:
    """A field that is there once and says something."""
    given = [value.strip() for value in fields.get(name, ()) if value.strip()]
    if len(given) == 1:
        return given[0]
    if not given and missing is not None:
        return missing
    raise BadDecision(f"the form does not say {_WANTED.get(name, name)}")


def _other(ledger: Ledger, one: str, fields: Fields) -> str:
    """The other of two: chosen from a list, or written as an id, an address or a speaker's name."""
    written = [value.strip() for value in fields.get("written", ()) if value.strip()]
    if not written:
        return _one(fields, "other")
    if found := _ADDRESS.search(written[0]):
        return found[1]
    if re.fullmatch(r"[0-9a-f]{16}", written[0]):
        return written[0]
    query = "SELECT id FROM entity WHERE lower(name) = lower(?) AND id != ? ORDER BY members DESC"
    ids = [row[0] for row in ledger.db.execute(query, (written[0], one))]
    if len(ids) != 1:
        many = "several are" if ids else "nothing is"
        raise BadDecision(
            f"{many} called {written[0]} in this ledger; give the address of its page instead"
        )
    return str(ids[0])


def _spans(fields: Fields) -> Spans:
    """Pairs of numbers; a pair of which neither is given is none."""
    if "nowhere" in fields:
        return ()
    spans = []
    for start, end in zip_longest(fields.get("start", ()), fields.get("end", ()), fillvalue=""):
        if not start.strip() and not end.strip():
            continue
        try:
            spans.append(Span(int(start), int(end)))
        except ValueError:
            raise BadDecision(
                f"{start or 'nothing'} to {end or 'nothing'} is no stretch of the text: "
                "the first number must be smaller than the second"
            ) from None
    if not spans:
        raise BadDecision("the form does not say where the words stand")
    return tuple(spans)
