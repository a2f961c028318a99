"""A ledger's topics for a person at a terminal: tables that say whose words, since when, how often.

Columns are wide enough for words and stand side by side where the terminal is wide; a narrow one
gets what is said on one line and everything about it beneath. Articles' words are never
shortened, save on the overview, which says so with an ellipsis. Each table begins with what it
is and ends with what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.ledger import Ledger
from onrecord.ledger.versions import Revision
from onrecord.present import topics
from onrecord.present.console import console_of, grid, title, written
from onrecord.present.interlinear import ACCENT, GREY
from onrecord.present.topics.values import (
    Claim,
    Counts,
    Dispute,
    Event,
    Fault,
    Gap,
    Origin,
    Question,
    Reply,
    Said,
    Source,
    Speaker,
)
from onrecord.present.words import (
    counted,
    day_in_words,
    fault_in_words,
    firmness_in_words,
    flat,
    gap_in_words,
    remedy_in_words,
)
from onrecord.values import Act, Certainty, Firmness, GapKind, Polarity

WIDEST, NARROWEST, COLUMNS = 120, 40, 88
SHORT = 150  # characters of a claim on the overview
FEW = 8  # rows of each part of the overview

UNASKED = (
    "Silent, all of them: no article here is about what this template asks of. A story has its "
    "own questions; write them in a file and give it with --template FILE."
)

Draw = Callable[[Console, Sequence[Any]], None]


@dataclass(frozen=True, slots=True)
class Topic:
    """A table: its rows, how they are drawn, its heading, and what an empty one would need."""

    rows: Callable[[Ledger, int], Sequence[Any]]
    draw: Draw
    heading: str
    empty: str


def table(
    name: str, rows: Sequence[Any], *, more: bool, width: int = 80, colour: str | None = None
) -> str:
    """The table of a topic; `more` says that the ledger holds more rows than these."""
    topic = TOPICS[name]
    console = console_of(max(NARROWEST, min(width, WIDEST)), colour)
    console.print()
    console.print(Text(topic.heading, "bold"))
    console.print()
    if rows:
        topic.draw(console, rows)
    else:
        console.print(Text(topic.empty, GREY))
    if more:
        console.print()
        console.print(Text(f"the first {len(rows)}; the rest with --all", GREY))
    console.print()
    return written(console)


def overview(ledger: Ledger, name: str, *, width: int = 80, colour: str | None = None) -> str:
    """The story on one screen: its size, then the first of what is said, missing and contested."""
    console = console_of(max(NARROWEST, min(width, WIDEST)), colour)
    console.print()
    console.print(Text(flat(name), "bold"))
    numbers = topics.counts(ledger)
    console.print(Text(" · ".join(size(numbers)), GREY))
    parts: tuple[tuple[str, Sequence[Any], Draw], ...] = (
        ("WHAT IS SAID", topics.claims(ledger, FEW, only_said=True), _said_in_short),
        ("WHAT NOBODY SAYS", topics.gaps(ledger, FEW), _gaps),
        ("WHAT DOES NOT GO TOGETHER", topics.contradictions(ledger, FEW), _disputes),
        ("WHAT CHANGED", topics.changes(ledger, FEW), _disputes),
        ("FAULTS IN THE TEXTS", topics.notices(ledger, FEW), _notices),
    )
    for heading, rows, draw in parts:
        if rows:
            title(console, heading)
            console.print()
            draw(console, rows)
    console.print()
    console.print(Text("  ".join(("more with onrecord show LEDGER", *TOPICS)), GREY))
    console.print()
    return written(console)


def size(numbers: Counts) -> list[str]:
    """A ledger's size in words."""
    parts = [counted(numbers.articles, "article")]
    if numbers.outlets:
        parts.append(counted(numbers.outlets, "outlet"))
    if numbers.copies:
        parts.append(f"{numbers.copies} taken from others in whole or part")
    parts += [counted(numbers.claims, "claim"), counted(numbers.speakers, "speaker")]
    if numbers.first and numbers.last:
        parts.append(f"{day(numbers.first)} to {day(numbers.last)}")
    if numbers.skipped:
        parts.append(f"{counted(numbers.skipped, 'item')} skipped")
    return parts


def day(published: str | None) -> str:
    """The day of a time stamp, as a newspaper writes it."""
    return day_in_words(published[:10]) if published else "undated"


def _short(text: str) -> str:
    words = flat(text)
    if len(words) <= SHORT:
        return words
    return words[:SHORT].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + " …"


def _firmness(said: Said) -> str:
    if said.act is None:
        return ""
    return firmness_in_words(
        Firmness(
            Act(said.act), Certainty(said.certainty or "unstated"),
            Polarity(said.polarity or "affirmed"), (),
        ),
        said.words.text,
    )  # fmt: skip


def _chain(said: Said, outlets: int = 1) -> str:
    names = [said.by, *said.chain]
    source = said.words.article
    # Where no outlet is known, each article was counted as one of its own.
    names.append(source.where if outlets == 1 else
                 f"{outlets} outlets" if source.outlet else f"{outlets} articles")  # fmt: skip
    return " → ".join(dict.fromkeys(map(flat, names)))


def _cited(source: Source) -> str:
    return f"{flat(source.where)}, {day(source.published)}"


def _joined(parts: Iterable[str]) -> Text:
    return Text(" · ".join(part for part in parts if part), GREY)


def _claims(console: Console, rows: Sequence[Claim]) -> None:
    _claim_table(console, rows, flat)


def _said_in_short(console: Console, rows: Sequence[Claim]) -> None:
    _claim_table(console, rows, _short)


def _claim_table(console: Console, rows: Sequence[Claim], shown: Callable[[str], str]) -> None:
    if console.width < COLUMNS:
        _claim_list(console, rows, shown)
        return
    columns = grid(0, console.width * 3 // 10, 16, 10)
    heads = ("what is said", "on whose word", "first seen", "origins")
    columns.add_row(*(Text(head, GREY) for head in heads))
    for claim in rows:
        columns.add_row()
        words = Text(shown(claim.said.words.text))
        for flag in _flags(claim):
            words.append(f"  {flag}", f"bold {ACCENT}")
        whose = Text(_chain(claim.said, claim.outlets))
        if firmness := _firmness(claim.said):
            whose.append(f"\n{firmness}", GREY)
        columns.add_row(words, whose, day(claim.first_seen), _origins_of(claim))
    console.print(columns)


def _claim_list(console: Console, rows: Sequence[Claim], shown: Callable[[str], str]) -> None:
    lines = grid(4, 0)
    for number, claim in enumerate(rows, 1):
        words = Text(shown(claim.said.words.text))
        for flag in _flags(claim):
            words.append(f"  {flag}", f"bold {ACCENT}")
        lines.add_row(Text(f"{number}", GREY, justify="right"), words)
        about = (
            _chain(claim.said, claim.outlets), _firmness(claim.said), day(claim.first_seen),
            counted(claim.origins, "origin"),
        )  # fmt: skip
        lines.add_row("", _joined(about))
    console.print(lines)


def _flags(claim: Claim) -> list[str]:
    return [
        word
        for word, count in (("CONTESTED", claim.contradicted), ("CHANGED", claim.changed))
        if count
    ]


def _origins_of(claim: Claim) -> Text:
    text = Text(f"{claim.origins}")
    if claim.articles > claim.origins:
        text.append(f"  in {counted(claim.articles, 'article')}", GREY)
    return text


def _speakers(console: Console, rows: Sequence[Speaker]) -> None:
    lines = grid(5, 0)
    for speaker in rows:
        name = Text(flat(speaker.name), "bold")
        if speaker.roles:
            name.append("   " + flat(", ".join(speaker.roles[:3])), GREY)
        lines.add_row(Text(f"{speaker.claims}", GREY, justify="right"), name)
        if speaker.spellings:
            lines.add_row("", Text("also written " + flat(", ".join(speaker.spellings)), GREY))
        about = (
            f"{counted(speaker.claims, 'claim')} in {counted(speaker.articles, 'article')}",
            counted(speaker.outlets, "outlet"),
            day(speaker.first_seen) if speaker.first_seen == speaker.last_seen
            else f"{day(speaker.first_seen)} to {day(speaker.last_seen)}",
            f"withholds {counted(speaker.withholds, 'thing')}" if speaker.withholds else "",
        )  # fmt: skip
        lines.add_row("", _joined(about))
    console.print(lines)


def _gaps(console: Console, rows: Sequence[Gap]) -> None:
    lines = grid(4, 0)
    for gap in rows:
        closed = gap.closed_by
        lines.add_row("[x]" if closed else "[ ]", Text(flat(gap.what or "(not said what)")))
        kind = gap_in_words(GapKind(gap.kind))
        about = (
            kind + (f" by {flat(gap.withheld_by)}" if gap.withheld_by else ""),
            counted(gap.articles, "article"),
            f"since {day(gap.first_seen)}" if gap.first_seen else "",
            "" if closed else "still open",
        )
        lines.add_row("", _joined(about))
        if closed:
            lines.add_row("", Text(f"closed {day(closed.words.article.published)}: ", ACCENT).append(
                f"{flat(closed.by)}, {flat(closed.words.article.where)}: {flat(closed.words.text)}",
                GREY))  # fmt: skip
    console.print(lines)


def _origins(console: Console, rows: Sequence[Origin]) -> None:
    lines = grid(4, 0)
    for origin in rows:
        if not origin.taken and not origin.repeated:
            alone = Text(_cited(origin.article)).append(_named(origin.article))
            own = f"   {counted(origin.statements, 'statement')}, taken by nobody here"
            lines.add_row(Text("○", GREY), alone.append(own, GREY))
            continue
        lines.add_row("●", Text(_cited(origin.article), "bold").append(_named(origin.article)))
        about = (
            counted(origin.statements, "statement") + " of its own",
            f"reaches {counted(origin.outlets, 'outlet')}" if origin.outlets > 1 else "",
        )
        lines.add_row("", _joined(about))
        for taken in origin.taken:
            lines.add_row("", Text("└ ").append(flat(taken.how), ACCENT).append(
                f" in {_cited(taken.article)}"))  # fmt: skip
            lines.add_row("", Padding(Text(flat(taken.why), GREY), (0, 0, 0, 2)))
        for again in origin.repeated:
            lines.add_row("", Text("└ said again").append(
                f" in {_cited(again.article)}: {counted(again.statements, 'statement')}", GREY))  # fmt: skip
    console.print(lines)


def _named(source: Source) -> Text:
    return Text(f"   {flat(source.title)}" if source.title else "", "not bold")


def _disputes(console: Console, rows: Sequence[Dispute]) -> None:
    lines = grid(4, 0)
    for number, dispute in enumerate(rows, 1):
        sides = sorted((dispute.one, dispute.other), key=lambda s: s.words.article.published or "~")
        head = Text(flat(dispute.type), f"bold {ACCENT}")
        if dispute.pairs > 1:
            head.append(f"   in {dispute.pairs} pairs of places", GREY)
        lines.add_row(Text(f"{number}", GREY, justify="right"), head)
        for side in sides:
            lines.add_row("", Text(flat(side.words.text)))
            lines.add_row("", _joined((_chain(side), _firmness(side), _when(side))))
        lines.add_row("", Text(flat(dispute.reason), GREY))
    console.print(lines)


def _when(said: Said) -> str:
    return day(said.words.article.published)


def _timeline(console: Console, rows: Sequence[Event]) -> None:
    for date, events in groupby(rows, key=lambda event: event.day):
        console.print(Text(day(date), "bold"))
        lines = grid(4, 0)
        for event in events:
            lines.add_row(Text("·", GREY, justify="right"), Text(flat(event.said.words.text)))
            about = (
                _chain(event.said, event.outlets), _firmness(event.said),
                f"printed {_when(event.said)}" if event.dated == "said" else "",
                counted(event.articles, "article") if event.articles > 1 else "",
            )  # fmt: skip
            lines.add_row("", _joined(about))
        console.print(lines)


def _notices(console: Console, rows: Sequence[Fault]) -> None:
    lines = grid(4, 0)
    for fault in rows:
        lines.add_row(Text(" ⚑", ACCENT), Text(flat(fault.text)))
        places = f"{counted(len(fault.places), 'place')} in {counted(fault.articles, 'article')}"
        outlets = dict.fromkeys(_cited(words.article) for words in fault.places)
        about = (
            fault_in_words(fault.kind), flat(remedy_in_words(fault.suggestion)), places,
            "; ".join([*outlets][:3]) + (" …" if len(outlets) > 3 else ""),
        )  # fmt: skip
        lines.add_row("", _joined(about))
    console.print(lines)


def _questions(console: Console, rows: Sequence[Question]) -> None:
    if all(question.state == "silent" for question in rows):
        for question in rows:
            console.print(Text(question.ask))
        console.print()
        console.print(Text(UNASKED, GREY))
        return
    for question in rows:
        state = Text(question.ask + "   ", "bold").append(question.state, f"not bold {ACCENT}")
        console.print(state)
        lines = grid(4, 0)
        for reply in _replies(question):
            lines.add_row(Text("·", GREY, justify="right"), _answering(reply))
            whose = _chain(reply.said) if reply.said else flat(reply.words.article.where)
            own = "" if reply.said else "in its own words"
            lines.add_row("", _joined((whose, own, day(reply.words.article.published),
                                       counted(reply.origins, "origin"))))  # fmt: skip
        for gap in question.gaps if question.state == "withheld" else ():
            lines.add_row("[ ]", Text(flat(gap.what or "(not said what)")))
            by = f" by {flat(gap.withheld_by)}" if gap.withheld_by else ""
            lines.add_row("", _joined((gap_in_words(GapKind(gap.kind)) + by,
                                       counted(gap.articles, "article"))))  # fmt: skip
        console.print(lines)
        console.print()


def _replies(question: Question) -> Sequence[Reply]:
    """What contends, each once, or what answers."""
    contending = dict.fromkeys(reply for pair in question.contested for reply in pair)
    return tuple(contending) or question.replies


def _answering(reply: Reply) -> Text:
    """All that was said, with the stretch that answers set off from it."""
    whole, words = flat(reply.whole), flat(reply.words.text)
    before, found, after = whole.partition(words)
    if not found or not (before + after).strip():
        return Text(whole)
    return Text(before, GREY).append(words, "not dim bold").append(after, GREY)


def _versions(console: Console, rows: Sequence[Revision]) -> None:
    for revision in rows:
        before, after = revision.before, revision.after
        console.print(Text(flat(after.title or revision.url), "bold"))
        console.print(Text(flat(revision.url), GREY))
        kept = f"{counted(revision.kept, 'statement')} kept"
        noted = "no note says so" if revision.silent else ""
        days = f"version {before.number}, {day(before.published)}, to version {after.number}, "
        console.print(_joined((days + day(after.published), kept, noted)))
        lines = grid(10, 0)
        for alteration in revision.altered:
            for difference in alteration.differences:
                old, new = difference.before, difference.after
                words = Text(f"“{flat(old.text)}”" if old else "(nothing)")
                words.append(" → ", ACCENT).append(f"“{flat(new.text)}”" if new else "(nothing)")
                lines.add_row(Text("altered", ACCENT), words)
            lines.add_row("", Text(flat(alteration.after.content.text), GREY))
        for sign, wordings in (("removed", revision.removed), ("added", revision.added)):
            for wording in wordings:
                lines.add_row(Text(sign, ACCENT), Text(flat(wording.content.text)))
                lines.add_row("", Text(flat(wording.speaker or "not said by whom"), GREY))
        for note in revision.notes:
            lines.add_row(Text("note", ACCENT), Text(flat(note.text)))
        console.print(lines)
        console.print()


TOPICS: dict[str, Topic] = {
    "claims": Topic(
        topics.claims, _claims, "WHAT IS SAID, on how many origins",
        "Nothing in these articles is attributed to anybody.",
    ),
    "speakers": Topic(
        topics.speakers, _speakers, "WHO SPEAKS", "Nobody who could be made out speaks here.",
    ),
    "gaps": Topic(
        topics.gaps, _gaps, "WHAT NOBODY SAYS",
        "No article says that something is not known, not disclosed or not answered.",
    ),
    "origins": Topic(
        topics.origins, _origins, "WHERE WORDS CAME FROM, and who took them",
        "There are no articles in this ledger; add some with onrecord build.",
    ),
    "changes": Topic(
        topics.changes, _disputes, "WHAT A SPEAKER SAID OTHERWISE LATER",
        "No speaker was found to have said otherwise later.",
    ),
    "contradictions": Topic(
        topics.contradictions, _disputes, "WHAT DOES NOT GO TOGETHER; no side is taken",
        "No two statements were found that cannot both stand.",
    ),
    "timeline": Topic(
        topics.timeline, _timeline, "WHAT WAS SAID WHEN", "Nothing was said that could be dated.",
    ),
    "questions": Topic(
        topics.questions, _questions, "QUESTIONS", "The template asks nothing.",
    ),
    "versions": Topic(
        topics.versions, _versions, "WHAT CHANGED WHEN AN ARTICLE WAS PUBLISHED AGAIN",
        "No article was published again at its address.",
    ),
    "notices": Topic(
        topics.notices, _notices, "WHAT IS WRONG WITH THE TEXTS", "No fault was found in the texts.",
    ),
}  # fmt: skip
