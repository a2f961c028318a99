"""The JSON interface answers whatever is asked of it as its description says, and never with a 5xx."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from datasette.app import Datasette
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.ledger import Ledger
from onrecord.web.interface import document
from onrecord.web.server import Door
from onrecord.web.server import datasette as served

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:datasette.*"),
    # facets that Datasette does not wait for when one of them fails
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NAMES = [
    "_shape", "_size", "_next", "_sort", "_sort_desc", "_search", "_search_text", "_searchmode",
    "_where", "_col", "_nocol", "_facet", "_facet_array", "_facet_date", "_facet_size", "_labels",
    "_label", "_json", "_json_infinity", "_nl", "_timelimit", "_ttl", "_through", "_nocount",
    "_nofacet", "_trace", "_extra", "_filter_column", "_filter_op", "_filter_value", "_stream",
    "_header", "_dl", "_sort_by_desc", "_blob_column", "_blob_hash", "_hash", "_group_count", "p",
    "text", "text__contains", "text__like", "text__glob", "id__in", "number__gt", "id__not",
    "number__exact", "id__isnull", "id__arraycontains", "first_seen__date", "nosuch__gt", "score",
]  # fmt: skip
PIECES = [
    "", "0", "1", "-1", "1000", "99999999999999999999", "1e400", "nan", "1,2", "~00", "x", "é", "\x00",
    "\ud800", "'", '"', "%", "%00", "(", "*", "[1]", "[", "{", '{"table":"claim","column":"id"}', "array",
    "object", "objects", "arrays", "arrayfirst", "max", "on", "off", "claim", "id", "number", "rowid",
    "select 1", "select :p", "select * from claim", "select x", "select 1/0", "select abs(-9223372036854775808)",
    "select json('{')", "select zeroblob(3)", "select 9e999", "with x as (select 1) select * from x",
    "explain select 1", "select * from article_words where article_words match '\"'", "select 1;", "--",
]  # fmt: skip
text = st.one_of(st.sampled_from(PIECES), st.text(max_size=12), st.sampled_from(NAMES))
asked = st.lists(
    st.tuples(st.one_of(st.sampled_from(NAMES), st.text(max_size=6)), text), max_size=5
)


@pytest.fixture(scope="module")
def server(built: Path) -> Datasette:
    return served(built, Door())


@pytest.fixture(scope="module")
def told(server: Datasette) -> dict[str, Any]:
    return dict(asyncio.run(server.client.get("/-/story/strait/openapi")).json())


def encoded(word: str) -> str:
    return quote(word.encode("utf8", "surrogatepass"), safe="")


def held_to(told: dict[str, Any], path: str, answer: Any) -> None:
    """An answer against what is described for its path. A redirect leads to another spelling."""
    assert answer.status_code < 500, answer.text
    assert "Traceback" not in answer.text
    if answer.status_code == 302:
        assert "302" in told["paths"][path]["get"]["responses"]
        return
    if answer.headers["content-type"].startswith("text/plain"):  # one object a line
        assert "_nl" in str(answer.request.url)
        return
    described = told["paths"][path]["get"]["responses"]
    assert str(answer.status_code) in described, (answer.status_code, answer.text[:200])
    (kind,) = described[str(answer.status_code)]["content"].items()
    assert answer.headers["content-type"].partition(";")[0] == kind[0]
    jsonschema.validate(answer.json(), kind[1]["schema"])


def ask(server: Datasette, path: str, query: list[tuple[str, str]]) -> Any:
    url = path + "?" + "&".join(f"{encoded(name)}={encoded(value)}" for name, value in query)
    return asyncio.run(server.client.request("GET", url, avoid_path_rewrites=True))


def test_the_description_is_of_this_ledger_and_sound(told: dict[str, Any], built: Path) -> None:
    with Ledger.open(built, read_only=True) as ledger:
        assert told == document(ledger, "strait")
    tables = told["paths"]["/strait/{table}.json"]["get"]["parameters"][0]["schema"]["enum"]
    assert {"claim", "article", "statements", "open_gaps", "contradictions"} <= set(tables)
    assert not [name for name in tables if name.startswith(("sqlite_", "article_words"))]


def test_what_is_described_is_answered(server: Datasette, told: dict[str, Any]) -> None:
    path = "/strait/{table}.json"
    described = told["paths"][path]["get"]
    table, *rest = described["parameters"]
    for name in table["schema"]["enum"]:
        answer = ask(server, f"/strait/{name}.json", [("_shape", "array"), ("_size", "2")])
        assert answer.status_code == 200
        held_to(told, path, answer)
    for shape in rest[0]["schema"]["enum"]:
        answer = ask(server, "/strait/claim.json", [("_shape", shape), ("_size", "2")])
        assert answer.status_code == 200
        held_to(told, path, answer)
    first = ask(server, "/strait/article.json", [("_shape", "array"), ("_size", "1")]).json()[0]
    row = ask(server, f"/strait/article/{first['id']}.json", [("_shape", "array")])
    assert row.status_code == 200
    held_to(told, "/strait/{table}/{id}.json", row)
    for url, status in (("/strait.json", 400), ("/strait/claim/a~2Eb.json", 404),
                        ("/strait/claim/a~2Cb~2Ejson", 404), ("/strait/null~2Cnull~2Ejson", 404)):  # fmt: skip
        answer = ask(server, url, [("_shape", "array")])
        assert answer.status_code == status
        held_to(told, path, answer)
    counted = ask(
        server, "/strait.json", [("sql", "select count(*) as n from claim"), ("_shape", "array")]
    )
    assert counted.json()[0]["n"] > 10


BOUNDED = settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@BOUNDED
@given(data=st.data())
def test_no_question_about_a_table_breaks_anything(
    server: Datasette, told: dict[str, Any], data: st.DataObject
) -> None:
    path = "/strait/{table}.json"
    tables = told["paths"][path]["get"]["parameters"][0]["schema"]["enum"]
    table = data.draw(st.sampled_from(tables))
    answer = ask(server, f"/strait/{table}.json", data.draw(asked))
    held_to(told, path, answer)


@BOUNDED
@given(id=text, query=asked, table=st.sampled_from(["claim", "article", "decided", "statements"]))
def test_no_question_about_a_row_breaks_anything(
    server: Datasette, told: dict[str, Any], id: str, query: list[tuple[str, str]], table: str
) -> None:
    answer = ask(server, f"/strait/{table}/{encoded(id)}.json", query)
    if "/" not in id and id:
        held_to(told, "/strait/{table}/{id}.json", answer)


@BOUNDED
@given(sql=text, query=asked)
def test_no_query_breaks_anything(
    server: Datasette, told: dict[str, Any], sql: str, query: list[tuple[str, str]]
) -> None:
    answer = ask(server, "/strait.json", [("sql", sql), *query])
    held_to(told, "/strait.json", answer)


@BOUNDED
@given(
    part=st.sampled_from(["", "claim", "speaker", "article", "words", "statement", "decisions",
                          "search", "refused", "missing", "enter", "decide", "leave", "openapi"]),
    id=text, query=st.lists(st.tuples(st.sampled_from(["q", "done", "token", "x"]), text), max_size=3),
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS"]),
)  # fmt: skip
def test_no_address_of_a_page_breaks_anything(
    server: Datasette, part: str, id: str, query: list[tuple[str, str]], method: str
) -> None:
    url = f"/-/story/strait/{part}" + (f"/{encoded(id)}" if id else "")
    url += "?" + "&".join(f"{name}={encoded(value)}" for name, value in query)
    answer = asyncio.run(server.client.request(method, url, avoid_path_rewrites=True))
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers
