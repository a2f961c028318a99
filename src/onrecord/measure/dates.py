"""Dates against marked texts: `onrecord eval dates FOLDER`.

Reads inline TIMEX2 (`.xml`, `.sgml`: the `val` attribute, as in WikiWars) and TimeML (`.tml`:
`TIMEX3` with `type` and `value`). The creation time of a document is what its dates are
anchored on, and is not counted itself.

A marked span is found when one of ours overlaps it, each used once. Values are right when the
strings are equal after the marks of missing precision are taken off (`1940-XX-XX` is `1940`) and
what recurs is written one way (TIMEX2 has `XXXX-XX-XX` for "daily", TIMEX3 `P1D`).
`span_f1` is over spans, `value_f1` over spans that also have the right value: a wrong value
costs precision and recall, as in TempEval-3. Durations and sets are gold like the rest.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import NothingToRead
from onrecord.resolve.dates import timexes_in

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z]\w*+)(?P<attributes>[^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<!\w)(\w++)\s*=\s*[\"']([^\"']*)[\"']")
_VALUES = {"TIMEX2": "val", "TIMEX3": "value"}
_SUFFIXES = (".xml", ".tml", ".sgml")
_SETS = {"XXXX-XX-XX": "P1D", "XXXX-WXX": "P1W", "XXXX-XX": "P1M", "XXXX": "P1Y"}
_CREATED = {"DATETIME", "DCT", "DATE_TIME"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, when it was made, and the expressions that people marked."""

    text: str
    published: str | None
    timexes: tuple[tuple[int, int, str | None], ...]


def marked(source: str) -> Marked:
    """The text and marks of one file in either format."""
    pieces: list[str] = []
    length = at = 0
    opened: list[tuple[int, dict[str, str], str]] = []
    timexes: list[tuple[int, int, str | None]] = []
    published: str | None = None
    enclosing: list[str] = []
    body = 0
    for tag in _TAG.finditer(source):
        piece = html.unescape(source[at : tag.start()])
        pieces.append(piece)
        length += len(piece)
        at = tag.end()
        name = tag["name"].upper()
        if name == "TEXT":
            body = body if tag["close"] else length
        if name not in _VALUES:
            if tag["close"]:
                if name in enclosing:
                    enclosing.remove(name)
            elif not tag["attributes"].endswith("/"):
                enclosing.append(name)
        elif not tag["close"] and not tag["attributes"].endswith("/"):
            opened.append((length, dict(_ATTRIBUTE.findall(tag["attributes"])), name))
        elif opened:
            start, attributes, kind = opened.pop()
            value = attributes.get(_VALUES[kind])
            created = attributes.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME")
            if created or _CREATED & set(enclosing):
                published = published or value
            elif start < length:
                timexes.append((start, length, value))
    pieces.append(html.unescape(source[at:]))
    text = "".join(pieces)
    inside = sorted((s - body, e - body, v) for s, e, v in timexes if s >= body)
    return Marked(text[body:], published, tuple(inside))


def dates(folder: Path) -> dict[str, float | int]:
    """`span_f1`, `value_f1` and `n`, the number of marked expressions in `folder` (or one file).

    Raises `NothingToRead` where there is no marked file.
    """
    paths = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    paths = [p for p in paths if p.suffix in _SUFFIXES]
    if not paths:
        raise NothingToRead(f"{folder}: no .tml, .xml or .sgml file to measure against")
    gold = ours = found = right = 0
    for path in paths:
        document = marked(path.read_text("utf8"))
        mine = timexes_in(document.text, document.published)
        gold += len(document.timexes)
        ours += len(mine)
        used: set[int] = set()
        for start, end, value in document.timexes:
            overlapping = [
                i
                for i, t in enumerate(mine)
                if i not in used and t.span.start < end and start < t.span.end
            ]
            if overlapping:
                best = max(overlapping, key=lambda i: _same(mine[i].value, value))
                used.add(best)
                found += 1
                right += _same(mine[best].value, value)
    return {
        "span_f1": _f1(found, ours, gold),
        "value_f1": _f1(right, ours, gold),
        "n": gold,
    }


def _same(ours: str | None, gold: str | None) -> bool:
    return bool(ours and gold) and _reduced(str(ours)) == _reduced(str(gold))


def _reduced(value: str) -> str:
    value = _SETS.get(value.strip(), value)
    value = re.sub(r"(?<=\d)(?:-XX)+$", "", value.strip().upper())
    return re.sub(r"(T\d\d:\d\d)(?::00)?(?:Z|[+-]\d\d(?::?\d\d)?)?$", r"\1", value)


def _f1(hits: int, ours: int, gold: int) -> float:
    return 2 * hits / (ours + gold) if ours + gold else 0.0
