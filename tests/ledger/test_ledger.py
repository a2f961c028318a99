"""The ledger keeps what it is given, tells when it has been tampered with, and derives alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from onrecord.errors import BadLedger
from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger
from onrecord.ledger.store import APPLICATION, MIGRATIONS, statements_in
from tests.ledger.invented import reading

MAREN = ("Ilse Maren", "said", "the figure exists in clay")
ODUYA = ("Josef Oduya", "said", "the figure would be cast")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "story.ledger", create=True) as opened:
        yield opened


def articles(ledger: Ledger, count: int) -> list[str]:
    """Statements, one in each of `count` articles, that each have a claim of their own."""
    ids = []
    for i in range(count):
        article = ledger.add(reading(f"Ilse Maren said the figure exists in clay {i}.", MAREN), "r")
        ids += ledger.owners("attribution", article)
        ledger.admit(Relation.SAME_ENTITY, ledger.owners("article_entity", article))
        ledger.admit(Relation.SAME_CLAIM, ids[-1:])
    return ids


def same(
    one: str, other: str, score: float = 0.9, holds: bool = True, by: str = "t 1"
) -> Judgement:
    return Judgement(Relation.SAME_CLAIM, one, other, by, score, "alike", holds)


def apart(one: str, other: str) -> Judgement:
    return Judgement(Relation.CONTRADICTS, one, other, "t 1", 0.9, "differ", type="number")


def claims(ledger: Ledger) -> list[set[str]]:
    groups: dict[str, set[str]] = {}
    for member, group in ledger.groups("claim").items():
        groups.setdefault(group, set()).add(member)
    return sorted(groups.values(), key=sorted)


def test_what_was_added_verifies(ledger: Ledger) -> None:
    ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
    assert ledger.verify() == []


def test_the_same_article_is_known_and_the_same_text_elsewhere_is_another(ledger: Ledger) -> None:
    text = "Ilse Maren said the figure exists in clay."
    ledger.add(reading(text, MAREN, outlet="Harbour Post"), "r")
    assert ledger.has(reading(text, MAREN, outlet="Harbour Post").article)
    assert not ledger.has(reading(text, MAREN, outlet="Tellin Herald").article)


def test_the_original_bytes_come_back(ledger: Ledger) -> None:
    import zlib

    given = reading("Ilse Maren said the figure exists in clay.", MAREN)
    ledger.add(given, "r")
    row = ledger.db.execute("SELECT * FROM original").fetchone()
    assert zlib.decompress(row["bytes"]) == given.article.original
    assert row["sha256"] == given.article.sha256


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE span SET end = end + 1 WHERE role = 'content'", "its content is not what"),
        ("UPDATE attribution SET cue = 'denied'", "its cue is not what"),
        ("UPDATE article SET outlet = 'Another'", "its id is not that of its content"),
        ("UPDATE original SET bytes = x'00'", "cannot be unpacked"),
        ("UPDATE original SET size = size + 1", "not those of its name"),
        ("UPDATE mention SET text = 'Somebody'", "its mention is not what"),
        ("DELETE FROM mention", "belongs to nothing"),
        ("UPDATE judgement SET holds = 0", "its id is not that of what it says"),
        ("UPDATE attribution SET local_id = 'x'", "not that of its article and local id"),
        ("UPDATE span SET end = 9999 WHERE role = 'content'", "ends at 9999 of"),
        ("UPDATE original SET bytes = substr(bytes, 1, length(bytes) - 6)", "broken off"),
        ("UPDATE stated SET content = 'x'", "is not what follows from its attribution"),
        ("UPDATE judgement SET subject = 'gone'", "its subject is not there"),
        ("UPDATE judgement SET object = 'gone'", "its object is not there"),
        ("DELETE FROM article_entity", "refers to a row of article_entity that is not there"),
        ("PRAGMA user_version = 1", "its layout is not today's"),
    ],
)
def test_tampering_is_told(ledger: Ledger, tampering: str, told: str) -> None:
    one, other = articles(ledger, 2)
    ledger.record([same(one, other)])
    assert ledger.verify() == []
    ledger.db.execute("PRAGMA foreign_keys = OFF")
    ledger.db.execute(tampering)
    assert any(told in str(fault) for fault in ledger.verify())


def test_a_database_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE guests (name TEXT)")
    with pytest.raises(BadLedger, match="no ledger"):
        Ledger.open(path, create=True)


def test_a_ledger_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(BadLedger, match="onrecord build"):
        Ledger.open(tmp_path / "none.ledger")
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a shopping list " * 100)
    with pytest.raises(BadLedger, match=r"notes\.txt"):
        Ledger.open(path)


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "story.ledger"
    with Ledger.open(path, create=True) as made:
        made.db.execute("PRAGMA user_version = 99")
    with pytest.raises(BadLedger, match="newer onrecord"):
        Ledger.open(path)


def test_a_transaction_that_fails_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.transaction():
        ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
        raise RuntimeError
    assert list(ledger.articles()) == []


def test_joins_make_one_claim_whatever_their_order(ledger: Ledger) -> None:
    ids = articles(ledger, 4)
    joins = [same(ids[1], ids[0]), same(ids[3], ids[2]), same(ids[3], ids[0], 0.7)]
    for order in permutations(joins):
        ledger.db.execute("DELETE FROM judgement")
        ledger.derive()
        for judgement in order:
            ledger.record([judgement])
            ledger.admit(Relation.SAME_CLAIM, [judgement.subject])
        assert claims(ledger) == [set(ids)]
        assert ledger.db.execute("SELECT statements, articles FROM claim").fetchall()[0][:] == (
            4,
            4,
        )


def test_what_contradicts_is_not_one_claim_and_the_surer_join_wins(ledger: Ledger) -> None:
    one, other, between = articles(ledger, 3)
    ledger.record([apart(other, one), same(between, one, 0.7), same(between, other, 0.9)])
    ledger.admit(Relation.SAME_CLAIM, [between])
    assert claims(ledger) == sorted([{one}, {other, between}], key=sorted)


def test_adding_one_by_one_gives_what_deriving_all_gives(ledger: Ledger) -> None:
    ids = articles(ledger, 6)
    decided = [
        same(ids[1], ids[0], 0.8), apart(ids[2], ids[0]), same(ids[2], ids[1], 0.9),
        same(ids[3], ids[2], 0.7), same(ids[4], ids[0], 0.6), same(ids[5], ids[4], 0.95),
    ]  # fmt: skip
    for judgement in decided:
        ledger.record([judgement])
        ledger.admit(Relation.SAME_CLAIM, [judgement.subject])
    one_by_one = claims(ledger)
    ledger.derive()
    assert claims(ledger) == one_by_one
    assert len(one_by_one) == 2


def test_a_person_who_parts_two_outranks_the_machine_and_survives_deriving(ledger: Ledger) -> None:
    one, other = articles(ledger, 2)
    ledger.record([same(other, one)])
    ledger.admit(Relation.SAME_CLAIM, [other])
    ledger.judge(same(other, one, 1.0, holds=False, by="person: A. Nwosu"))
    assert len(claims(ledger)) == 2
    ledger.derive()
    assert len(claims(ledger)) == 2


def test_a_person_who_joins_two_outranks_what_parts_them(ledger: Ledger) -> None:
    one, other = articles(ledger, 2)
    ledger.record([apart(other, one)])
    ledger.judge(same(other, one, 1.0, by="person: A. Nwosu"))
    assert claims(ledger) == [{one, other}]


def test_a_judgement_can_be_undone_and_is_kept(ledger: Ledger) -> None:
    one, other = articles(ledger, 2)
    judgement = same(other, one, 1.0, by="person: A. Nwosu")
    ledger.judge(judgement)
    ledger.undo(judgement.id, "person: A. Nwosu")
    assert len(claims(ledger)) == 2
    row = ledger.db.execute("SELECT superseded_by FROM judgement").fetchone()
    assert row[0] == "person: A. Nwosu"


def post(ledger: Ledger, kind: str, article: str, owner: str, *keys: str) -> None:
    ledger.post(kind, article, {owner: ledger.look_up(kind, keys)})


def test_candidates_share_rare_keys_and_a_common_key_finds_nobody(ledger: Ledger) -> None:
    article = ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
    for i in range(201):
        post(ledger, "claim", article, f"owner{i}", "common", f"rare{i // 2}")
    found = ledger.look_up("claim", ["common", "rare7"])
    assert found.nearest() == ["owner14", "owner15"]
    lists = [row[0] for row in ledger.db.execute("SELECT owners FROM posting")]
    assert sum(len(owners.split()) for owners in lists if owners is not None) == 201
    assert lists.count(None) == 1


def test_a_name_in_every_article_is_found_under_the_first_and_now_and_then_a_later_one(
    ledger: Ledger,
) -> None:
    ids: list[str] = []
    for i in range(40):
        article = ledger.add(reading(f"Ilse Maren said the figure exists in clay {i}.", MAREN), "r")
        (id,) = ledger.owners("article_entity", article)
        found = ledger.look_up("entity", ["surname maren"])
        if ids:
            assert found.nearest()
            ledger.record([Judgement(Relation.SAME_ENTITY, id, ids[0], "t 1", 0.9, "alike")])
        ledger.admit(Relation.SAME_ENTITY, [id])
        ledger.post("entity", article, {id: found})
        ids.append(id)
    posted = {row[0] for row in ledger.db.execute("SELECT owner FROM posted")}
    assert [i for i, id in enumerate(ids, start=1) if id in posted] == [1, 2, 3, 4, 8, 16, 32]


def test_a_passage_in_every_article_is_found_under_those_that_had_it_first(
    ledger: Ledger,
) -> None:
    for i in range(30):
        article = ledger.add(reading(f"Ilse Maren said the figure exists in clay {i}.", MAREN), "r")
        post(ledger, "text", article, article, "passage")
    assert len(ledger.look_up("text", ["passage"]).nearest()) == 24


def test_what_is_forgotten_is_found_under_none_of_its_keys_and_others_still_are(
    ledger: Ledger,
) -> None:
    article = ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
    (statement,) = ledger.owners("attribution", article)
    ledger.admit(Relation.SAME_CLAIM, [statement])
    for owner in ("first", statement, "last"):
        post(ledger, "claim", article, owner, "clay", f"{owner} alone")
    ledger.forget_statement(statement, "t 2")
    assert ledger.look_up("claim", ["clay"]).nearest() == ["first", "last"]
    assert ledger.look_up("claim", [f"{statement} alone"]).nearest() == []
    post(ledger, "claim", article, statement, "clay", f"{statement} alone")
    post(ledger, "claim", article, statement, "clay")
    assert list(ledger.look_up("claim", ["clay"]).owners.values()) == [["first", "last", statement]]
    assert ledger.look_up("claim", [f"{statement} alone"]).nearest() == [statement]


def test_keys_of_an_older_ledger_find_what_they_found_and_are_added_to(tmp_path: Path) -> None:
    path = tmp_path / "older.ledger"
    made = sqlite3.connect(path, isolation_level=None)
    for migration in MIGRATIONS[:6]:
        for statement in statements_in(migration.read_text("utf8")):
            made.execute(statement)
    made.execute(f"PRAGMA application_id = {APPLICATION}")
    made.execute("PRAGMA user_version = 6")
    with Ledger.open(tmp_path / "newer.ledger", create=True) as newer:
        hashed = {key: next(iter(newer.look_up("claim", [key]).owners)) for key in "abc"}
    rows = [("a", 2, "later"), ("a", 1, "early"), ("b", 1, "early"), ("c", 0, "")]
    made.executemany(
        "INSERT INTO posting VALUES ('claim', ?, ?, ?)",
        [(hashed[key], number, owner) for key, number, owner in rows],
    )
    made.close()
    with Ledger.open(path) as ledger:
        found = ledger.look_up("claim", "abc")
        assert [found.owners[hashed[key]] for key in "abc"] == [["early", "later"], ["early"], None]
        assert found.nearest() == ["early", "later"]
        article = ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
        post(ledger, "claim", article, "new", "a", "c")
        assert ledger.look_up("claim", "a").owners[hashed["a"]] == ["early", "later", "new"]
        assert ledger.look_up("claim", "c").owners[hashed["c"]] is None
        keys = dict(ledger.db.execute("SELECT owner, keys FROM posted WHERE number = 1").fetchall())
        assert sorted(map(int, keys["early"].split())) == sorted([hashed["a"], hashed["b"]])


def summaries(ledger: Ledger) -> list[list[tuple[object, ...]]]:
    """What is said of entities and claims, numbers of rows left out."""
    queries = (
        "SELECT * FROM entity ORDER BY id",
        "SELECT * FROM entity_name ORDER BY entity, name, kind",
        """SELECT id, text, speaker, first_seen, last_seen, statements, articles, outlets, origins
        FROM claim ORDER BY id""",
    )
    return [[tuple(row) for row in ledger.db.execute(query)] for query in queries]


def test_what_is_said_of_entities_that_come_together_is_what_deriving_all_says(
    ledger: Ledger,
) -> None:
    people, texts = [], ("in clay", "in stone", "in bronze", "in plaster", "in lead")
    for text in texts:
        content = f"the figure exists {text}"
        article = ledger.add(
            reading(f"Ilse Maren said {content}.", ("Ilse Maren", "said", content)), "r"
        )
        people += ledger.owners("article_entity", article)
        if len(people) == 4:  # the first two came together already; now they meet a third
            ledger.record(
                Judgement(Relation.SAME_ENTITY, people[3], other, "t 1", 0.9, "alike")
                for other in people[:3]
            )
        if len(people) == 2:
            ledger.record([Judgement(Relation.SAME_ENTITY, people[1], people[0], "t 1", 0.9, "so")])
        ledger.admit(Relation.SAME_ENTITY, people[-1:])
        ledger.admit(Relation.SAME_CLAIM, ledger.owners("attribution", article))
        before = summaries(ledger)
        ledger.derive()
        assert before == summaries(ledger)
    speakers = {row[0] for row in ledger.db.execute("SELECT speaker FROM claim")}
    assert speakers == {people[0], people[4]}
    assert ledger.db.execute("SELECT max(members) FROM entity").fetchone()[0] == 4


def test_an_entity_whose_first_member_is_no_longer_read_is_joined_by_others(ledger: Ledger) -> None:
    text = "Ilse Maren said the figure exists in clay. Josef Oduya said the figure would be cast."
    first = ledger.add(reading(text, MAREN), "r")
    second = ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
    one, other = (ledger.owners("article_entity", article)[0] for article in (first, second))
    ledger.record([Judgement(Relation.SAME_ENTITY, other, one, "t 1", 0.9, "alike")])
    ledger.admit(Relation.SAME_ENTITY, [one, other])
    ledger.reread(first, reading(text, ODUYA), "newer")
    third = ledger.add(reading("Yes, Ilse Maren said the figure exists in clay.", MAREN), "r")
    (new,) = ledger.owners("article_entity", third)
    ledger.record([Judgement(Relation.SAME_ENTITY, new, other, "t 1", 0.9, "alike")])
    ledger.admit(Relation.SAME_ENTITY, [*ledger.owners("article_entity", first), new])
    groups = ledger.groups("entity")
    assert groups[new] == groups[other]
    ledger.derive()
    assert ledger.groups("entity")[new] == ledger.groups("entity")[other] == other


def test_versions_of_one_address_are_numbered_by_date(ledger: Ledger) -> None:
    later = reading("Corrected. Josef Oduya said the figure would be cast.", ODUYA,
                    url="https://post.example/1", published="2026-03-05")  # fmt: skip
    first = reading("Josef Oduya said the figure would be cast.", ODUYA,
                    url="https://post.example/1", published="2026-03-04")  # fmt: skip
    late, early = ledger.add(later, "r"), ledger.add(first, "r")
    rows = ledger.db.execute("SELECT article, number, previous FROM version ORDER BY number")
    assert [tuple(r) for r in rows] == [(early, 1, None), (late, 2, early)]


def test_words_of_articles_can_be_searched(ledger: Ledger) -> None:
    ledger.add(reading("Ilse Maren said the figure exists in clay.", MAREN), "r")
    query = "SELECT count(*) FROM article_words WHERE article_words MATCH 'NEAR(figure clay)'"
    assert ledger.db.execute(query).fetchone()[0] == 1
