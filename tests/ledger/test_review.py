"""A person puts a statement right: it is kept, it is honoured, and it can be taken back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord import build as building
from onrecord.build import build, decide, reader_version
from onrecord.errors import BadDecision
from onrecord.ledger import Ledger, review
from onrecord.ledger.readings import reading_of
from onrecord.ledger.review import Done, Hand
from onrecord.ledger.store import MIGRATIONS, statements_in
from onrecord.present import topics
from onrecord.values import Attribution, Entity, Reading, Span, content_id

HAND = Hand("A. Nwosu", "heard the tape")
WIRE = (
    "Ana Brandt, who runs the harbour museum at Tellin, met Josef Oduya on Monday. "
    "The roof of the museum is sound and eleven old boats are dry, Oduya said. "
    "“The repairs have cost the town 2.1 million marks,” he said."
)
ROWS = [
    {"text": f"{WIRE}\n\nNothing else of note was reported in edition {n}.",
     "outlet": f"Paper {n}", "date": f"2026-03-0{n + 1}"}
    for n in range(4)
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf8")
    with Ledger.open(folder / "a.ledger", create=True) as ledger:
        build(ledger, folder / "rows.jsonl")
    return folder


@pytest.fixture
def ledger(built: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(shutil.copy(built / "a.ledger", tmp_path / "a.ledger")) as opened:
        yield opened


def act(ledger: Ledger, what: Callable[..., Done], *given: object, hand: Hand = HAND) -> Done:
    return decide(ledger, lambda: what(ledger, *given, hand))


def statement(ledger: Ledger, words: str, number: int = 1) -> str:
    query = (
        "SELECT s.id FROM stated s JOIN article a ON a.id = s.article "
        "WHERE s.content LIKE ? AND a.number = ? ORDER BY length(s.content)"
    )
    row = ledger.db.execute(query, (f"%{words}%", number)).fetchone()
    assert row is not None, words
    return str(row[0])


def spoken_by(ledger: Ledger, id: str) -> str | None:
    (claim,) = {c for s, c in ledger.groups("claim").items() if s == id}
    return next(s.speaker_name for s in topics.wordings(ledger, claim) if s.id == id)


def record(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """All that follows, with the judgements that stand."""
    tables = ("stated", "stated_span", "entity_member", "claim_statement", "gap_thread")
    held = {t: sorted(map(tuple, ledger.db.execute(f"SELECT * FROM {t}")), key=str) for t in tables}
    query = "SELECT text, speaker, statements, articles, origins FROM claim ORDER BY id"
    held["claim"] = [tuple(row) for row in ledger.db.execute(query)]
    query = "SELECT relation, subject, object, holds, type FROM standing ORDER BY 1, 2, 3, 4, 5"
    held["standing"] = [tuple(row) for row in ledger.db.execute(query)]
    return held


def observed(ledger: Ledger) -> list[tuple[object, ...]]:
    rows = [tuple(row) for row in ledger.db.execute("SELECT * FROM attribution ORDER BY id")]
    spans = "SELECT * FROM span ORDER BY owner, role, piece"
    return rows + [tuple(row) for row in ledger.db.execute(spans)]


def at(ledger: Ledger, id: str, words: str) -> Span:
    query = "SELECT a.text FROM attribution s JOIN article a ON a.id = s.article WHERE s.id = ?"
    start = ledger.db.execute(query, (id,)).fetchone()[0].index(words)
    return Span(start, start + len(words))


def test_a_speaker_is_put_right_wherever_people_look(ledger: Ledger) -> None:
    id = statement(ledger, "roof")
    before, seen = record(ledger), observed(ledger)
    assert spoken_by(ledger, id) == "Josef Oduya"
    done = act(ledger, review.speaker, id, "Ana Brandt")
    assert spoken_by(ledger, id) == "Ana Brandt"
    brandt = next(s for s in topics.speakers(ledger) if s.name == "Ana Brandt")
    assert id in {said.id for said in topics.said_by(ledger, brandt.id)}
    article = ledger.db.execute("SELECT article FROM stated WHERE id = ?", (id,)).fetchone()[0]
    read = reading_of(ledger.db, article)
    (mine,) = (a for a in read.attributions if "roof" in words(a))
    named = read.entity(mine.speaker)
    assert named is not None
    assert named.name == "Ana Brandt"
    query = "SELECT speaker, corrected FROM statements WHERE attribution = ?"
    assert tuple(ledger.db.execute(query, (id,)).fetchone()) == ("Ana Brandt", "speaker")
    assert observed(ledger) == seen
    assert ledger.verify() == []
    act(ledger, review.undo, str(done.number))
    assert record(ledger) == before
    assert ledger.verify() == []


def words(a: Attribution) -> str:
    return " ".join(span.of(WIRE) for span in a.content)


def test_matching_looks_at_the_corrected_speaker(ledger: Ledger) -> None:
    one, other = statement(ledger, "2.1 million"), statement(ledger, "2.1 million", 2)
    assert ledger.groups("origin")[one] == ledger.groups("origin")[other]
    act(ledger, review.speaker, one, "Ana Brandt")
    assert ledger.statements([one])[one].speaker_name == "Ana Brandt"
    query = "SELECT count(*) FROM standing WHERE made_by LIKE 'origins%' AND ? IN (subject, object) AND reason LIKE '%words running%'"
    assert ledger.db.execute(query, (one,)).fetchone()[0] == 0


def test_reports_and_agents_are_told_what_was_put_right(ledger: Ledger) -> None:
    from onrecord import mcp
    from onrecord.present.report import page
    from onrecord.present.tables import overview

    id, gone = statement(ledger, "roof"), statement(ledger, "2.1 million", 4)
    assert "speaker put right" not in "".join(page(ledger, "The museum"))
    act(ledger, review.speaker, id, "Ana Brandt")
    act(ledger, review.remove, gone)
    assert "speaker put right" in "".join(page(ledger, "The museum"))
    told = mcp._claim(ledger, ledger.groups("claim")[id])["wordings"]
    (mine,) = (said for said in told if said["id"] == id)
    assert (mine["speaker_name"], mine["corrected"]) == ("Ana Brandt", ("speaker",))
    rows = mcp._topic(ledger, "timeline", 100)["rows"]
    assert gone not in {row["said"]["id"] for row in rows}
    assert "Brandt" in overview(ledger, "The museum")


def test_nobody_may_be_named(ledger: Ledger) -> None:
    id = statement(ledger, "roof")
    act(ledger, review.speaker, id, None)
    assert spoken_by(ledger, id) is None
    assert ledger.verify() == []


def test_spans_are_put_right_and_the_kind_follows(ledger: Ledger) -> None:
    id = statement(ledger, "2.1 million")
    before = record(ledger)
    wanted = at(ledger, id, "“The repairs have cost the town 2.1 million marks,”")
    inner = Span(wanted.start + 5, wanted.end - 20)
    done = act(ledger, review.span, id, "content", (inner,))
    row = ledger.db.execute("SELECT * FROM stated WHERE id = ?", (id,)).fetchone()
    assert (row["start"], row["end"], row["kind"]) == (inner.start, inner.end, "direct")
    outside = at(ledger, id, "met Josef Oduya")
    act(ledger, review.span, id, "content", (outside,))
    row = ledger.db.execute("SELECT * FROM stated WHERE id = ?", (id,)).fetchone()
    assert (row["content"], row["kind"]) == ("met Josef Oduya", "indirect")
    assert ledger.statements([id])[id].spans == (outside,)
    assert {name for _, name in ledger.statements([id])[id].names} == {"Josef Oduya"}
    assert ledger.verify() == []
    act(ledger, review.undo, str(done.number + 1))
    assert ledger.statements([id])[id].spans == (inner,)
    act(ledger, review.undo, str(done.number))
    assert record(ledger) == before


def test_a_source_may_stand_nowhere_and_a_content_may_not(ledger: Ledger) -> None:
    id = statement(ledger, "roof")
    act(ledger, review.span, id, "source", ())
    query = "SELECT source, corrected FROM stated WHERE id = ?"
    assert tuple(ledger.db.execute(query, (id,)).fetchone()) == (None, "source")
    (mine,) = (
        a for a in reading_of(ledger.db, _article(ledger, id)).attributions if "roof" in words(a)
    )
    assert mine.source is None
    with pytest.raises(BadDecision, match="remove it"):
        act(ledger, review.span, id, "content", ())


def _article(ledger: Ledger, id: str) -> str:
    query = "SELECT article FROM attribution WHERE id = ?"
    return str(ledger.db.execute(query, (id,)).fetchone()[0])


def test_what_is_no_statement_is_nowhere_and_comes_back(ledger: Ledger) -> None:
    id = statement(ledger, "roof")
    before, claims = record(ledger), topics.counts(ledger)
    done = act(ledger, review.remove, id)
    assert id not in ledger.groups("claim")
    assert topics.counts(ledger).statements == claims.statements - 1
    assert topics.counts(ledger).claims == claims.claims
    assert all(
        "roof" not in words(a) for a in reading_of(ledger.db, _article(ledger, id)).attributions
    )
    assert ledger.verify() == []
    act(ledger, review.undo, done.judgements[0].id)
    assert record(ledger) == before


def test_a_claim_of_which_nothing_is_left_is_none(ledger: Ledger) -> None:
    number = topics.counts(ledger).claims
    for n in (1, 2, 3, 4):
        act(ledger, review.remove, statement(ledger, "roof", n))
    assert topics.counts(ledger).claims == number - 1 == len(topics.claims(ledger))


def test_copies_of_a_removed_statement_stay_one_claim(ledger: Ledger) -> None:
    hub = statement(ledger, "roof")
    rest = [statement(ledger, "roof", n) for n in (2, 3, 4)]
    act(ledger, review.remove, hub)
    assert len({ledger.groups("claim")[id] for id in rest}) == 1


def test_the_latest_correction_stands_and_undoing_it_brings_back_the_one_before(
    ledger: Ledger,
) -> None:
    id = statement(ledger, "roof")
    act(ledger, review.speaker, id, "Ana Brandt")
    second = act(ledger, review.speaker, id, None, hand=Hand("B. Ito", "not named"))
    assert spoken_by(ledger, id) is None
    act(ledger, review.undo, str(second.number))
    assert spoken_by(ledger, id) == "Ana Brandt"
    decided = topics.decisions(ledger)
    assert [(d.act, d.by, d.stands) for d in decided] == [
        ("undo", "A. Nwosu", False), ("speaker", "B. Ito", False), ("speaker", "A. Nwosu", True),
    ]  # fmt: skip
    assert decided[1].undone_by == decided[0].number
    assert [p.object.text for p in decided[2].points] == ["Ana Brandt"]


def test_an_act_cannot_be_undone_twice(ledger: Ledger) -> None:
    done = act(ledger, review.remove, statement(ledger, "roof"))
    act(ledger, review.undo, str(done.number))
    with pytest.raises(BadDecision, match="stands no longer"):
        act(ledger, review.undo, str(done.number))
    with pytest.raises(BadDecision, match="decide anew"):
        act(ledger, review.undo, str(done.number + 1))


def test_deriving_and_building_again_change_nothing(ledger: Ledger, built: Path) -> None:
    act(ledger, review.speaker, statement(ledger, "roof"), "Ana Brandt")
    act(ledger, review.remove, statement(ledger, "roof", 2))
    act(ledger, review.span, statement(ledger, "2.1 million", 3), "cue", ())
    act(ledger, review.split, statement(ledger, "2.1 million", 4))
    before = record(ledger)
    ledger.derive()
    assert record(ledger) == before
    build(ledger, built / "rows.jsonl")
    assert record(ledger) == before


def test_newer_matching_keeps_what_persons_put_right(ledger: Ledger, built: Path) -> None:
    id, gone = statement(ledger, "roof"), statement(ledger, "roof", 2)
    act(ledger, review.speaker, id, "Ana Brandt")
    act(ledger, review.remove, gone)
    ledger.db.execute("UPDATE article SET matched = 'older'")
    assert build(ledger, built / "rows.jsonl").rematched == 4
    assert spoken_by(ledger, id) == "Ana Brandt"
    assert gone not in ledger.groups("claim")
    assert ledger.verify() == []


def drawn_otherwise(monkeypatch: pytest.MonkeyPatch, change: Callable[[Reading], Reading]) -> None:
    """Let a newer reader come that finds what `change` makes of what ours does."""
    real = building.pipeline.extract_all
    monkeypatch.setattr(
        building.pipeline, "extract_all", lambda *a, **k: map(change, real(*a, **k))
    )


def shifted(reading: Reading) -> Reading:
    """Every content a word shorter at its start, so that no statement keeps its id."""
    made = []
    for a in reading.attributions:
        first = a.content[0]
        start = reading.article.text.index(" ", first.start) + 1
        content = (Span(start, first.end), *a.content[1:])
        made.append(replace(a, id=content_id("shifted", a.id), content=content, denies=None))
    return replace(reading, attributions=tuple(made))


def without(reading: Reading) -> Reading:
    """None of the statements about the roof."""
    kept = tuple(a for a in reading.attributions if "roof" not in words(a))
    return replace(reading, attributions=kept)


def test_a_newer_reader_that_draws_edges_otherwise_keeps_every_decision(
    ledger: Ledger, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(ledger, review.speaker, statement(ledger, "roof"), "Ana Brandt")
    removed = act(ledger, review.remove, statement(ledger, "2.1 million"))
    act(ledger, review.split, statement(ledger, "roof", 2))
    numbers = [d.number for d in topics.decisions(ledger)]
    drawn_otherwise(monkeypatch, shifted)
    ledger.db.execute("UPDATE article SET reader = 'older'")
    assert build(ledger, built / "rows.jsonl").reread == 4
    id, apart = statement(ledger, "roof"), statement(ledger, "roof", 2)
    assert spoken_by(ledger, id) == "Ana Brandt"
    assert list(ledger.groups("claim").values()).count(ledger.groups("claim")[apart]) == 1
    query = "SELECT count(*) FROM stated s JOIN article a ON a.id = s.article WHERE a.number = 1 AND s.content LIKE '%2.1 million%'"
    assert ledger.db.execute(query).fetchone()[0] == 0
    assert ledger.lost() == []
    assert ledger.verify() == []
    assert [d.number for d in topics.decisions(ledger) if d.stands] == numbers
    act(ledger, review.undo, str(removed.number))
    assert ledger.db.execute(query).fetchone()[0] > 0


def test_a_decision_whose_statement_is_gone_says_so_and_returns_with_it(
    ledger: Ledger, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = act(ledger, review.speaker, statement(ledger, "roof"), "Ana Brandt")
    with monkeypatch.context() as newer:
        drawn_otherwise(newer, without)
        ledger.db.execute("UPDATE article SET reader = 'older'")
        build(ledger, built / "rows.jsonl")
    assert ledger.lost() == [done.judgements[0].id]
    assert ledger.verify() == []
    (told,) = topics.decisions(ledger)
    assert [p.finds for p in told.points] == [False]
    assert "roof" in (told.points[0].subject.text or "")
    drawn_otherwise(monkeypatch, shifted)
    ledger.db.execute("UPDATE article SET reader = 'older'")
    build(ledger, built / "rows.jsonl")
    assert ledger.lost() == []
    assert spoken_by(ledger, statement(ledger, "roof")) == "Ana Brandt"


def renamed(reading: Reading) -> Reading:
    """Entities under other ids, as where a newer reader reads a fuller name."""
    ids = {e.id: content_id("renamed", e.id) for e in reading.entities}
    entities: tuple[Entity, ...] = tuple(
        replace(e, id=ids[e.id], name=f"Dr {e.name}") for e in reading.entities
    )
    said = tuple(
        replace(a, speaker=ids.get(a.speaker or ""), channel=(), said=None)
        for a in reading.attributions
    )
    return replace(reading, attributions=said, entities=entities, gaps=())


def test_a_speaker_who_is_read_under_another_name_is_found_again(
    ledger: Ledger, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = statement(ledger, "roof")
    act(ledger, review.speaker, id, "Ana Brandt")
    drawn_otherwise(monkeypatch, renamed)
    ledger.db.execute("UPDATE article SET reader = 'older'")
    build(ledger, built / "rows.jsonl")
    assert spoken_by(ledger, id) == "Dr Ana Brandt"
    assert (
        ledger.db.execute("SELECT DISTINCT reader FROM article").fetchone()[0] == reader_version()
    )


def test_a_statement_is_split_from_its_claim_and_the_rest_stays(ledger: Ledger) -> None:
    ids = [statement(ledger, "roof", n) for n in (1, 2, 3, 4)]
    before = record(ledger)
    assert len({ledger.groups("claim")[id] for id in ids}) == 1
    done = act(ledger, review.split, ids[3])
    groups = ledger.groups("claim")
    assert len({groups[id] for id in ids[:3]}) == 1
    assert list(groups.values()).count(groups[ids[3]]) == 1
    act(ledger, review.same, ids[3], ids[0])
    assert len({ledger.groups("claim")[id] for id in ids}) == 1
    act(ledger, review.undo, str(done.number + 1))
    assert ledger.groups("claim") == groups
    act(ledger, review.undo, str(done.number))
    assert record(ledger) == before


def test_a_name_is_split_from_its_speaker(ledger: Ledger) -> None:
    query = "SELECT id FROM article_entity WHERE name = 'Josef Oduya' ORDER BY id"
    ids = [row[0] for row in ledger.db.execute(query)]
    act(ledger, review.split, ids[1])
    groups = ledger.groups("entity")
    assert list(groups.values()).count(groups[ids[1]]) == 1
    assert len({groups[id] for id in ids if id != ids[1]}) == 1


def test_rejecting_that_two_say_the_same_leaves_the_rest_of_their_claim(ledger: Ledger) -> None:
    row = ledger.db.execute(
        "SELECT j.id FROM standing j JOIN claim_statement c ON c.attribution = j.subject "
        "WHERE j.relation = 'same claim' GROUP BY c.claim HAVING count(*) > 2 LIMIT 1"
    ).fetchone()
    done = act(ledger, review.reject, row[0])
    assert len(done.judgements) == 1


@pytest.mark.parametrize(
    ("what", "given", "told"),
    [
        (review.speaker, ("nosuch", None), "no statement nosuch"),
        (review.speaker, ("roof", "Nobody Known"), "it has Ana Brandt"),
        (review.span, ("roof", "content", (Span(0, 99_999),)), "outside the article"),
        (review.span, ("roof", "content", (Span(3, 4),)), "nothing but space"),
        (review.span, ("roof", "content", (Span(0, 9), Span(5, 12))), "overlap"),
        (review.span, ("roof", "tail", (Span(0, 9),)), "no part"),
        (review.remove, ("nosuch",), "no statement"),
        (review.split, ("nosuch",), "no claim"),
        (review.undo, ("999",), "no decision 999"),
        (review.undo, ("nosuch",), "no judgement"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    ledger: Ledger, what: Callable[..., Done], given: tuple[object, ...], told: str
) -> None:
    ids = tuple(statement(ledger, "roof") if g == "roof" else g for g in given)
    with pytest.raises(BadDecision, match=told):
        act(ledger, what, *ids)
    assert topics.decisions(ledger) == []


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 101, "\u202egnp"])
def test_a_decision_needs_a_name(name: str) -> None:
    with pytest.raises(BadDecision):
        Hand(name)


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE stated SET content = 'other' WHERE corrected NOTNULL", "what follows from"),
        ("DELETE FROM stated WHERE corrected ISNULL", "what follows from"),
        ("UPDATE stated_span SET end = end + 1", "what follows from"),
        ("UPDATE judgement SET object = '5:99999' WHERE relation = 'stands at'", "end at 99999"),
        ("UPDATE judgement SET object = 'x' WHERE relation = 'stands at'", "are no spans"),
    ],
)
def test_tampering_with_corrections_is_told(ledger: Ledger, tampering: str, told: str) -> None:
    id = statement(ledger, "roof")
    act(ledger, review.span, id, "content", (at(ledger, id, "eleven old boats are dry"),))
    assert ledger.verify() == []
    ledger.db.execute("PRAGMA foreign_keys = OFF")
    ledger.db.execute(tampering)
    assert any(told in str(fault) for fault in ledger.verify())


def test_a_ledger_of_the_layout_before_is_brought_up_to_date_and_keeps_its_decisions(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "old.ledger"
    made = sqlite3.connect(path, isolation_level=None)
    for migration in MIGRATIONS[:4]:
        for each in statements_in(migration.read_text("utf8")):
            made.execute(each)
    made.execute("PRAGMA user_version = 4")
    made.execute("PRAGMA application_id = 1869509221")
    made.execute("ATTACH ? AS new", (str(ledger.path),))
    for table in ("article", "article_entity", "attribution", "span", "mention"):
        made.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")
    row = ("same claim", "a", "b", 0, None, 1.0, "why", "[]", "person: Eve", "2026-03-01T00:00:00Z")
    made.execute("INSERT INTO judgement VALUES ('j', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", row)
    made.execute("INSERT INTO judgement VALUES ('k', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'person: Ann')",
                 (*row[:2], "c", *row[3:]))  # fmt: skip
    made.close()
    with Ledger.open(path, read_only=True) as old:
        query = "SELECT count(*), min(start) >= 0, max(corrected) FROM stated"
        expected = ledger.db.execute("SELECT count(*) FROM attribution").fetchone()[0]
        assert tuple(old.db.execute(query).fetchone()) == (expected, 1, None)
        told = [(d.act, d.by, d.at, d.stands) for d in topics.decisions(old)]
    assert told == [
        ("undo", "Ann", None, False), ("apart", "Eve", "2026-03-01T00:00:00Z", False),
        ("apart", "Eve", "2026-03-01T00:00:00Z", True),
    ]  # fmt: skip
