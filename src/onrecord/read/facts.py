"""What a page says of itself: headline, outlet, byline, date, address, language.

Publishers say it in several places; the order of trust is JSON-LD of an article, then `meta`
and `link` elements, then what is marked in the page. What none of them says stays None: a date
is not guessed from the text, nor an outlet from the address.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from onrecord.read.language import declared_language
from onrecord.read.published import iso

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_FIELD_CHARS = 500
MAX_JSON_CHARS = 2_000_000
MAX_JSON_NODES = 20_000

_SPACE = re.compile(r"\s+")
_BY = re.compile(r"(?:by|von|par|por|di|door)\s+", re.IGNORECASE)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|\Z)")
_ARTICLE_TYPES = frozenset({"Report", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting"})
_TAG = re.compile(r"<[^<>]{0,500}>")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; `body` is the text that JSON-LD carries, for pages that hide their own."""

    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    language: str | None
    url: str | None
    body: str | None


def facts_in(root: Element) -> Facts:
    """The facts of a parsed page."""
    data = _article_data(root)
    meta = _meta(root)
    outlet = _outlet(data, meta)
    url = _url(root, data, meta)
    return Facts(
        title=_title(root, data, meta, outlet),
        outlet=outlet,
        byline=_byline(root, data, meta),
        published=_published(root, data, meta, url),
        language=_language(root, data, meta),
        url=url,
        body=_body(data),
    )


def _article_data(root: Element) -> dict[str, Any]:
    """The first JSON-LD object that describes an article, or an empty one."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (script.text or "").strip()
        if len(text) > MAX_JSON_CHARS:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _objects(value):
            if _is_article(node):
                return node
    return {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value, outer before inner, up to a limit."""
    stack, seen = [value], 0
    while stack and seen < MAX_JSON_NODES:
        seen += 1
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(reversed(node.values()))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(k, str) and (k.endswith("Article") or k in _ARTICLE_TYPES) for k in named)


def _meta(root: Element) -> dict[str, str]:
    """`meta` elements by their name, property or itemprop in lower case; the first counts."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                found.setdefault(name.strip().lower(), content)
    return found


def _line(value: object) -> str | None:
    """A value on one line, character references resolved; None for nothing."""
    if not isinstance(value, str):
        return None
    return (
        _SPACE.sub(" ", html.unescape(value[: MAX_FIELD_CHARS * 4])).strip()[:MAX_FIELD_CHARS]
        or None
    )


def _text(element: Element) -> str | None:
    return _line("".join(element.itertext()))


def _names(value: object) -> list[str]:
    """The names in a JSON-LD person, organisation or list of them."""
    values = value if isinstance(value, list) else [value]
    named = (v.get("name") if isinstance(v, dict) else v for v in values)
    lines = [line for n in named for v in (n if isinstance(n, list) else [n]) if (line := _line(v))]
    return list(dict.fromkeys(line for line in lines if not line.startswith("http")))


def _outlet(data: dict[str, Any], meta: dict[str, str]) -> str | None:
    for value in (*_names(data.get("publisher")), meta.get("og:site_name")):
        if line := _line(value):
            return line
    names = ("dc.publisher", "citation_journal_title", "application-name", "copyright")
    return next((line for n in names[:3] if (line := _line(meta.get(n)))), None)


def _title(
    root: Element, data: dict[str, Any], meta: dict[str, str], outlet: str | None
) -> str | None:
    headlines = list(root.iter("h1"))
    candidates = (
        _line(data.get("headline")),
        _line(meta.get("og:title")),
        _text(headlines[0]) if len(headlines) == 1 else None,
        _line(meta.get("twitter:title")),
        next((t for e in root.iter("title") if (t := _text(e))), None),
    )
    title = next(filter(None, candidates), None)
    return _without_site(title, outlet) if title else None


def _without_site(title: str, outlet: str | None) -> str:
    """A title without the outlet's name behind a dash or a bar."""
    for mark in (" | ", " - ", " – ", " — ", " :: ", " • "):
        before, found, after = title.rpartition(mark)
        if found and outlet and after.casefold().strip() == outlet.casefold():
            return before.strip()
    return title


def _byline(root: Element, data: dict[str, Any], meta: dict[str, str]) -> str | None:
    if names := _names(data.get("author")) or _names(data.get("creator")):
        return ", ".join(names)[:MAX_FIELD_CHARS]
    keys = ("author", "article:author", "parsely-author", "byl", "dc.creator", "sailthru.author")
    for key in keys:
        line = _line(meta.get(key))
        if line and not line.startswith(("http", "/", "@")):
            return _BY.sub("", line, count=1) if _BY.match(line) else line
    for element in root.iter("a", "span", "p", "div", "address"):
        if _marks_author(element):
            line = _text(element)
            if line and len(line) <= 120:
                return _BY.sub("", line, count=1) if _BY.match(line) else line
    return None


def _marks_author(element: Element) -> bool:
    if "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author":
        return True
    return not {"byline", "author", "author-name", "byline-name"}.isdisjoint(
        (element.get("class") or "").lower().split()
    )


def _published(
    root: Element, data: dict[str, Any], meta: dict[str, str], url: str | None
) -> str | None:
    keys = (
        "article:published_time", "og:published_time", "datepublished", "date", "pubdate",
        "publishdate", "publish-date", "parsely-pub-date", "dc.date", "dc.date.issued",
        "dcterms.created", "dcterms.issued", "sailthru.date", "citation_publication_date",
    )  # fmt: skip
    for value in (data.get("datePublished"), data.get("dateCreated"), *map(meta.get, keys)):
        if found := iso(value):
            return found
    times = list(root.iter("time"))
    marked = [e for e in times if e.get("itemprop") == "datePublished" or "pubdate" in e.attrib]
    for element in (*marked, *times[:1]):
        if found := iso(element.get("datetime")) or iso(_text(element)):
            return found
    dated = _URL_DATE.search(urlsplit(url).path) if url else None
    return iso("-".join(dated.groups())) if dated else None


def _language(root: Element, data: dict[str, Any], meta: dict[str, str]) -> str | None:
    declared = (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang"),
        data.get("inLanguage"),
        meta.get("content-language"),
        meta.get("og:locale"),
    )
    return next((code for value in declared if (code := declared_language(value))), None)


def _url(root: Element, data: dict[str, Any], meta: dict[str, str]) -> str | None:
    canonical = (
        e.get("href")
        for e in root.iter("link")
        if "canonical" in (e.get("rel") or "").lower().split()
    )
    page = data.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for value in (*canonical, meta.get("og:url"), data.get("url"), page):
        if (line := _line(value)) and is_web(line):
            return line
    return None


def is_web(address: str) -> bool:
    """Whether it is an address of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _body(data: dict[str, Any]) -> str | None:
    """The article's text in JSON-LD, without tags, its lines as they are."""
    body = data.get("articleBody")
    if not isinstance(body, str) or not body.strip():
        return None
    return html.unescape(_TAG.sub("", body)).strip()
