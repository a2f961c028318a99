"""The JSON interface of a served ledger, described in OpenAPI: tables, rows and queries.

The interface is Datasette's; this is the part of it that a program needs, with the tables that this
ledger has. Columns are told in docs/reference/ledger.md. What is described here is held by a test
that asks for everything, in and out of order.
"""

from __future__ import annotations

from typing import Any

from datasette.utils import tilde_encode

from onrecord import __version__
from onrecord.ledger import Ledger

ROWS = {"type": "array", "items": {"type": "object"}}
FAULT = {
    "type": "object", "required": ["ok", "error"],
    "properties": {"ok": {"const": False}, "error": {"type": "string"},
                   "status": {"type": "integer"}},
}  # fmt: skip
_SHAPES = """\
`array`: a list of objects, one a row. `objects`: one object with `rows` like these, `next` and \
`truncated`. `arrays`: the same with rows as lists, their names in `columns`."""
_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name"


def document(ledger: Ledger, database: str) -> dict[str, Any]:
    """The OpenAPI document of a ledger that is called `database`."""
    home = f"/{tilde_encode(database)}"
    names = [row[0] for row in ledger.db.execute(_TABLES)]
    tables = [
        name for name in names if not name.startswith(("sqlite_", "article_words", "claim_words"))
    ]
    table = _in_path("table", {"enum": tables}, "A table or view of the ledger.")
    sql = _asked("sql", {"type": "string"}, "One SELECT; `:name` takes the parameter `name`.")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"onrecord: {database}",
            "version": __version__,
            "description": "A ledger of news coverage, read only. No verdicts: who said what.",
        },
        "paths": {
            f"{home}/{{table}}.json": _get("Rows of a table", [table, *_paging()]),
            f"{home}/{{table}}/{{id}}.json": _get(
                "One row", [table, _in_path("id", {"type": "string"}, "Its key; parts by commas."), _shape()]
            ),
            f"{home}.json": _get("Rows of a query", [sql | {"required": True}, _shape()]),
        },
    }  # fmt: skip


def _get(summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    either = {"oneOf": [ROWS, _object()]}
    answers = {"200": _json("What was asked for", either)}
    for status, why in (("400", "That cannot be asked"), ("404", "There is no such thing")):
        answers[status] = _json(why, FAULT)
    answers["302"] = {"description": "The same under another spelling; signs are written ~2E"}
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _object() -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": ["array", "object"]}}
    told = {"rows": rows, "columns": {"type": "array", "items": {"type": "string"}},
            "truncated": {"type": "boolean"}, "next": {"type": ["string", "null"]}}  # fmt: skip
    return {"type": "object", "properties": told}


def _paging() -> list[dict[str, Any]]:
    return [
        _shape(),
        _asked("_size", {"type": "integer", "minimum": 0, "maximum": 1000}, "Rows of one answer."),
        _asked("_next", {"type": "string"}, "Where the answer before left off: its `next`."),
        _asked("_sort", {"type": "string"}, "A column."),
        _asked("_sort_desc", {"type": "string"}, "A column; the greatest first."),
        _asked("_search", {"type": "string"}, "Words, in tables that have an index of them."),
        _asked("_where", {"type": "string"}, "A condition in SQL."),
    ]


def _shape() -> dict[str, Any]:
    return _asked("_shape", {"enum": ["array", "objects", "arrays"], "default": "arrays"}, _SHAPES)


def _asked(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _in_path(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema,
            "description": description}  # fmt: skip
