"""A row of a table, or an object of JSON, as an article: columns known by their usual names.

Names are compared without case, spaces and punctuation: `Article Body`, `article_body` and
`articleBody` are one. Where several columns could serve, the first in the table below that
holds something does. The text is kept as the cell holds it, character for character.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.errors import BadRow, EmptyInput, NoArticle, TooLarge
from onrecord.read.language import declared_language, language_told
from onrecord.read.published import iso
from onrecord.values import Article, Settings, content_id

TEXT = "text"
MAX_FIELD_CHARS = 1000

_NAMES = {
    TEXT: "text body content articletext articlebody bodytext fulltext maintext maincontent rawtext plaintext cleantext cleanedtext newstext articlecontent article story storytext",
    "title": "title headline articletitle heading newstitle",
    "date": "published date publishedat publisheddate publishdate publicationdate pubdate datepublished datepublication datetime published_time timestamp time created createdat",
    "url": "url link permalink canonicalurl articleurl weburl pageurl sourceurl uri",
    "outlet": "outlet publisher publication source sourcename sitename newspaper medianame media mediaoutlet site newssource",
    "byline": "byline author authors creator writer journalist journalists authorname",
    "language": "language lang languagecode inlanguage",
    "id": "id articleid docid documentid guid uuid uid identifier",
}  # fmt: skip
_ROLES = {
    name.replace("_", ""): (role, rank)
    for role, names in _NAMES.items()
    for rank, name in enumerate(names.split())
}


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def role_of(name: str) -> str | None:
    """What a column of that name holds, or None."""
    known = _ROLES.get(_plain(name))
    return known[0] if known else None


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read: its columns, where it stands, and its bytes."""

    columns: Mapping[str, object]
    where: str
    raw: bytes
    stem: str | None = None


def article_of(row: Row, settings: Settings) -> Article:
    """The article in a row; raises the `ItemError` that tells what the row lacks."""
    columns = _flat(row.columns)
    by_role: dict[str, list[tuple[int, object]]] = {}
    for name, value in columns.items():
        if known := _ROLES.get(_plain(name)):
            by_role.setdefault(known[0], []).append((known[1], value))
    text = _text(row, [v for _, v in sorted(by_role.get(TEXT, []), key=_rank)], settings)

    def first(role: str) -> str | None:
        ranked = (v for _, v in sorted(by_role.get(role, []), key=_rank))
        return next((line for v in ranked if (line := _line(v))), None)

    sha256 = hashlib.sha256(row.raw).hexdigest()
    dates = (iso(v) for _, v in sorted(by_role.get("date", []), key=_rank))
    return Article(
        id=first("id") or row.stem or content_id(sha256),
        text=text,
        sha256=sha256,
        title=first("title"),
        outlet=first("outlet"),
        byline=first("byline"),
        published=next(filter(None, dates), None),
        language=language_told(text, declared_language(first("language"))),
        url=first("url"),
        where=row.where,
        original=row.raw,
    )


def _rank(ranked: tuple[int, object]) -> int:
    return ranked[0]


def _flat(columns: Mapping[str, object]) -> Mapping[str, object]:
    """Columns with those of a nested `article` object beside them, as onrecord itself writes."""
    nested = columns.get("article")
    if not isinstance(nested, Mapping):
        return columns
    outer = {k: v for k, v in columns.items() if k != "article"}
    return {**{str(k): v for k, v in nested.items()}, **outer}


def _text(row: Row, candidates: list[object], settings: Settings) -> str:
    if not candidates:
        names = ", ".join(map(str, list(row.columns)[:8])) or "none"
        raise NoArticle(
            row.where,
            f"has no column with the text (columns: {names})",
            'name it "text", "body" or "content"',
        )
    texts = [text for value in candidates if (text := _as_text(row, value)) is not None]
    text = next((t for t in texts if t.strip()), None)
    if text is None:
        raise EmptyInput(row.where, "has no text", "fill its text column or leave the row out")
    return checked(text, row.where, settings)


def _as_text(row: Row, value: object) -> str | None:
    """A text, or a list of paragraphs joined by blank lines; None for null."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
        return "\n\n".join(value)
    kind = "a list" if isinstance(value, list) else type(value).__name__
    raise BadRow(row.where, f"its text is no text but {kind}", "give the text as a string")


def checked(text: str, where: str, settings: Settings) -> str:
    """`text`, if it is one that can be written out again and is not over the limit."""
    if len(text) > settings.max_text_chars:
        raise TooLarge(
            where,
            f"its text has {len(text):,} characters, more than max_text_chars ({settings.max_text_chars:,})",
            "raise the limit or split it",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise BadRow(
            where,
            f"holds half of a surrogate pair (U+{code:04X}) at character {error.start}",
            "write the character whole, or leave it out",
        ) from error
    return text


def _line(value: object) -> str | None:
    """A short value on one line: a string, a number, a named object or a list of such."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, list):
        value = ", ".join(_lines(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    line = " ".join(value[: MAX_FIELD_CHARS * 2].split())[:MAX_FIELD_CHARS]
    return line.encode("utf-8", "replace").decode("utf-8") or None


def _lines(values: Iterable[object]) -> Iterable[str]:
    return (line for v in values if not isinstance(v, list) and (line := _line(v)))
