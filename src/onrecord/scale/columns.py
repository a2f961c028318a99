"""Readings as rows of plain tables, and the Parquet schema of each.

`doc` names the article in every table: it is made of where the article came from and its bytes,
so that two files with one name stay apart. Spans are lists of half-open ranges of code points in
the article's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import ItemError, MissingExtra
from onrecord.values import Attribution, Entity, Hop, Reading, Spans, content_id, text_of

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    message = "Parquet needs the package pyarrow; try: pip install 'onrecord[parquet]'"
    raise MissingExtra(message) from error

Row = dict[str, Any]

_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
_HOPS = pa.list_(pa.struct([("relation", _TEXT), ("name", _TEXT), ("text", _TEXT)]))


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SCHEMAS: dict[str, pa.Schema] = {
    "articles": _schema(
        doc=_TEXT, id=_TEXT, title=_TEXT, outlet=_TEXT, byline=_TEXT, published=_TEXT,
        language=_TEXT, url=_TEXT, sha256=_TEXT, read_from=_TEXT, words=pa.int32(), text=_TEXT,
    ),
    "attributions": _schema(
        doc=_TEXT, id=_TEXT, source=_TEXT, source_spans=_SPANS, cue=_TEXT, cue_spans=_SPANS,
        content=_TEXT, content_spans=_SPANS, kind=_TEXT, speaker=_TEXT, speaker_name=_TEXT,
        speaker_kind=_TEXT, channel=_HOPS, act=_TEXT, certainty=_TEXT, polarity=_TEXT,
        said_from=_TEXT, said_to=_TEXT, said_at=_TEXT, denies=_TEXT, score=pa.float64(),
    ),
    "entities": _schema(
        doc=_TEXT, id=_TEXT, name=_TEXT, kind=_TEXT, aliases=_TEXTS, roles=_TEXTS,
        mentions=pa.int32(), geonameid=pa.int64(), lat=pa.float64(), lon=pa.float64(),
    ),
    "gaps": _schema(
        doc=_TEXT, kind=_TEXT, what=_TEXT, what_spans=_SPANS, cue=_TEXT, cue_spans=_SPANS,
        withheld_by=_TEXT, holder=_TEXT,
    ),
    "unsourced": _schema(doc=_TEXT, reason=_TEXT, text=_TEXT, spans=_SPANS),
    "notices": _schema(doc=_TEXT, kind=_TEXT, text=_TEXT, suggestion=_TEXT, spans=_SPANS),
    "skipped": _schema(item=_TEXT, error=_TEXT, what=_TEXT, remedy=_TEXT),
}  # fmt: skip


def rows_of(reading: Reading, texts: bool) -> Iterator[tuple[str, Row]]:
    """A reading's rows, each with its table; without `texts` the articles' own are left out."""
    article, text = reading.article, reading.article.text
    doc = content_id("doc", article.where, article.sha256, article.id)
    yield "articles", {
        "doc": doc, "id": article.id, "title": article.title, "outlet": article.outlet,
        "byline": article.byline, "published": article.published, "language": article.language,
        "url": article.url, "sha256": article.sha256, "read_from": article.where,
        "words": len(text.split()), "text": text if texts else None,
    }  # fmt: skip
    entities = {entity.id: entity for entity in reading.entities}
    for attribution in reading.attributions:
        yield "attributions", {"doc": doc, **_attribution(attribution, text, entities)}
    for entity in reading.entities:
        yield "entities", {"doc": doc, **_entity(entity)}
    for gap in reading.gaps:
        yield "gaps", {
            "doc": doc, "kind": gap.kind.value, "what": _words(gap.what, text),
            "what_spans": _spans(gap.what), "cue": text_of(gap.cue, text),
            "cue_spans": _spans(gap.cue), "withheld_by": gap.withheld_by,
            "holder": _words(gap.holder, text),
        }  # fmt: skip
    for passage in reading.unsourced:
        yield "unsourced", {
            "doc": doc, "reason": passage.reason.value, "text": text_of(passage.spans, text),
            "spans": _spans(passage.spans),
        }  # fmt: skip
    for notice in reading.notices:
        yield "notices", {
            "doc": doc, "kind": notice.kind, "text": notice.text,
            "suggestion": notice.suggestion, "spans": _spans(notice.spans),
        }  # fmt: skip


def skipped_row(error: ItemError) -> Row:
    """An item that could not be read."""
    return {
        "item": error.where, "error": type(error).__name__, "what": error.what,
        "remedy": error.remedy,
    }  # fmt: skip


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows as a table of Arrow's; halves of surrogate pairs, which it cannot hold, become marks."""
    return pa.Table.from_pylist([_storable(row) for row in rows], schema=SCHEMAS[name])


def writer_of(name: str, path: Path) -> pq.ParquetWriter:
    """What writes a table to a file; the same rows give the same bytes."""
    return pq.ParquetWriter(path, SCHEMAS[name], compression="zstd", store_schema=False)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value if value.isprintable() else value.encode("utf8", "replace").decode("utf8")
    if isinstance(value, dict):
        return {key: _storable(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_storable(each) for each in value]
    return value


def _attribution(a: Attribution, text: str, entities: dict[str, Entity]) -> Row:
    speaker = entities.get(a.speaker or "")
    firmness, date = a.firmness, a.said.date if a.said else None
    place = entities.get(a.said.place.entity) if a.said and a.said.place else None
    return {
        "id": a.id, "source": _words(a.source, text), "source_spans": _spans(a.source),
        "cue": _words(a.cue, text), "cue_spans": _spans(a.cue),
        "content": text_of(a.content, text), "content_spans": _spans(a.content),
        "kind": a.kind.value, "speaker": a.speaker,
        "speaker_name": speaker.name if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        "channel": [_hop(hop, text, entities) for hop in a.channel],
        "act": firmness.act.value if firmness else None,
        "certainty": firmness.certainty.value if firmness else None,
        "polarity": firmness.polarity.value if firmness else None,
        "said_from": date.start if date else None, "said_to": date.end if date else None,
        "said_at": place.name if place else None, "denies": a.denies, "score": a.score,
    }  # fmt: skip


def _hop(hop: Hop, text: str, entities: dict[str, Entity]) -> Row:
    entity = entities.get(hop.entity or "")
    name = entity.name if entity else None
    return {"relation": hop.relation, "name": name, "text": text_of(hop.spans, text)}


def _entity(entity: Entity) -> Row:
    place = entity.place
    return {
        "id": entity.id, "name": entity.name, "kind": entity.kind.value,
        "aliases": list(entity.aliases), "roles": list(entity.roles),
        "mentions": len(entity.mentions), "geonameid": place.geonameid if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
    }  # fmt: skip


def _words(spans: Spans | None, text: str) -> str | None:
    return text_of(spans, text) if spans else None


def _spans(spans: Spans | None) -> list[Row] | None:
    return [{"start": s.start, "end": s.end} for s in spans] if spans else None
