"""A template's questions, put to a ledger: answered from claims, contested, withheld or silent."""

from __future__ import annotations

from pathlib import Path

from onrecord.ledger import Ledger
from onrecord.match.missing import OpenGap
from onrecord.match.questions import (
    Answer,
    Candidate,
    Support,
    Template,
    answers,
    load,
    parsed,
    told,
)
from onrecord.present.topics.fetch import said, sources
from onrecord.present.topics.missing import gaps
from onrecord.present.topics.values import Gap, Question, Reply, Said, Source, Words
from onrecord.values import hull

_SAID = """
SELECT c.attribution, c.claim, c.origin FROM claim_statement c
JOIN stated s ON s.id = c.attribution WHERE s.article = ? ORDER BY s.place_in_text"""

_OUTDATED = "SELECT previous FROM version WHERE previous NOTNULL"
_CONTRADICT = "SELECT subject, object FROM standing WHERE relation = 'contradicts' AND holds"


def questions(
    ledger: Ledger, limit: int = -1, template: str | Path | None = None
) -> list[Question]:
    """The template's questions, in its order; where none is named, those that the story carries.

    A story that carries none is asked the first of our own. Raises `BadTemplate`.
    """
    own = ledger.told("template") if template is None else None
    asked = parsed(own, ledger.path.name) if own else load(template)
    articles = _about(ledger, asked)
    candidates = _candidates(ledger, articles)
    pairs = [tuple(row) for row in ledger.db.execute(_CONTRADICT)]
    missing = {gap.id: gap for gap in gaps(ledger) if gap.closed_by is None}
    old = {row[0] for row in ledger.db.execute(_OUTDATED)}
    found = answers(asked, candidates, _open(ledger, articles), pairs, old)
    found = found[: limit if limit >= 0 else None]
    cited = sources(ledger, articles)
    ids = [s.statement.id for answer in found for s in _supports(answer) if not s.candidate.own]
    spoken = said(ledger, ids)
    return [_question(ledger, answer, cited, spoken, missing) for answer in found]


def _about(ledger: Ledger, template: Template) -> list[str]:
    """Articles that name the template's thing at all; `answers` asks for more of them."""
    rows = ledger.db.execute("SELECT id, text FROM article ORDER BY number")
    return [
        row["id"] for row in rows
        if any(phrase.pattern.search(row["text"]) for phrase in template.about)
    ]  # fmt: skip


def _candidates(ledger: Ledger, articles: list[str]) -> list[Candidate]:
    """What is attributed in these articles, then the articles' own sentences."""
    found: list[Candidate] = []
    for article in articles:
        rows = ledger.db.execute(_SAID, (article,)).fetchall()
        statements = ledger.statements(row["attribution"] for row in rows)
        found += [
            Candidate(statements[row["attribution"]], row["claim"], row["origin"]) for row in rows
        ]
    for text in ledger.texts(articles).values():
        found += told(text)
    return found


def _open(ledger: Ledger, articles: list[str]) -> list[OpenGap]:
    """Gaps of these articles that nothing closes."""
    ids = [id for article in articles for id in ledger.owners("gap", article)]
    closed = {row[0] for row in ledger.db.execute(
        "SELECT gap FROM gap_thread WHERE thread IN "
        "(SELECT thread FROM gap_thread WHERE closed_by NOTNULL)")}  # fmt: skip
    return [OpenGap.of(row) for row in ledger.gaps(ids) if row["id"] not in closed]


def _supports(answer: Answer) -> list[Support]:
    return [*answer.supports, *(support for pair in answer.contested for support in pair)]


def _question(
    ledger: Ledger, answer: Answer, cited: dict[str, Source], spoken: dict[str, Said],
    missing: dict[str, Gap],
) -> Question:  # fmt: skip
    def reply(support: Support) -> Reply:
        statement = support.statement
        at = hull(support.spans)
        return Reply(
            Words(cited[statement.article], at.start, at.end, support.words),
            statement.content, spoken.get(statement.id), support.candidate.claim,
            support.origins, support.articles,
        )  # fmt: skip

    threads = ledger.groups("thread") if answer.gaps else {}
    open_threads = dict.fromkeys(threads[gap] for gap in answer.gaps)
    return Question(
        answer.question.id, answer.question.ask, answer.state.value,
        tuple(map(reply, answer.supports)),
        tuple((reply(one), reply(other)) for one, other in answer.contested),
        tuple(missing[thread] for thread in open_threads if thread in missing),
    )  # fmt: skip
