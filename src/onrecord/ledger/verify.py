"""Whether a ledger is what it says: spans re-sliced, ids re-derived, references followed.

Nothing is mended here. A fault names the row; what was only derived can be made again
(`onrecord build` on the same ledger), what was observed or judged cannot have been written by
onrecord as it stands.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from onrecord.judged import Relation, spans_of
from onrecord.ledger import cells, originals
from onrecord.ledger.layout import MIGRATIONS
from onrecord.ledger.observed import article_id, article_of, in_article
from onrecord.ledger.stated import ROLES, statements_of
from onrecord.ledger.store import Fault
from onrecord.values import Span, content_id, text_of

_TEXTS = {
    ("attribution", "source"): "source",
    ("attribution", "cue"): "cue",
    ("attribution", "content"): "content",
    ("mention", "mention"): "text",
    ("hop", "hop"): "text",
    ("gap", "what"): "what",
    ("gap", "cue"): "cue",
    ("gap", "holder"): "holder",
    ("unsourced", "text"): "text",
    ("notice", "text"): "text",
}
NONSENSE = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What Python says of cells that are not what onrecord wrote into them."""


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """All that is wrong, as far as it can be told from the file alone."""
    wrong = False
    for look in (_file, cells.faults, _articles, originals.faults, _judgements, _derived):
        try:
            for fault in look(db):
                wrong = True
                yield fault
        except sqlite3.Error as error:
            wrong = True
            yield Fault("file", f"cannot be read further: {error}")
        except NONSENSE as error:
            if not wrong:
                raise  # nothing in the file explains it
            yield Fault("file", f"cannot be looked at further ({type(error).__name__}: {error})")


def _file(db: sqlite3.Connection) -> Iterator[Fault]:
    for row in db.execute("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield Fault("file", str(row[0]))
    for row in db.execute("PRAGMA foreign_key_check"):
        yield Fault(row[0], f"row {row[1]} refers to a row of {row[2]} that is not there")
    if db.execute("PRAGMA user_version").fetchone()[0] != len(MIGRATIONS):
        yield Fault("file", "its layout is not today's; onrecord build brings it up to date")


def _articles(db: sqlite3.Connection) -> Iterator[Fault]:
    for row in db.execute("SELECT * FROM article"):
        yield from _article(db, row)


def without_originals(db: sqlite3.Connection) -> int:
    """How many articles were kept without the bytes they were read from."""
    query = "SELECT count(*) FROM article WHERE sha256 NOT IN (SELECT sha256 FROM original)"
    count: int = db.execute(query).fetchone()[0]
    return count


def _article(db: sqlite3.Connection, row: sqlite3.Row) -> Iterator[Fault]:
    id, text = row["id"], row["text"]
    if article_id(article_of(row)) != id:
        yield Fault(f"article {id}", "its id is not that of its content")
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for s in db.execute(
        "SELECT owner, role, start, end FROM span WHERE article = ? ORDER BY owner, role, piece",
        (id,),
    ):
        if s["end"] > len(text):
            yield Fault(f"span {s['owner']} {s['role']}", f"ends at {s['end']} of {len(text)}")
        spans[s["owner"], s["role"]].append(Span(s["start"], s["end"]))
    owners = set()
    for table in {table for table, _ in _TEXTS}:
        for owned in db.execute(f"SELECT * FROM {table} WHERE article = ?", (id,)):  # noqa: S608
            owners.add(owned["id"])
            yield from _texts(table, owned, spans, text)
            yield from _local_ids(table, owned, id)
    for owned in db.execute("SELECT * FROM article_entity WHERE article = ?", (id,)):
        yield from _local_ids("article_entity", owned, id)
    for owner in {owner for owner, _ in spans} - owners:
        yield Fault(f"span {owner}", "belongs to nothing that is there")
    yield from _corrections(db, id, len(text))
    yield from _stated(db, id)


def _corrections(db: sqlite3.Connection, article: str, size: int) -> Iterator[Fault]:
    """Corrections whose spans are none, or lie outside the article."""
    query = (
        "SELECT j.id, j.object, j.type FROM attribution s JOIN judgement j ON j.subject = s.id "
        "AND j.relation = ? WHERE s.article = ? AND j.superseded_by IS NULL"
    )
    for row in db.execute(query, (Relation.STANDS_AT.value, article)):
        try:
            spans = spans_of(row["object"])
        except ValueError:
            yield Fault(f"judgement {row['id']}", f"{row['object']!r} are no spans")
            continue
        if row["type"] not in ROLES or (row["type"] == "content" and not spans):
            yield Fault(f"judgement {row['id']}", f"nothing has {row['object']} as {row['type']}")
        for span in spans:
            if span.end > size:
                yield Fault(f"judgement {row['id']}", f"its spans end at {span.end} of {size}")


def _stated(db: sqlite3.Connection, article: str) -> Iterator[Fault]:
    """Statements that are not what follows from the attributions and their corrections."""
    try:
        expected = {row[0]: (row, spans) for row, spans in statements_of(db, article)}
    except (ValueError, TypeError):
        return  # spans that are none are told of already
    held: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for s in db.execute(
        "SELECT p.* FROM stated_span p JOIN stated s ON s.id = p.statement WHERE s.article = ? "
        "ORDER BY statement, role, piece", (article,),
    ):  # fmt: skip
        held[s["statement"]][s["role"]].append(Span(s["start"], s["end"]))
    found = {}
    for row in db.execute("SELECT * FROM stated WHERE article = ?", (article,)):
        found[row["id"]] = (
            tuple(row), {role: tuple(spans) for role, spans in held[row["id"]].items()}
        )  # fmt: skip
    for id in sorted(expected.keys() | found.keys(), key=str):
        row, spans = expected.get(id, ((), {}))
        kept = {role: at for role, at in spans.items() if at}
        if (row, kept) != found.get(str(id), ((), {})):
            yield Fault(f"stated {id}", "is not what follows from its attribution and corrections")


def _texts(
    table: str, row: sqlite3.Row, spans: dict[tuple[str, str], list[Span]], text: str
) -> Iterator[Fault]:
    for (of, role), column in _TEXTS.items():
        if of == table:
            held = spans.get((row["id"], role))
            if (text_of(tuple(held), text) if held else None) != row[column]:
                yield Fault(f"{table} {row['id']}", f"its {role} is not what its spans hold")


def _local_ids(table: str, row: sqlite3.Row, article: str) -> Iterator[Fault]:
    named = table in ("attribution", "article_entity")
    if named and in_article(article, row["local_id"]) != row["id"]:
        yield Fault(f"{table} {row['id']}", "its id is not that of its article and local id")


_KNOWN = """
SELECT id FROM attribution UNION ALL SELECT id FROM article_entity
UNION ALL SELECT id FROM article UNION ALL SELECT id FROM gap"""


def _judgements(db: sqlite3.Connection) -> Iterator[Fault]:
    for row in db.execute("SELECT * FROM judgement"):
        facts = (row["subject"], row["object"], row["made_by"], row["type"], bool(row["holds"]))
        if content_id("judgement", row["relation"], *facts) != row["id"]:
            yield Fault(f"judgement {row['id']}", "its id is not that of what it says")
    for end in ("subject", "object"):
        for (id,) in db.execute(
            f"SELECT id FROM judgement WHERE superseded_by IS NULL "  # noqa: S608
            f"AND made_by NOT LIKE 'person: %' AND {end} NOT IN ({_KNOWN})"
        ):
            yield Fault(f"judgement {id}", f"its {end} is not there")
    for row in db.execute(
        "SELECT s.judgement, s.end, length(a.text) AS size FROM judgement_span s "
        "LEFT JOIN article a ON a.id = s.article JOIN judgement j ON j.id = s.judgement "
        "WHERE j.superseded_by IS NULL AND (size IS NULL OR s.end > size)"
    ):
        yield Fault(f"judgement {row['judgement']}", "its evidence lies outside its article")


def _derived(db: sqlite3.Connection) -> Iterator[Fault]:
    for table, member, of in (
        ("entity_member", "article_entity", "article_entity"),
        ("claim_statement", "attribution", "stated"),
        ("gap_thread", "gap", "gap"),
    ):
        for (id,) in db.execute(
            f"SELECT id FROM {of} WHERE article IN (SELECT id FROM article WHERE matched NOTNULL) "  # noqa: S608
            f"AND id NOT IN (SELECT {member} FROM {table})"
        ):
            yield Fault(f"{of} {id}", f"has no place in {table}")
    for table, column, of in (
        ("entity_member", "entity", "entity"),
        ("claim_statement", "claim", "claim"),
    ):
        for (id,) in db.execute(
            f"SELECT DISTINCT {column} FROM {table} EXCEPT SELECT id FROM {of}"  # noqa: S608
        ):
            yield Fault(f"{of} {id}", "has members and no row of its own")
    for gap, by in db.execute(
        "SELECT gap, closed_by FROM gap_thread "
        "WHERE closed_by NOTNULL AND closed_by NOT IN (SELECT id FROM stated)"
    ):
        yield Fault(f"gap {gap}", f"is closed by {by}, which is not there")
    yield from _postings(db)


def _postings(db: sqlite3.Connection) -> Iterator[Fault]:
    """What matching looks things up by: the keys of each thing, and the things under each key."""
    for (id,) in db.execute(f"SELECT owner FROM posted EXCEPT SELECT id FROM ({_KNOWN})"):  # noqa: S608
        yield Fault(f"posted {id}", "is of something that is not there")
    posted = set()
    for kind, owner, keys in db.execute("SELECT kind, owner, keys FROM posted"):
        posted.add((kind, owner))
        if not all(map(_is_key, str(keys).split(" "))):
            yield Fault(f"posted {owner}", "has keys that are no numbers")
    for kind, key, owners in db.execute("SELECT * FROM posting WHERE owners NOTNULL"):
        for owner in str(owners).split():
            if (kind, owner) not in posted:
                yield Fault(f"posting {key}", f"leads to {owner}, which is not posted")


def _is_key(word: str) -> bool:
    try:
        return -(1 << 63) <= int(word) < 1 << 63
    except ValueError:
        return False
