"""The places of the world by name: a table made from GeoNames, searched without being read.

Three arrays lie beside this file, made by `training/gazetteer.py` and mapped into memory on
first use, so that looking up a name costs a binary search and no loading: the sorted hashes of
all names, folded as `key` folds them; for each the row of a place; and the rows: GeoNames id,
point, population, kind, country, first and second division. A name of many places has many rows.

GeoNames data are CC BY 4.0; see NOTICE. The points of countries and of parts of the world are
our own table; a place that GeoNames has no record of has id 0 there and `None` outside.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

REGION, COUNTRY, STATE, COUNTY, TOWN, CAPITAL = range(6)
MOST_PLACES = 100

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
_DROPPED = re.compile(r"['’ʼ`´.]")
_GAPS = re.compile(r"[\W_]+")


def key(name: str) -> str:
    """A name as the table has it: lower case, no accents, no stops, hyphens as spaces."""
    plain = name.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    words = _GAPS.sub(" ", _DROPPED.sub("", plain)).strip()
    words = re.sub(r"^st (?=\w)", "saint ", words)
    return words.removeprefix("the ") if words != "the" else words


def digest(folded: str) -> int:
    """The number that stands for a folded name: 64 bits, so that no two of ours share one."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the table; `state` and `county` are the GeoNames ids of what it lies in."""

    id: int
    lat: float
    lon: float
    people: int
    kind: int
    country: str
    state: int
    county: int

    def within(self, other: Place) -> bool:
        """Whether this lies in `other`, as the divisions have it."""
        if other.kind == COUNTRY:
            return self.country == other.country and self.kind > COUNTRY
        return other.id != 0 and other.id in (self.state, self.county) and self.id != other.id


class Gazetteer:
    """The mapped arrays; `named` is the only question."""

    def __init__(self, folder: Path) -> None:
        import numpy

        self._numpy = numpy
        self._names: NDArray[np.uint64] = numpy.load(folder / "names.npy", mmap_mode="r")
        self._rows: NDArray[np.uint32] = numpy.load(folder / "rows.npy", mmap_mode="r")
        self._places: NDArray[Any] = numpy.load(folder / "places.npy", mmap_mode="r")

    def named(self, names: Iterable[str]) -> dict[str, list[Place]]:
        """For each of `names` the places of that name, those with most people first."""
        asked = list(dict.fromkeys(names))
        hashes = self._numpy.array([digest(key(n)) for n in asked], dtype=self._names.dtype)
        starts = self._numpy.searchsorted(self._names, hashes, "left")
        ends = self._numpy.searchsorted(self._names, hashes, "right")
        return {
            name: [self._place(row) for row in self._rows[start : min(end, start + MOST_PLACES)]]
            for name, start, end in zip(asked, starts.tolist(), ends.tolist(), strict=True)
        }

    def _place(self, row: int) -> Place:
        id, lat, lon, people, kind, country, state, county = self._places[row].item()
        return Place(
            id, round(lat, 5), round(lon, 5), people, kind, country.decode(), state, county
        )


@cache
def gazetteer() -> Gazetteer:
    """The table that comes with the package, mapped once."""
    return Gazetteer(Path(str(files("onrecord.resolve") / "places")))
