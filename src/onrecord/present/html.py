"""Readings as a page: one file that needs no network and no script, and prints.

The page's strings come from articles, and articles are hostile. Everything goes through the
template engine's escaping, characters that act (changes of direction, control codes) are drawn
as their code points, links are http or https only, and the page's own policy forbids all but its
one style sheet, by digest. Signs and numbers in the article are drawn by the style sheet: what
one copies out of the page is what the article says.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from onrecord.present.pieces import paragraphs_of
from onrecord.present.record import record_of
from onrecord.present.words import shown
from onrecord.values import Reading, content_id

_TEMPLATES = Path(__file__).with_name("templates")


def page(readings: Iterable[Reading]) -> Iterator[str]:
    """The page, piece by piece; a section for each article and, for several, a list of them."""
    records = [record_of(reading) for reading in readings]
    sheet = (
        css()
        + "body.page{margin:0;background:#fff}@media (prefers-color-scheme:dark)"
        + ("{body.page{background:#16181b}}@media print{body.page{background:#fff}}")
    )
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    title = records[0].heading() if len(records) == 1 else f"{len(records)} articles on record"
    template = environment().get_template("page.html")
    yield from template.generate(
        records=records,
        title=title,
        css=Markup(sheet),  # noqa: S704 - ours, no article's
        digest=f"sha256-{digest}",
    )


def fragment(reading: Reading) -> str:
    """The reading for a notebook: the same as on the page, with its style sheet beside it."""
    record = record_of(reading)
    key = "r" + content_id(reading.article.sha256, reading.article.id)[:8]
    macros: Any = environment().get_template("article.html").module
    return f'<style>{css()}</style><div class="onrecord">{macros.whole(record, key, 2)}</div>'


@cache
def environment() -> Environment:
    """The template engine: everything escaped, nothing undefined, every string made harmless."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=False,
    )
    made.globals["paragraphs_of"] = paragraphs_of
    return made


def _shown(value: object) -> object:
    """Whatever a template prints, made harmless to look at, line ends apart."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return "\n".join(shown(line) for line in value.split("\n"))
    return value


@cache
def css() -> str:
    """The style sheet of everything that is marked."""
    return (_TEMPLATES / "page.css").read_text("utf8")
