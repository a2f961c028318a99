"""What is handed on is read back: by each format's own library, and to the very characters."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from followthemoney import model
from prov.model import ProvDocument
from rdflib import RDF, Graph, Namespace, URIRef

from onrecord import cli
from onrecord.build import build
from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger
from onrecord.pipeline import extract, read
from onrecord.present import brat, jsonl, topics
from onrecord.present.export import FORMATS
from onrecord.present.export.tables import TABLES
from onrecord.story import folder

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
SCHEMA = Namespace("https://schema.org/")
CONTRACT = Path(__file__).parents[3] / "shared" / "score" / "contract.py"
HOSTILE = [
    {"text": '=1+1 is safe, Ana "Q" O\'Hara said on Monday.\n\nShe \U0001f6a2 declined to say who paid.',
     "title": '=HYPERLINK("x")', "outlet": "@SUM(A1)", "date": "2026-03-04"},
    {"text": "\U0001f6a2\U0001f6a2 “It sails,” said Ana O'Hara.\u2028She smiled \ud83d.", "title": "Two"},
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("export") / "strait.ledger"
    with Ledger.open(path, create=True) as story:
        build(story, folder())
        one, other = topics.claims(story, 2)
        story.judge(Judgement(
            Relation.SAME_CLAIM, one.id, other.id, "person: A. Nwosu", 1.0, "read both", False))  # fmt: skip
        yield story


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    home = tmp_path_factory.mktemp("hostile")
    (home / "rows.jsonl").write_text("\n".join(map(json.dumps, HOSTILE)), "utf8")
    with Ledger.open(home / "a.ledger", create=True) as story:
        build(story, home / "rows.jsonl")
        yield story


def written(ledger: Ledger, form: str) -> dict[str, bytes]:
    return {
        name: b"".join(p if isinstance(p, bytes) else p.encode("utf8", "replace") for p in pieces)
        for name, pieces in FORMATS[form].files(ledger)
    }


def value(ledger: Ledger, form: str) -> Any:
    return json.loads(written(ledger, form)[""])


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_ledger_gives_the_same_bytes(ledger: Ledger, hostile: Ledger, form: str) -> None:
    for story in (ledger, hostile):
        assert written(story, form) == written(story, form)


def test_json_lines_are_those_of_reading(ledger: Ledger) -> None:
    expected = "".join(jsonl.lines(map(extract, read(folder()))))
    assert written(ledger, "jsonl")[""].decode() == expected


@pytest.mark.skipif(
    not CONTRACT.exists(), reason="the contract's checker is not beside the checkout"
)
def test_json_lines_keep_the_contract(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "lines.jsonl").write_bytes(written(ledger, "jsonl")[""])
    for name, text in ledger.db.execute("SELECT name, text FROM article"):
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
    command = [sys.executable, str(CONTRACT), str(tmp_path / "lines.jsonl"), str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_tables_hold_every_row_and_no_formula(ledger: Ledger, hostile: Ledger) -> None:
    for story in (ledger, hostile):
        files = written(story, "csv")
        assert set(files) == {f"{name}.csv" for name in TABLES}
        for name in TABLES:
            rows = list(csv.reader(StringIO(files[f"{name}.csv"].decode(), newline="")))
            assert len(rows) - 1 == len(story.db.execute(TABLES[name]).fetchall())
            assert len({len(row) for row in rows}) == 1
            assert not [cell for row in rows[1:] for cell in row if cell.startswith(tuple("=+@\t"))]


def test_parquet_holds_what_the_tables_hold(ledger: Ledger, tmp_path: Path) -> None:
    for name, data in written(ledger, "parquet").items():
        (tmp_path / name).write_bytes(data)
        query = TABLES[name.removesuffix(".parquet")]
        rows = [dict(row) for row in ledger.db.execute(query)]
        assert pq.read_table(tmp_path / name).to_pylist() == rows


def test_offsets_in_tables_cut_out_the_words(ledger: Ledger) -> None:
    texts = dict(ledger.db.execute("SELECT id, text FROM article").fetchall())
    for row in ledger.db.execute(TABLES["unsourced"]):
        assert texts[row["article"]][row["start"] : row["end"]].startswith(row["text"][:20])


def test_linked_data_says_who_claims_what_and_where_it_first_appeared(ledger: Ledger) -> None:
    graph = Graph().parse(data=written(ledger, "jsonld")[""], format="json-ld")
    claims = set(graph.subjects(RDF.type, SCHEMA.Claim))
    assert len(claims) == topics.counts(ledger).claims
    assert len(set(graph.subjects(RDF.type, SCHEMA.NewsArticle))) == 19
    articles = set(graph.subjects(RDF.type, SCHEMA.NewsArticle))
    for claim in claims:
        assert set(graph.objects(claim, SCHEMA.firstAppearance)) <= articles
        assert set(graph.objects(claim, SCHEMA.appearance)) <= articles
    known = {*claims, *articles, *graph.subjects(SCHEMA.name)}
    for quotation in graph.subjects(RDF.type, SCHEMA.Quotation):
        assert isinstance(quotation, URIRef)
        assert set(graph.objects(quotation, SCHEMA.spokenByCharacter)) <= known
    assert not set(graph.subjects(RDF.type, SCHEMA.ClaimReview))


TERMS = {
    "headline", "url", "datePublished", "inLanguage", "identifier", "author", "publisher", "name",
    "alternateName", "description", "text", "dateCreated", "firstAppearance", "appearance",
    "spokenByCharacter", "isPartOf", "exampleOfWork",
}  # fmt: skip
TYPES = {"NewsArticle", "Person", "Organization", "NewsMediaOrganization", "Place", "Country",
         "Claim", "Quotation"}  # fmt: skip


def test_linked_data_uses_schema_orgs_words_alone(ledger: Ledger) -> None:
    graph = Graph().parse(data=written(ledger, "jsonld")[""], format="json-ld")
    assert {str(p).removeprefix(str(SCHEMA)) for p in graph.predicates()} - {str(RDF.type)} <= TERMS
    assert {str(t).removeprefix(str(SCHEMA)) for t in graph.objects(None, RDF.type)} <= TYPES


def test_annotations_find_their_words_by_quotation_and_by_position(
    ledger: Ledger, hostile: Ledger
) -> None:
    for story in (ledger, hostile):
        page = value(story, "web-annotation")
        assert page["type"] == "AnnotationPage"
        texts = [row[0] for row in story.db.execute("SELECT text FROM article")]
        ids = [item["id"] for item in page["items"]]
        assert len(set(ids)) == len(ids) > 0
        for item in page["items"]:
            for target in item["target"]:
                quote, position = target["selector"]
                whole = quote["prefix"] + quote["exact"] + quote["suffix"]
                having = [t for t in texts if whole in t and _at(t, position) == quote["exact"]]
                assert having
                text = having[0]
                units = text.encode("utf-16-le", "surrogatepass")
                cut = units[2 * position["utf16Start"] : 2 * position["utf16End"]]
                assert cut.decode("utf-16-le", "surrogatepass") == quote["exact"]


def _at(text: str, position: dict[str, Any]) -> str:
    return text[position["start"] : position["end"]]


def test_provenance_names_who_decided(ledger: Ledger) -> None:
    data = written(ledger, "prov")[""].decode()
    document = ProvDocument.deserialize(content=data, format="json")
    assert len(list(document.get_records())) > 100
    held = json.loads(data)
    copies = [d for d in held["wasDerivedFrom"].values() if "prov:activity" in d]
    query = "SELECT count(*) FROM copies"
    assert len(copies) == ledger.db.execute(query).fetchone()[0]
    assert "person: A. Nwosu" in {a["prov:label"] for a in held["agent"].values()}
    assert {d["prov:activity"] for d in held["wasAssociatedWith"].values()} == set(held["activity"])


def test_followthemoney_takes_every_entity_and_every_property(ledger: Ledger) -> None:
    lines = [json.loads(line) for line in written(ledger, "ftm")[""].decode().splitlines()]
    ids = {line["id"] for line in lines}
    assert len(ids) == len(lines)
    for line in lines:
        proxy = model.get_proxy(line, cleaned=False)
        for name, values in line["properties"].items():
            assert len(proxy.get(name)) == len(set(values)), (line["schema"], name, values)
        if line["schema"] == "Mention":
            assert {*line["properties"]["document"], *line["properties"]["resolved"]} <= ids


def test_brat_gives_texts_and_marks(ledger: Ledger) -> None:
    files = written(ledger, "brat")
    expected = dict(brat.files(map(extract, read(folder()))))
    assert {name: data.decode() for name, data in files.items()} == expected


def test_tasks_give_browsers_the_words_that_were_marked(ledger: Ledger, hostile: Ledger) -> None:
    for story in (ledger, hostile):
        for task in value(story, "label-studio"):
            units = task["data"]["text"].encode("utf-16-le", "surrogatepass")
            (prediction,) = task["predictions"]
            regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
            for region in regions.values():
                at = region["value"]
                cut = units[2 * at["start"] : 2 * at["end"]].decode("utf-16-le", "surrogatepass")
                assert cut == at["text"]
            for link in (r for r in prediction["result"] if r["type"] == "relation"):
                assert {link["from_id"], link["to_id"]} <= regions.keys()


def test_the_command_writes_files_and_folders(
    ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(ledger.path)
    assert cli.status(["export", path, "--to", "jsonl"]) == 0
    assert capsys.readouterr().out.encode() == written(ledger, "jsonl")[""]
    assert cli.status(["export", path, "--to", "parquet", "-o", str(tmp_path / "p")]) == 0
    assert {f.name for f in (tmp_path / "p").iterdir()} == {f"{name}.parquet" for name in TABLES}
    assert cli.status(["export", path, "--to", "csv"]) == 2
    assert "-o" in capsys.readouterr().err
    assert cli.status(["export", path, "--to", "prov", "-o", str(tmp_path)]) == 2
