"""Places against marked texts: `onrecord eval places FILE`.

Reads GeoVirus (`location` with `start`, `end`, `lat`, `lon`) and the format of LGL and TR-News
(`toponym` with the point in `gaztag`). A place is right when the point is within 161 km of the
marked one, the field's usual 100 miles. Both figures are over all marked places that have a
point: `acc161_gold` with the marked names given, `acc161_end_to_end` with the names that the
reader finds, where one that overlaps the marked name and lies right counts. GeoVirus counts
most of its offsets from one; a mark is moved by a character where its name then fits.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from onrecord.errors import NothingToRead
from onrecord.extract import attributions_in
from onrecord.resolve.places import locate
from onrecord.values import Coordinates, EntityKind, Name, Settings, Span

NEAR_KM = 161.0
EARTH_KM = 6371.0
_AT_ONCE = 16
_OFF = (0, -1, 1)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and where the places that people marked in it lie."""

    text: str
    places: tuple[tuple[Span, float, float], ...]


def marked(path: Path) -> Iterator[Marked]:
    """The articles of a file in either format."""
    for article in ET.parse(path).iter("article"):  # noqa: S314 - no entities are expanded
        text = article.findtext("text") or ""
        marks = [m for tag in ("location", "toponym") for m in article.iter(tag)]
        places = [_place(mark, text) for mark in marks]
        yield Marked(text, tuple(p for p in places if p and p[0].end <= len(text)))


def _place(mark: ET.Element, text: str) -> tuple[Span, float, float] | None:
    point = mark if mark.find("lat") is not None else mark.find("gaztag")
    if point is None:
        return None
    try:
        start, end = int(mark.findtext("start", "")), int(mark.findtext("end", ""))
        name = mark.findtext("name") or mark.findtext("phrase")
        off = next((o for o in _OFF if text[start + o : end + o] == name), 0)
        return (
            Span(start + off, end + off),
            float(point.findtext("lat", "")),
            float(point.findtext("lon", "")),
        )
    except ValueError:
        return None


def places(path: Path, settings: Settings = Settings()) -> dict[str, float | int]:  # noqa: B008
    """`acc161_gold`, `acc161_end_to_end` and `n`, the number of marked places with a point.

    `path` is a file or a folder of them. Raises `NothingToRead` where there is no marked place.
    """
    total = given = found = 0
    files = sorted(path.rglob("*.xml")) if path.is_dir() else [path]
    articles = chain.from_iterable(map(marked, files))
    while some := list(islice(articles, _AT_ONCE)):
        read = attributions_in([m.text for m in some], settings)
        for one, names in zip(some, (r.names for r in read), strict=True):
            gold = [Name(span, EntityKind.PLACE) for span, _, _ in one.places]
            total += len(gold)
            given += _right(one, locate(one.text, gold))
            found += _right(one, locate(one.text, names))
    if not total:
        raise NothingToRead(f"{path}: no <location> or <toponym> with a point")
    return {"acc161_gold": given / total, "acc161_end_to_end": found / total, "n": total}


def _right(one: Marked, located: Mapping[Span, Coordinates]) -> int:
    """How many of the marked places a located name overlaps and lies near."""
    return sum(
        any(span.overlaps(s) and _km(at, lat, lon) <= NEAR_KM for s, at in located.items())
        for span, lat, lon in one.places
    )


def _km(at: Coordinates, lat: float, lon: float) -> float:
    """The distance along a great circle (haversine)."""
    a, b = radians(at.lat), radians(lat)
    arc = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon - at.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(arc)))
