"""The addresses in a sitemap or a sitemap index, with what it says of each page.

A news sitemap gives outlet, title, language and day as well (`news:news`). Nothing is fetched, no
entity is expanded and nothing is loaded; of one that is cut short, what came before counts.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadRow, ItemError, TooLarge
from onrecord.read.facts import is_web
from onrecord.read.language import declared_language
from onrecord.read.published import iso
from onrecord.values import Article, content_id

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_ENTRIES = 50_000
MAX_CHARS = 1000
_ROOT = re.compile(
    r"\A\ufeff?(?:<!--(?:[^-]|-(?!->)){0,2000}-->|<\?[^<>]{0,500}\?>|\s)*+"
    r"<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)[\s>]"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page that a sitemap lists, without its text, or another sitemap."""

    page: Article
    is_sitemap: bool = False


def is_sitemap(markup: str) -> bool:
    """Whether a document is a sitemap or an index of sitemaps."""
    return _ROOT.match(markup[:8000]) is not None


def sitemap_entries(markup: str, where: str) -> Iterator[Listed | ItemError]:
    """What a sitemap lists, 50,000 entries at most, as the protocol has it."""
    from lxml import etree

    source = io.BytesIO(markup.encode("utf8", "replace"))
    events = etree.iterparse(
        source, events=("end",), encoding="utf8", resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    count = 0
    try:
        for _, element in events:
            if _local(element) not in ("url", "sitemap"):
                continue
            count += 1
            if count > MAX_ENTRIES:
                yield TooLarge(where, f"lists more than {MAX_ENTRIES:,} pages", "the rest is left")
                return
            yield _listed(element, f"{where}: entry {count}")
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        why = " ".join(str(error.msg).split())[:200]
        what = f"is not well-formed after entry {count}: {why}"
        yield BadRow(where, what, "ask its publisher to mend it")


def _listed(element: Element, where: str) -> Listed | ItemError:
    told: dict[str, str] = {}
    for child in element.iter():
        text = " ".join((child.text or "").split())[:MAX_CHARS]
        if text and isinstance(child.tag, str):
            told.setdefault(_local(child), text)
    url = "".join(told.get("loc", "").split())
    if not is_web(url):
        return BadRow(where, "has no address", "leave it out")
    published = iso(told.get("publication_date") or told.get("lastmod"))
    sha256 = hashlib.sha256(repr(sorted(told.items())).encode("utf8", "replace")).hexdigest()
    page = Article(
        content_id(sha256), "", sha256,
        title=told.get("title"), outlet=told.get("name"), published=published,
        language=declared_language(told.get("language")), url=url, where=url,
    )  # fmt: skip
    return Listed(page, _local(element) == "sitemap")


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
