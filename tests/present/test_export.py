"""What is handed on is read back: by each format's own library, and to the very characters."""

from __future__ import annotations

import csv
import json
import shutil
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
from onrecord.build import build, decide
from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger, review
from onrecord.ledger.review import Hand
from onrecord.pipeline import extract, read
from onrecord.present import brat, jsonl, topics
from onrecord.present.export import FORMATS
from onrecord.present.export.tables import TABLES
from onrecord.story import folder
from onrecord.values import Span

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
SCHEMA = Namespace("https://schema.org/")
CONTRACT = Path(__file__).parents[3] / "shared" / "score" / "contract.py"
HOSTILE = [
    {"text": '=1+1 is safe, Ana "Q" O\'Hara said on Monday.\n\nShe \U0001f6a2 declined to say who paid.',
     "title": '=HYPERLINK("x")', "outlet": "@SUM(A1)", "date": "2026-03-04"},
    {"text": "\U0001f6a2\U0001f6a2 “It sails,” said Ana O'Hara.\u2028She smiled \ud83d.", "title": "Two"},
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(strait: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(Path(shutil.copy(strait, tmp_path_factory.mktemp("export")))) as story:
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
    expected = list(jsonl.lines(map(extract, read(folder()))))
    found = written(ledger, "jsonl")[""].decode().splitlines(keepends=True)
    decided = 0
    for line, other in zip(found, expected, strict=True):
        held = json.loads(line)
        if acts := held.pop("decisions", None):
            assert [act["by"] for act in acts] == ["A. Nwosu"]
            decided += 1
            assert held == json.loads(other)
        else:
            assert line == other
    assert decided == 2


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


@pytest.fixture
def corrected(ledger: Ledger, tmp_path: Path) -> Iterator[tuple[Ledger, str, str]]:
    """The story with a speaker put right, a span, a removal and an undo; and whose is whose."""
    ledger.db.execute("VACUUM INTO ?", (str(tmp_path / "c.ledger"),))
    with Ledger.open(tmp_path / "c.ledger") as story:
        one, two, three = (claim.said for claim in topics.claims(story, 40, only_said=True)[20:23])
        query = "SELECT id, name FROM article_entity WHERE article = ? AND kind = 'person' AND id NOT IN (SELECT speaker FROM stated WHERE id = ?)"
        entity, name = story.db.execute(query, (one.words.article.id, one.id)).fetchone()
        hand = Hand("B. Ito", "=heard it")
        cut = Span(two.words.start, two.words.start + 9)
        decide(story, lambda: review.speaker(story, one.id, entity, hand))
        decide(story, lambda: review.span(story, two.id, "content", (cut,), hand))
        done = decide(story, lambda: review.remove(story, two.id, hand))
        decide(story, lambda: review.undo(story, str(done.number), hand))
        decide(story, lambda: review.remove(story, three.id, hand))
        yield story, one.id, name


def test_every_format_hands_on_what_persons_put_right(
    corrected: tuple[Ledger, str, str],
) -> None:
    story, id, name = corrected
    rows = list(csv.DictReader(StringIO(written(story, "csv")["statements.csv"].decode())))
    mine = next(row for row in rows if row["id"] == id)
    assert mine["corrected"] == "speaker"
    assert mine["speaker_name"].endswith(name.split()[-1])
    cut = next(row for row in rows if row["corrected"] == "content")
    assert int(cut["end"]) - int(cut["start"]) == 9
    acts = list(csv.DictReader(StringIO(written(story, "csv")["decisions.csv"].decode())))
    assert [a["act"] for a in acts] == ["reject", "speaker", "span", "remove", "undo", "remove"]
    assert [a["stands"] for a in acts] == ["1", "1", "1", "0", "0", "1"]
    assert {a["reason"] for a in acts[1:5]} == {"'=heard it"}
    lines = [json.loads(line) for line in written(story, "jsonl")[""].decode().splitlines()]
    told = {act["number"]: act for line in lines for act in line.get("decisions", ())}
    assert [told[n]["act"] for n in sorted(told)] == [a["act"] for a in acts]
    local = story.db.execute("SELECT local_id FROM attribution WHERE id = ?", (id,)).fetchone()[0]
    said = [
        (line, a) for line in lines for a in line["attributions"] if a["id"] == local
        and line.get("decisions")
    ]  # fmt: skip
    assert [e["name"] for line, a in said for e in line["entities"] if e["id"] == a["speaker"]] == [
        name
    ]
    count = story.db.execute("SELECT count(*) FROM attribution").fetchone()[0]
    assert sum(len(line["attributions"]) for line in lines) == count - 1
    assert (
        len([i for i in value(story, "web-annotation")["items"] if ":statement:" in i["id"]])
        == count - 1
    )
    held = value(story, "prov")
    assert {act["prov:label"].split(":")[0] for act in held["activity"].values()} >= {
        "speaker", "span", "remove", "undo 4", "reject",
    }  # fmt: skip
    assert len(held["wasInformedBy"]) == 1
    assert [e["prov:value"] for k, e in held["entity"].items() if k == f"onrecord:statement:{id}"]
    ProvDocument.deserialize(content=json.dumps(held), format="json")


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
