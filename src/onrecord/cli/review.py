"""`review`: what a person decides about a ledger's groups, kept above what the machine decided."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.app import DONE, onrecord
from onrecord.cli.ledger import LEDGER, opened

if TYPE_CHECKING:
    import sqlite3

    from onrecord.judged import Judgement, Relation
    from onrecord.ledger import Ledger


def _signed(command: click.Command) -> click.Command:
    """Who decides, and why: options of every decision."""
    command.params += [
        click.Option(
            ["--by"], metavar="NAME", help="Who decides; else the name you are logged in by."
        ),
        click.Option(
            ["--reason"], default="", metavar="TEXT", help="Why, for those who read it later."
        ),
    ]
    return command


@onrecord.group(no_args_is_help=True)
def review() -> None:
    """Record what a person decides: what belongs together, and what does not.

    A person's judgement outranks the machine's, is never overwritten by a build, and can be
    undone. ID is an id that show --json prints: of a claim or statement, of a speaker, of a gap,
    or of a judgement.

    \b
    onrecord review same story.ledger ID ID --reason "one interview"
    onrecord review apart story.ledger ID ID
    onrecord review reject story.ledger ID
    onrecord review list story.ledger
    """  # noqa: D301 - click reads the character


@_signed
@review.command(no_args_is_help=True)
@LEDGER
@click.argument("one")
@click.argument("other")
def same(ledger: Path, one: str, other: str, by: str | None, reason: str) -> int:
    """Say that two claims, speakers or gaps are one."""
    return _decide(ledger, one, other, by, reason, holds=True)


@_signed
@review.command(no_args_is_help=True)
@LEDGER
@click.argument("one")
@click.argument("other")
def apart(ledger: Path, one: str, other: str, by: str | None, reason: str) -> int:
    """Say that two claims, speakers or gaps are not one."""
    return _decide(ledger, one, other, by, reason, holds=False)


@_signed
@review.command(no_args_is_help=True)
@LEDGER
@click.argument("judgement")
def accept(ledger: Path, judgement: str, by: str | None, reason: str) -> int:
    """Say that a judgement is right: it then counts as yours."""
    return _second(ledger, judgement, by, reason, agree=True)


@_signed
@review.command(no_args_is_help=True)
@LEDGER
@click.argument("judgement")
def reject(ledger: Path, judgement: str, by: str | None, reason: str) -> int:
    """Say that a judgement is wrong, and draw the consequences."""
    return _second(ledger, judgement, by, reason, agree=False)


@_signed
@review.command(no_args_is_help=True)
@LEDGER
@click.argument("judgement")
def undo(ledger: Path, judgement: str, by: str | None, reason: str) -> int:
    """Take a person's judgement back; what the machine decided stands again."""
    with opened(ledger) as story:
        found = _judgement(story, judgement)
        if not found.by.startswith("person: "):
            raise click.UsageError(f"{judgement} is the machine's; use reject")
        story.undo(judgement, _person(by) + (f": {reason}" if reason else ""))
    click.echo(f"undone: {found.relation} {found.subject} {found.object}", err=True)
    return DONE


@review.command("list", no_args_is_help=True)
@LEDGER
def listed(ledger: Path) -> int:
    """List what persons have decided, the latest first, and whether it stands."""
    query = """
        SELECT id, made_at, made_by, relation, holds, subject, object, reason, superseded_by
        FROM judgement WHERE made_by LIKE 'person: %' ORDER BY made_at DESC, id"""
    with opened(ledger, read_only=True) as story:
        for row in story.db.execute(query):
            click.echo(_line(row))
    return DONE


def _line(row: sqlite3.Row) -> str:
    verb = row["relation"] if row["holds"] else f"not {row['relation']}"
    undone = "  (no longer stands)" if row["superseded_by"] else ""
    reason = f"  {row['reason']}" if row["reason"] else ""
    who = row["made_by"].removeprefix("person: ")
    words = (row["id"], row["made_at"], who, f"{row['subject']} {verb} {row['object']}")
    return "  ".join(words) + reason + undone


def _decide(path: Path, one: str, other: str, by: str | None, reason: str, *, holds: bool) -> int:
    from onrecord.judged import Judgement

    with opened(path) as story:
        relation, theirs = _kind(story, one), _kind(story, other)
        if relation is not theirs or one == other:
            raise click.UsageError(f"{one} and {other} are not two things of one kind")
        decided = Judgement(relation, one, other, _person(by), 1.0, reason, holds)
        story.judge(decided)
    click.echo(f"{decided.id}  {one} {'' if holds else 'not '}{relation} {other}", err=True)
    return DONE


def _second(path: Path, judgement: str, by: str | None, reason: str, *, agree: bool) -> int:
    from dataclasses import replace

    verb = "accepted" if agree else "rejected"
    with opened(path) as story, story.transaction():
        for found in _alike(story, _judgement(story, judgement)):
            holds = found.holds if agree else not found.holds
            decided = replace(
                found, by=_person(by), score=1.0, reason=reason, holds=holds, parts=()
            )
            story.judge(decided)
            pair = f"{found.subject} {found.object}"
            click.echo(f"{decided.id}  {verb}: {found.relation} {pair}", err=True)
    return DONE


def _alike(story: Ledger, one: Judgement) -> list[Judgement]:
    """The judgement and those of its kind between statements of the same two claims."""
    query = """
        SELECT j.id FROM claim_statement a JOIN claim_statement c ON c.claim = a.claim
        JOIN claim_statement b ON b.attribution = ? JOIN claim_statement d ON d.claim = b.claim
        JOIN standing j ON j.relation = ? AND j.type IS ? AND j.holds = ?
            AND ((j.subject = c.attribution AND j.object = d.attribution)
              OR (j.object = c.attribution AND j.subject = d.attribution))
        WHERE a.attribution = ?"""
    given = (one.object, one.relation.value, one.type, int(one.holds), one.subject)
    ids = {row[0] for row in story.db.execute(query, given)} | {one.id}
    return [story.judgement(id) for id in sorted(ids)]


def _kind(story: Ledger, id: str) -> Relation:
    """What it would mean that this is the same as another of its kind."""
    from onrecord.judged import Relation

    kinds = {
        "attribution": Relation.SAME_CLAIM,
        "article_entity": Relation.SAME_ENTITY,
        "gap": Relation.SAME_GAP,
    }
    for table, relation in kinds.items():
        if story.db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,)).fetchone():  # noqa: S608
            return relation
    raise click.UsageError(f"the ledger has no claim, speaker or gap {id}; see show --json")


def _judgement(story: Ledger, id: str) -> Judgement:
    try:
        return story.judgement(id)
    except KeyError:
        raise click.UsageError(f"the ledger has no judgement {id}; see show --json") from None


def _person(by: str | None) -> str:
    return f"person: {by or getpass.getuser()}"
