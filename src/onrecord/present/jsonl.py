"""One article a line, as JSON: the public form of a reading, for programs.

The names of the fields are a contract with whoever reads them. Three rules hold everywhere: a
thing that has `spans` has beside them the `text` that they hold, pieces that stand apart joined
by an ellipsis; what was not found is `null`, never an empty string and never a guess; keys come
in one fixed order, so that two runs over the same article give the same bytes. Beyond what the
contract asks for stand `denies` (the id of the attribution that this one denies) and, on a gap,
`holder` (the words that name who keeps it back, where `withheld_by` is the entity they refer to);
and, in what a ledger exports, `decisions` where persons decided anything about the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.values import (
    Article,
    Attribution,
    Dated,
    Entity,
    Firmness,
    Gap,
    Hop,
    Notice,
    Placed,
    Reading,
    Said,
    Spans,
    Unsourced,
    text_of,
)

OFFSET_UNIT = "unicode code point"

# Line ends to some readers though not to JSON, and halves of pairs that UTF-8 cannot hold.
_UNSAFE = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def lines(readings: Iterable[Reading]) -> Iterator[str]:
    """JSON Lines, one line (with its end) for each reading."""
    for reading in readings:
        yield line_of(reading) + "\n"


def line_of(reading: Reading, decisions: Sequence[Mapping[str, Any]] = ()) -> str:
    """The reading as one line of JSON, without the line's end; with `decisions` if there are any.

    Characters stand as themselves, save those that would split the line or that no encoding
    takes (lone surrogates): these are escaped, and any JSON parser gives them back.
    """
    record = record_of(reading)
    if decisions:
        record["decisions"] = list(decisions)
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", line)


def record_of(reading: Reading) -> dict[str, Any]:
    """The reading as plain dictionaries, lists and strings."""
    text = reading.article.text
    return {
        "id": reading.article.id,
        "article": _article(reading.article),
        "text": text,
        "offset_unit": OFFSET_UNIT,
        "attributions": [_attribution(a, text) for a in reading.attributions],
        "entities": [_entity(e, text) for e in reading.entities],
        "gaps": [_gap(g, text) for g in reading.gaps],
        "unsourced": [_unsourced(u, text) for u in reading.unsourced],
        "notices": [_notice(n) for n in reading.notices],
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "url": article.url,
        "sha256": article.sha256,
    }


def _pairs(spans: Spans) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _held(spans: Spans, text: str) -> dict[str, Any]:
    return {"spans": _pairs(spans), "text": text_of(spans, text) if spans else None}


def _role(spans: Spans | None, text: str) -> dict[str, Any] | None:
    return _held(spans, text) if spans else None


def _attribution(a: Attribution, text: str) -> dict[str, Any]:
    return {
        "id": a.id,
        "source": _role(a.source, text),
        "cue": _role(a.cue, text),
        "content": _role(a.content, text),
        "kind": a.kind.value,
        "speaker": a.speaker,
        "channel": [_hop(h, text) for h in a.channel],
        "firmness": _firmness(a.firmness, text) if a.firmness else None,
        "said": _said(a.said, text) if a.said and (a.said.date or a.said.place) else None,
        "denies": a.denies,
        "score": round(a.score, 4),
    }


def _hop(hop: Hop, text: str) -> dict[str, Any]:
    return {"entity": hop.entity, **_held(hop.spans, text), "relation": hop.relation}


def _firmness(firmness: Firmness, text: str) -> dict[str, Any]:
    return {
        "act": firmness.act.value,
        "certainty": firmness.certainty.value,
        "polarity": firmness.polarity.value,
        **_held(firmness.spans, text),
    }


def _said(said: Said, text: str) -> dict[str, Any]:
    return {
        "date": _dated(said.date, text) if said.date else None,
        "place": _placed(said.place, text) if said.place else None,
    }


def _dated(date: Dated, text: str) -> dict[str, Any]:
    return {"from": date.start, "to": date.end, **_held(date.spans, text)}


def _placed(place: Placed, text: str) -> dict[str, Any]:
    return {"entity": place.entity, **_held(place.spans, text)}


def _entity(entity: Entity, text: str) -> dict[str, Any]:
    at = entity.place
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind.value,
        "aliases": list(entity.aliases),
        "roles": list(entity.roles),
        "mentions": [{**_held(m.spans, text), "form": m.form.value} for m in entity.mentions],
        "place": {"geonameid": at.geonameid, "lat": at.lat, "lon": at.lon} if at else None,
    }


def _gap(gap: Gap, text: str) -> dict[str, Any]:
    return {
        "kind": gap.kind.value,
        "what": _role(gap.what, text),
        "cue": _held(gap.cue, text),
        "withheld_by": gap.withheld_by,
        "holder": _role(gap.holder, text),
    }


def _unsourced(unsourced: Unsourced, text: str) -> dict[str, Any]:
    return {**_held(unsourced.spans, text), "reason": unsourced.reason.value}


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "spans": _pairs(notice.spans),
        "text": notice.text,
        "suggestion": notice.suggestion,
    }
