"""A ledger handed on: one module for each family of formats, everything streamed.

    jsonl            what `onrecord read` prints, made again from the ledger
    csv, parquet     plain tables, a file each
    jsonld           schema.org: articles, speakers, claims, quotations
    web-annotation   W3C Web Annotations, words by quotation and by position
    prov             W3C PROV: what was derived from what, by whose decision
    ftm              followthemoney entities
    brat             stand-off annotations beside texts
    label-studio     tasks with what the reader found, to be corrected by people

Each gives files: names with their contents in pieces. A format of one file gives one without a
name. The same ledger gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.ledger import Ledger
from onrecord.present.export.annotations import web_annotations
from onrecord.present.export.entities import entities
from onrecord.present.export.linked import linked
from onrecord.present.export.marked import brat_files, json_lines, tasks
from onrecord.present.export.provenance import provenance
from onrecord.present.export.tables import csv_files, parquet_files

Pieces = Iterable[str | bytes]
Files = Iterator[tuple[str, Pieces]]


@dataclass(frozen=True, slots=True)
class Format:
    """How a ledger is written; `folder` says that it takes several files."""

    files: Callable[[Ledger], Files]
    folder: bool = False


def _one(pieces: Callable[[Ledger], Iterator[str]]) -> Format:
    def files(ledger: Ledger) -> Files:
        yield "", pieces(ledger)

    return Format(files)


FORMATS: Mapping[str, Format] = {
    "jsonl": _one(json_lines),
    "csv": Format(csv_files, folder=True),
    "parquet": Format(parquet_files, folder=True),
    "jsonld": _one(linked),
    "web-annotation": _one(web_annotations),
    "prov": _one(provenance),
    "ftm": _one(entities),
    "brat": Format(brat_files, folder=True),
    "label-studio": _one(tasks),
}
