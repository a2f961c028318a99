"""One attribution a row, for spreadsheets and data frames.

Spans are written `start:end`, several of one role joined by a space; names come in the order in
which the words travelled. A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab
or a carriage return as a formula, and an article can put one there: such a cell gets a leading
apostrophe. Whoever needs the exact characters takes JSON Lines, or the offsets.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from onrecord.values import Attribution, Reading, Spans, text_of

FIELDS = (
    "article", "title", "outlet", "published", "url", "attribution", "speaker", "speaker_kind",
    "source", "cue", "content", "kind", "channel", "act", "certainty", "polarity", "evidence",
    "said_from", "said_to", "said_place", "denies", "score",
    "source_spans", "cue_spans", "content_spans",
)  # fmt: skip

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones are signs to some spreadsheets


def rows(readings: Iterable[Reading]) -> Iterator[str]:
    """The header, then a piece of CSV (RFC 4180) for each reading."""
    yield _written([FIELDS])
    for reading in readings:
        yield _written([guarded(cell) for cell in _row(a, reading)] for a in reading.attributions)


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _written(cells: Iterable[Iterable[str]]) -> str:
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(cells)
    return out.getvalue()


def _row(a: Attribution, reading: Reading) -> list[str]:
    article = reading.article
    text = article.text
    speaker = reading.entity(a.speaker)
    firmness, said = a.firmness, a.said
    date, place = (said.date, said.place) if said else (None, None)
    at = reading.entity(place.entity) if place else None
    channel = (
        hop_entity.name if (hop_entity := reading.entity(hop.entity)) else text_of(hop.spans, text)
        for hop in a.channel
    )
    return [
        article.id, article.title or "", article.outlet or "", article.published or "",
        article.url or "", a.id, speaker.name if speaker else "", speaker.kind if speaker else "",
        _text(a.source, text), _text(a.cue, text), _text(a.content, text), a.kind,
        " > ".join(channel),
        firmness.act if firmness else "", firmness.certainty if firmness else "",
        firmness.polarity if firmness else "", _text(firmness.spans if firmness else None, text),
        date.start if date else "", date.end if date else "", at.name if at else "",
        a.denies or "", f"{a.score:.4f}",
        _offsets(a.source), _offsets(a.cue), _offsets(a.content),
    ]  # fmt: skip


def _text(spans: Spans | None, text: str) -> str:
    return text_of(spans, text) if spans else ""


def _offsets(spans: Spans | None) -> str:
    return " ".join(f"{s.start}:{s.end}" for s in spans or ())
