"""`review`: what a person decides about a ledger, kept above what the machine decided."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.app import DONE, onrecord, say
from onrecord.cli.ledger import LEDGER, opened

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.ledger.review import Done, Hand

Command = Callable[..., int]


def _signed(command: Command) -> Command:
    """Who decides, and why: options of every decision."""
    why = click.option(
        "--reason", default="", metavar="TEXT", help="Why, for those who read it later."
    )
    who = click.option(
        "--by", metavar="NAME", help="Who decides; else the name you are logged in by."
    )
    return who(why(command))


@onrecord.group(no_args_is_help=True)
def review() -> None:
    """Record what a person decides: what belongs together, what was said, and by whom.

    A person's decision outranks the machine's, is never overwritten by a build, and can be
    undone. ID is an id that show --json prints: of a claim or statement, of a speaker, of a gap,
    or of a judgement.

    \b
    onrecord review same story.ledger ID ID --reason "one interview"
    onrecord review split story.ledger ID
    onrecord review speaker story.ledger ID "Ana Ost"
    onrecord review span story.ledger ID content 120 164
    onrecord review list story.ledger
    """  # noqa: D301 - click reads the character


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("one")
@click.argument("other")
@_signed
def same(ledger: Path, one: str, other: str, by: str | None, reason: str) -> int:
    """Say that two claims, speakers or gaps are one."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.same(story, one, other, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("one")
@click.argument("other")
@_signed
def apart(ledger: Path, one: str, other: str, by: str | None, reason: str) -> int:
    """Say that two claims, speakers or gaps are not one."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.apart(story, one, other, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("member")
@_signed
def split(ledger: Path, member: str, by: str | None, reason: str) -> int:
    """Say that a statement does not belong to its claim, or a name to its speaker."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.split(story, member, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("judgement")
@_signed
def accept(ledger: Path, judgement: str, by: str | None, reason: str) -> int:
    """Say that a judgement is right: it then counts as yours."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.accept(story, judgement, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("judgement")
@_signed
def reject(ledger: Path, judgement: str, by: str | None, reason: str) -> int:
    """Say that a judgement is wrong, and draw the consequences."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.reject(story, judgement, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("statement")
@click.argument("entity")
@_signed
def speaker(ledger: Path, statement: str, entity: str, by: str | None, reason: str) -> int:
    """Put right who a statement is by.

    ENTITY is a name that its article has, or the id of one; "none" for nobody that is named.
    """
    from onrecord.ledger import review as acts

    whose = None if entity == "none" else entity
    return _decide(
        ledger, lambda story, hand: acts.speaker(story, statement, whose, hand), by, reason
    )


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("statement")
@click.argument("part", type=click.Choice(("source", "cue", "content")))
@click.argument("at", nargs=-1, type=click.IntRange(0), metavar="START END...")
@_signed
def span(
    ledger: Path, statement: str, part: str, at: tuple[int, ...], by: str | None, reason: str
) -> int:
    """Put right where a statement's source, cue or content stand.

    START and END count characters (code points) of the article from 0, END is behind the last;
    several pairs for what stands in pieces, none for a source or cue that is not there.
    """
    from onrecord.ledger import review as acts
    from onrecord.values import Span

    if len(at) % 2:
        raise click.UsageError("START and END come in pairs")
    try:
        spans = tuple(Span(*at[i : i + 2]) for i in range(0, len(at), 2))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return _decide(
        ledger, lambda story, hand: acts.span(story, statement, part, spans, hand), by, reason
    )


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("statement")
@_signed
def remove(ledger: Path, statement: str, by: str | None, reason: str) -> int:
    """Say that a statement is none: nobody is told to say it."""
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.remove(story, statement, hand), by, reason)


@review.command(no_args_is_help=True)
@LEDGER
@click.argument("decision")
@_signed
def undo(ledger: Path, decision: str, by: str | None, reason: str) -> int:
    """Take a decision back; what it took the place of stands again.

    DECISION is its number in the list, or the id of a single judgement that it made.
    """
    from onrecord.ledger import review as acts

    return _decide(ledger, lambda story, hand: acts.undo(story, decision, hand), by, reason)


@review.command("list", no_args_is_help=True)
@LEDGER
def listed(ledger: Path) -> int:
    """List what persons have decided, the latest first, and whether it stands."""
    from onrecord.present import topics
    from onrecord.present.topics.decisions import line

    with opened(ledger, read_only=True) as story:
        for decided in topics.decisions(story):
            say(line(decided), err=False)
    return DONE


def _decide(path: Path, act: Callable[[Ledger, Hand], Done], by: str | None, reason: str) -> int:
    from onrecord.build import decide
    from onrecord.ledger.review import Hand

    hand = Hand(by or getpass.getuser(), reason)
    with opened(path) as story:
        done = decide(story, lambda: act(story, hand))
    for judgement in done.judgements:
        verb = judgement.relation if judgement.holds else f"not {judgement.relation}"
        say(f"{judgement.id}  {done.act}: {judgement.subject} {verb} {judgement.object}")
    if done.act != "undo":
        say(f"decision {done.number}; review undo {path} {done.number} takes it back")
    return DONE
