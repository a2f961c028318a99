"""Two texts at one address: what was kept, altered, removed, added, and whether it was owned to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.judged import Judgement, Relation
from onrecord.ledger import Ledger
from onrecord.ledger.versions import Revision, revision, revisions
from tests.ledger.invented import reading

URL = "https://post.example/1"
CLAY = "the figure exists in clay and waits for a roof"
CAST = "the figure would be cast before the harbour froze"
TOLL = "the harbour toll would rise by a third"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "story.ledger", create=True) as opened:
        yield opened


def version(ledger: Ledger, text: str, *said: tuple[str, str, str], day: int) -> str:
    given = reading(text, *said, url=URL, published=f"2026-03-{day:02}")
    article = ledger.add(given, "r")
    ledger.admit(Relation.SAME_ENTITY, ledger.owners("article_entity", article))
    ledger.admit(Relation.SAME_CLAIM, ledger.owners("attribution", article))
    return article


def between(ledger: Ledger, older: str, newer: str) -> Revision:
    """The revision from an article to another, each `Source cue content.` a sentence."""
    ids = []
    for day, text in enumerate((older, newer), start=1):
        said = []
        for line in text.splitlines():
            source, cue, content = line.rstrip(".").split(" ", 2)
            said.append((source, cue, content))
        ids.append(version(ledger, text, *said, day=day))
    return revision(ledger.db, *ids)


def test_words_that_stand_in_both_are_kept_wherever_they_stand(ledger: Ledger) -> None:
    found = between(
        ledger,
        f"Maren said {CLAY}.\nOduya warned {TOLL}.",
        f"Oduya warned {TOLL}.\nMaren said {CLAY}.",
    )
    assert (found.kept, found.altered, found.removed, found.added) == (2, (), (), ())
    assert not found.silent


def test_a_statement_that_went_and_one_that_came(ledger: Ledger) -> None:
    found = between(
        ledger,
        f"Maren said {CLAY}.\nOduya warned {TOLL}.",
        f"Maren said {CLAY}.\nBrandt added {CAST}.",
    )
    assert found.kept == 1
    assert [said.content.text for said in found.removed] == [TOLL]
    assert [(said.speaker, said.content.text) for said in found.added] == [("Brandt", CAST)]
    assert found.silent


def test_an_altered_statement_shows_the_words_in_which_it_parts(ledger: Ledger) -> None:
    found = between(ledger, f"Oduya said {TOLL}.", f"Oduya said {TOLL.replace('third', 'half')}.")
    (altered,) = found.altered
    (parting,) = altered.differences
    assert parting.before and parting.after
    assert (parting.role, parting.before.text, parting.after.text) == ("content", "third", "half")
    for words, article in (
        (parting.before, altered.before.article),
        (parting.after, altered.after.article),
    ):
        row = ledger.db.execute("SELECT text FROM article WHERE id = ?", (article,)).fetchone()
        assert [span.of(row["text"]) for span in words.spans] == [words.text]
    assert (altered.judgement, found.kept) == (None, 0)


def test_the_same_words_in_another_mouth_are_altered(ledger: Ledger) -> None:
    found = between(ledger, f"Oduya said {TOLL}.", f"Brandt denied {TOLL}.")
    ((source, cue),) = (altered.differences for altered in found.altered)
    assert source.before and source.after and cue.before and cue.after
    assert (source.role, source.before.text, source.after.text) == ("source", "Oduya", "Brandt")
    assert (cue.role, cue.before.text, cue.after.text) == ("cue", "said", "denied")


def test_words_added_to_a_statement_are_an_alteration_that_took_nothing(ledger: Ledger) -> None:
    found = between(ledger, f"Oduya said {TOLL}.", f"Oduya said {TOLL} from May.")
    ((parting,),) = (altered.differences for altered in found.altered)
    assert parting.before is None
    assert parting.after and parting.after.text == "from May"


def test_statements_in_quite_other_words_are_one_where_a_judgement_joins_them(
    ledger: Ledger,
) -> None:
    told = "ships must pay one part in three more"
    first = version(ledger, f"Oduya said {TOLL}.", ("Oduya", "said", TOLL), day=1)
    second = version(ledger, f"Oduya said {told}.", ("Oduya", "said", told), day=2)
    assert revision(ledger.db, first, second).altered == ()
    (one,), (other,) = (ledger.owners("attribution", id) for id in (first, second))
    ledger.judge(
        Judgement(Relation.CHANGES, other, one, "person: A. Nwosu", 1.0, "recast", type="number")
    )
    found = revision(ledger.db, first, second)
    (altered,) = found.altered
    assert (altered.reason, found.removed, found.added) == ("recast", (), ())


def test_marks_and_spaces_are_no_change(ledger: Ledger) -> None:
    first = version(ledger, f'Maren said "{CLAY}".', ("Maren", "said", f'"{CLAY}"'), day=1)
    second = version(ledger, f"Maren said  “{CLAY}”.", ("Maren", "said", f"“{CLAY}”"), day=2)
    found = revision(ledger.db, first, second)
    assert (found.kept, found.altered, found.removed, found.added) == (1, (), (), ())


def test_words_that_the_reader_missed_the_second_time_were_not_removed(ledger: Ledger) -> None:
    text = f"Maren said {CLAY}."
    first = version(ledger, text, ("Maren", "said", CLAY), day=1)
    second = version(ledger, f"{text} Nobody else spoke.", day=2)
    found = revision(ledger.db, first, second)
    assert (found.kept, found.removed) == (1, ())


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the toll was given wrongly.",
        "Editor’s note, 4 March: the toll was given wrongly.",
        "UPDATED 4 March: the toll was given wrongly.",
        "An earlier version of this article gave another toll.",
        "This story has been amended.",
        "We regret the error.",
    ],
)
def test_a_note_of_correction_is_told_from_the_text(ledger: Ledger, note: str) -> None:
    body = f"Oduya said {TOLL}. The correction of the chart took a year. An update is expected."
    first = version(ledger, body, ("Oduya", "said", TOLL), day=1)
    second = version(ledger, f"{body}\n\n{note}", ("Oduya", "said", TOLL), day=2)
    third = version(ledger, f"{body}\n\n{note}\n\nMore.", ("Oduya", "said", TOLL), day=3)
    assert [words.text for words in revision(ledger.db, first, second).notes] == [note]
    assert revision(ledger.db, second, third).notes == ()
    assert [(r.before.number, r.after.number) for r in revisions(ledger.db)] == [(1, 2), (2, 3)]
