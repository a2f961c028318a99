"""Articles with their marks: as JSON Lines, as brat has them, as tasks for Label Studio."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from onrecord.ledger import Ledger
from onrecord.ledger.readings import reading_of
from onrecord.present import brat, jsonl, topics
from onrecord.values import Attribution, Reading

LABELS = (("source", "Source"), ("cue", "Cue"), ("content", "Content"))


def readings(ledger: Ledger) -> Iterator[Reading]:
    """Every article's reading, in the order in which they came."""
    for (id,) in ledger.db.execute("SELECT id FROM article ORDER BY number").fetchall():
        yield reading_of(ledger.db, id)


def json_lines(ledger: Ledger) -> Iterator[str]:
    """What `onrecord read --format jsonl` prints, with what persons decided about each article."""
    decided: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = """
        SELECT DISTINCT i.decision, e.article FROM decided i JOIN judgement j ON j.id = i.judgement
        JOIN (SELECT id, article FROM attribution UNION ALL SELECT id, article FROM article_entity
              UNION ALL SELECT id, article FROM gap UNION ALL SELECT id, id FROM article) e
          ON e.id IN (j.subject, j.object)
        ORDER BY i.decision, e.article"""
    acts = {act.number: asdict(act) for act in topics.decisions(ledger)}
    for number, article in ledger.db.execute(query) if acts else ():
        decided[article].append(acts[number])
    for (id,) in ledger.db.execute("SELECT id FROM article ORDER BY number").fetchall():
        yield jsonl.line_of(reading_of(ledger.db, id), decided[id]) + "\n"


def brat_files(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """Texts and the annotations beside them."""
    for name, content in brat.files(readings(ledger)):
        yield name, [content]


def tasks(ledger: Ledger) -> Iterator[str]:
    """A list of Label Studio tasks; its offsets count UTF-16 units, as browsers do."""
    yield "["
    for n, reading in enumerate(readings(ledger)):
        yield (",\n" if n else "\n") + dumped(_task(reading))
    yield "\n]\n"


def dumped(value: object) -> str:
    """`value` as JSON, with halves of surrogate pairs, which no encoding takes, escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text if text.isprintable() else json.dumps(value, allow_nan=False)


def _task(reading: Reading) -> dict[str, Any]:
    article = reading.article
    units = Units(article.text)
    results = [r for a in reading.attributions for r in _results(a, article.text, units)]
    score = min((a.score for a in reading.attributions), default=0.0)
    return {
        "data": {
            "text": article.text, "id": article.id, "title": article.title,
            "outlet": article.outlet, "published": article.published, "url": article.url,
        },
        "predictions": [{"model_version": "onrecord", "score": score, "result": results}],
    }  # fmt: skip


def _results(a: Attribution, text: str, units: Units) -> Iterator[dict[str, Any]]:
    """A region for each piece of each role, and links from the cue or source to the rest."""
    ids: list[str] = []
    for role, label in LABELS:
        for n, span in enumerate(getattr(a, role) or ()):
            ids.append(f"{a.id}-{role}-{n}")
            start, end = units.at(span.start), units.at(span.end)
            value = {"start": start, "end": end, "text": span.of(text), "labels": [label]}
            yield {"id": ids[-1], "from_name": "label", "to_name": "text", "type": "labels",
                   "value": value, "score": a.score}  # fmt: skip
    for other in ids[1:]:
        yield {"type": "relation", "from_id": ids[0], "to_id": other, "direction": "right",
               "labels": ["attribution"]}  # fmt: skip


class Units:
    """Offsets of one text in UTF-16 code units, as browsers count."""

    def __init__(self, text: str) -> None:
        self._wide = [n for n, char in enumerate(text) if ord(char) > 0xFFFF]

    def at(self, offset: int) -> int:
        """The offset, in code points, as code units."""
        if not self._wide:
            return offset
        return offset + bisect_left(self._wide, offset)
