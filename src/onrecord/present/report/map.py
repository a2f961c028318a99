"""The places of a story on a map: points over outlines of the land, no tiles, no network.

Outlines are Natural Earth's (1:110 million, public domain), cut to one decimal of a degree. The
map shows what the story spans and no more; where points lie far apart it is the world.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path

from markupsafe import Markup, escape

from onrecord.ledger import Ledger
from onrecord.present.words import shown

WIDTH, MOST, LABELS = 1000.0, 200, 24
_OPEN = (
    '<svg class="map" viewBox="0 0 {width:g} {height:.0f}" role="img" aria-labelledby="mapname">'
)
MARGIN, NARROWEST = 0.18, 8.0  # share of the span left free, degrees shown at least

_PLACES = """
SELECT e.name, max(a.lat) AS lat, max(a.lon) AS lon, count(DISTINCT a.article) AS articles
FROM article_entity a JOIN entity_member m ON m.article_entity = a.id
JOIN entity e ON e.id = m.entity
WHERE a.lat IS NOT NULL GROUP BY e.id ORDER BY articles DESC, e.name LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Point:
    """A place with how many articles name it."""

    name: str
    lat: float
    lon: float
    articles: int


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the world that is shown, in degrees; x is shrunk as at its middle."""

    west: float
    east: float
    south: float
    north: float

    @property
    def height(self) -> float:
        """The drawing's height for its width."""
        shrink = cos(radians((self.south + self.north) / 2))
        return WIDTH * (self.north - self.south) / ((self.east - self.west) * shrink)

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies on the drawing."""
        x = (lon - self.west) / (self.east - self.west) * WIDTH
        return x, (self.north - lat) / (self.north - self.south) * self.height


def places_drawn(ledger: Ledger) -> Markup | None:
    """The map of the places that have a point; None where none has."""
    points = [Point(*row) for row in ledger.db.execute(_PLACES, (MOST,))]
    if not points:
        return None
    frame = _frame(points)
    parts = [
        _OPEN.format(width=WIDTH, height=frame.height),
        f'<title id="mapname">{len(points)} places named in the story</title>',
        f'<path class="land" d="{_land(frame)}"/>',
        *_points(points, frame),
        "</svg>",
    ]
    return Markup("".join(parts))  # noqa: S704 - every name in it is escaped


def _frame(points: Sequence[Point]) -> Frame:
    """What holds the points with room around them, wider than it is high."""
    lats, lons = [p.lat for p in points], [p.lon for p in points]
    high = max((max(lats) - min(lats)) * (1 + 2 * MARGIN), NARROWEST)
    middle = (max(lats) + min(lats)) / 2
    shrink = max(cos(radians(middle)), 0.2)
    wide = max((max(lons) - min(lons)) * (1 + 2 * MARGIN), high * 1.8 / shrink)
    high = max(high, wide * shrink / 2.4)
    centre = (max(lons) + min(lons)) / 2
    south, north = max(middle - high / 2, -60.0), min(middle + high / 2, 84.0)
    return Frame(max(centre - wide / 2, -180.0), min(centre + wide / 2, 180.0), south, north)


@cache
def _outlines() -> list[list[tuple[float, float]]]:
    """Rings of land, each point as (lon, lat)."""
    rings = []
    for line in Path(__file__).with_name("land.txt").read_text("ascii").splitlines():
        numbers = [int(n) / 10 for n in line.split()]
        rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
    return rings


def _land(frame: Frame) -> str:
    """The land that is in the frame, or may be."""
    paths = []
    for ring in _outlines():
        lons, lats = [p[0] for p in ring], [p[1] for p in ring]
        outside = (
            max(lons) < frame.west or min(lons) > frame.east
            or max(lats) < frame.south or min(lats) > frame.north
        )  # fmt: skip
        if not outside:
            drawn = (frame.at(lat, lon) for lon, lat in ring)
            paths.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in drawn) + "Z")
    return "".join(paths)


def _points(points: Sequence[Point], frame: Frame) -> Iterator[str]:
    """Dots, the most named largest; names for as many as do not run into one another."""
    taken: list[tuple[float, float, float]] = []
    for n, point in enumerate(points):
        x, y = frame.at(point.lat, point.lon)
        radius = min(3 + point.articles**0.5, 9)
        name = escape(shown(point.name))
        yield (
            f'<circle class="place" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}">'
            f"<title>{name}: {point.articles}</title></circle>"
        )
        end = x + radius + 6 + 8.2 * len(point.name)
        free = all(abs(y - v) > 16 or end < a or x > b for a, b, v in taken)
        if n < LABELS and free and end < WIDTH:
            taken.append((x, end, y))
            yield f'<text x="{x + radius + 4:.1f}" y="{y + 4:.1f}">{name}</text>'
