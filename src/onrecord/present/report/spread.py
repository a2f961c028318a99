"""How a story spread, drawn: days across, outlets down, a mark for each article.

A filled mark is an article that was not taken from another, a hollow one a copy; a line leads
from where text was first printed to who took it, dashed where only a passage was taken, dotted
where an article says the same again in words of its own. What the drawing shows, the list beside
it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from markupsafe import Markup, escape

from onrecord.present.topics.values import Origin, Source
from onrecord.present.words import day_in_words, shown

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 1000.0, 210.0, 24.0, 14.0, 30.0, 34.0
_OPEN = '<svg class="spread" viewBox="0 0 {width:g} {height:g}" role="group" aria-labelledby="spreadname">'
MOST_ROWS, TICKS, LABEL_CHARS = 24, 7, 24


@dataclass(frozen=True, slots=True)
class Mark:
    """An article on the drawing."""

    source: Source
    x: float
    y: float
    copied: bool


def spread_drawn(origins: Sequence[Origin], keys: Mapping[str, str]) -> Markup | None:
    """The drawing; `keys` are the articles' addresses on the page. None where nothing is dated."""
    copied = {taken.article.id for o in origins for taken in o.taken if taken.how != "part"}
    articles = {o.article.id: o.article for o in origins}
    articles |= {taken.article.id: taken.article for o in origins for taken in o.taken}
    dated = sorted((when, a.id) for a in articles.values() if (when := _when(a)) is not None)
    kept = _busiest(origins, [articles[id] for _, id in dated])
    dated = [(when, id) for when, id in dated if articles[id].where in kept]
    if len(dated) < 2:
        return None
    first, last = dated[0][0], dated[-1][0]
    wide = max((last - first) / timedelta(days=1), 1.0)
    rows = list(dict.fromkeys(articles[id].where for _, id in dated))
    marks: dict[str, Mark] = {}
    for when, id in dated:
        article = articles[id]
        x = LEFT + (WIDTH - LEFT - RIGHT) * ((when - first) / timedelta(days=1)) / wide
        y = TOP + ROW * (rows.index(article.where) + 0.5)
        marks[id] = Mark(article, x, y, id in copied)
    height = TOP + ROW * len(rows) + BOTTOM
    name = (
        f"{len(marks)} articles of {len(rows)} outlets by day; lines lead from where words were "
        "first printed to who took them"
    )
    parts = [
        _OPEN.format(width=WIDTH, height=height),
        f'<title id="spreadname">{name}</title>',
        *_rows(rows),
        *_days(first, wide, height - BOTTOM),
        *_lines(origins, marks),
        *_marks(marks.values(), keys),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every word of an article's in it is escaped


def _busiest(origins: Sequence[Origin], articles: Sequence[Source]) -> set[str]:
    """Outlets that have a row: those that gave or took words first, then those that print most.

    An article of which no outlet is known is a row by itself, and has one only if it gave or took.
    """
    moved: Counter[str] = Counter()
    for origin in origins:
        reached = [t.article.where for t in origin.taken] + [
            r.article.where for r in origin.repeated
        ]
        moved.update(reached)
        moved[origin.article.where] += len(reached)
    printed = Counter(a.where for a in articles if a.outlet or moved[a.where])
    ranked = sorted(printed, key=lambda where: (-moved[where], -printed[where], where))
    return set(ranked[:MOST_ROWS])


def _when(article: Source) -> datetime | None:
    """When it was published; without its zone, since days are what is drawn."""
    try:
        return datetime.fromisoformat(article.published or "").replace(tzinfo=None)
    except ValueError:
        return None


def _rows(rows: Sequence[str]) -> Iterator[str]:
    for n, name in enumerate(rows):
        y = TOP + ROW * (n + 0.5)
        short = name if len(name) <= LABEL_CHARS else name[: LABEL_CHARS - 1].rstrip() + "…"
        yield f'<line class="row" x1="{LEFT - 10:g}" x2="{WIDTH - RIGHT + 12:g}" y1="{y:g}" y2="{y:g}"/>'
        yield f'<text x="{LEFT - 22:g}" y="{y + 4:g}" text-anchor="end">{escape(shown(short))}</text>'


def _days(first: datetime, wide: float, bottom: float) -> Iterator[str]:
    """Days under the drawing, as many as there is room for."""
    step = ceil((wide + 1) / TICKS)
    start = datetime(first.year, first.month, first.day)
    for n in range(0, int(wide) + 2, step):
        offset = (start + timedelta(days=n) - first) / timedelta(days=1)
        if not -0.02 <= offset / wide <= 1.0:
            continue
        x = LEFT + (WIDTH - LEFT - RIGHT) * max(offset, 0.0) / wide
        when: date = (start + timedelta(days=n)).date()
        words = day_in_words(when.isoformat()).rsplit(" ", 1)[0] if wide < 300 else when.isoformat()
        yield f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP:g}" y2="{bottom:g}"/>'
        yield f'<text class="day" x="{x:.1f}" y="{bottom + 20:g}" text-anchor="middle">{words}</text>'


def _lines(origins: Sequence[Origin], marks: Mapping[str, Mark]) -> Iterator[str]:
    for origin in origins:
        start = marks.get(origin.article.id)
        if start is None:
            continue
        ends = [
            (t.article.id, "part" if t.how.startswith("part") else "whole") for t in origin.taken
        ]
        ends += [(r.article.id, "again") for r in origin.repeated]
        for id, how in ends:
            end = marks.get(id)
            if end is not None:
                bend = (start.x + end.x) / 2
                yield (
                    f'<path class="{how}" d="M{start.x:.1f} {start.y:.1f}C{bend:.1f} {start.y:.1f} '
                    f'{bend:.1f} {end.y:.1f} {end.x:.1f} {end.y:.1f}"/>'
                )


def _marks(marks: Iterable[Mark], keys: Mapping[str, str]) -> Iterator[str]:
    for mark in marks:
        name = mark.source.title or mark.source.name
        words = f"{mark.source.where}, {day_in_words((mark.source.published or '')[:10])}: {name}"
        kind = "mark copied" if mark.copied else "mark"
        yield (
            f'<a href="#{keys[mark.source.id]}"><circle class="{kind}" cx="{mark.x:.1f}" '
            f'cy="{mark.y:.1f}" r="6"><title>{escape(shown(words))}</title></circle></a>'
        )
