"""The articles in an RSS or Atom feed: what each entry says itself, nothing fetched.

A feed republishes, and `<source>` is where it says whose words it carries: an entry that has one
is an article of that outlet and not of the feed. The text is the entry's full content, or else
its summary, as a reader would see it; an entry with a headline and no text is a named error.

Every entry is cut out and parsed by itself, so that one that is not well-formed costs no other.
That also keeps the document type away from the parser: no entity that a feed declares is known
to it, none is expanded, and nothing is loaded. Unknown entities stay as they were written.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from onrecord.errors import BadRow, ItemError, NoArticle, TooLarge
from onrecord.read.document import text_article
from onrecord.read.facts import is_web
from onrecord.read.language import declared_language
from onrecord.read.page import words_in
from onrecord.read.published import iso
from onrecord.values import Article, Settings, content_id

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_LINE_CHARS = 1000
MAX_HEADER_CHARS = 1_000_000
MAX_OPENING_CHARS = 10_000
MAX_ENTRIES = 50_000
MAX_PREFIXES = 200

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"
_OF_FEEDS = frozenset(
    {
        "",
        ATOM,
        "http://purl.org/atom/ns#",
        "http://purl.org/rss/1.0/",
        "http://purl.org/rss/1.0",
        "http://my.netscape.com/rdf/simple/0.9/",
        "http://channel.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2",
    }
)
_USUAL_PREFIXES = {"atom": ATOM, "content": CONTENT, "dc": DC, "rdf": RDF}

_MARK = re.compile(
    r"<!\[CDATA\[|<!--|<(?P<close>/?)(?P<name>(?:[\w.-]{1,40}:)?(?:item|entry))"
    r"(?=[\s/>])[^<>]*>",
)
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|RDF)(?=[\s/>])[^<>]*>", re.IGNORECASE)
_XMLNS = re.compile(r"""\sxmlns(?::([\w.-]{1,40}))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_LANG = re.compile(r"""\sxml:lang\s*=\s*["']([\w-]{1,40})["']""")
_PREFIXED = re.compile(r"""(?:</?|\s)([A-Za-z_][\w.-]{0,39}):[A-Za-z_]""")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_IS_HTML = re.compile(
    r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE
)
_PREFIX = re.compile(r"(</?)[\w.-]{1,40}:(?=[A-Za-z])")
_MAIL_AND_NAME = re.compile(r"[^\s@]+@[^\s@]+\s+\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as it stands in the feed, or why what begins there is none."""

    start: int
    end: int
    fault: str = ""


def feed_articles(markup: str, where: str, settings: Settings) -> Iterator[Article | ItemError]:
    """An article for each entry of the feed, or the error that says what it lacks."""
    for entry in feed_entries(markup, where):
        if isinstance(entry, ItemError):
            yield entry
            continue
        try:
            yield _with_text(entry, settings)
        except ItemError as error:
            yield error


def _with_text(entry: Article, settings: Settings) -> Article:
    """An entry as an article. Raises `NoArticle` where all it has is a headline."""
    if entry.text.strip():
        return text_article(entry.text, entry, settings)
    remedy = f"read the page it links to: {entry.url}" if entry.url else "leave it out"
    raise NoArticle(entry.where or "", "has no text", remedy)


def feed_entries(markup: str, where: str) -> Iterator[Article | ItemError]:
    """Each entry as an article that may have no text yet, or the error that says what is wrong."""
    root = _ROOT.search(markup)
    opening = root[0] if root else ""
    if len(opening) > MAX_OPENING_CHARS:  # it is parsed again with every entry
        what = f"opens with a tag of more than MAX_OPENING_CHARS ({MAX_OPENING_CHARS:,})"
        yield TooLarge(where, what, "ask its publisher to mend it")
        return
    pieces = list(islice(_pieces(markup), MAX_ENTRIES + 1))
    feed = _feed(markup, pieces, root.end() if root else 0, opening)
    number = 0
    for number, piece in enumerate(pieces, start=1):
        if number > MAX_ENTRIES:
            what = f"has more than MAX_ENTRIES ({MAX_ENTRIES:,}) entries"
            yield TooLarge(where, what, "the rest is left; split it")
            return
        at = f"{where}, entry {number}"
        try:
            if piece.fault:
                raise BadRow(at, piece.fault, "leave it out")
            yield _entry(markup[piece.start : piece.end], at, opening, feed)
        except ItemError as error:
            yield error
    if not number:
        yield NoArticle(where, "is a feed without entries", "leave it out")


def _pieces(markup: str) -> Iterator[_Piece]:
    """Where the entries stand; CDATA and comments are stepped over, whatever they hold."""
    at, start, opened = 0, -1, ""
    never: set[str] = set()
    while mark := _MARK.search(markup, at):
        at = mark.end()
        if mark["name"] is None:
            close = "]]>" if mark[0].startswith("<![") else "-->"
            found = -1 if close in never else markup.find(close, at)
            if found < 0:
                never.add(close)
            else:
                at = found + 3
        elif mark["close"]:
            if start >= 0 and mark["name"] == opened:
                yield _Piece(start, at)
                start = -1
        else:
            if start >= 0:
                yield _Piece(start, mark.start(), "is not closed where the next one begins")
            start, opened = mark.start(), mark["name"]
            if mark[0].endswith("/>"):
                yield _Piece(start, at)
                start = -1
    if start >= 0:
        yield _Piece(start, len(markup), "is cut short: the feed ends within it")


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed says of itself: its title, and the language of all its entries."""

    title: str | None = None
    language: str | None = None


def _feed(markup: str, pieces: list[_Piece], start: int, opening: str) -> _Feed:
    """The facts outside of the entries; a channel is closed here where the cut left it open."""
    parts, size = [], 0
    for piece in (*pieces, _Piece(len(markup), len(markup))):
        part = markup[start : min(piece.start, start + MAX_HEADER_CHARS - size)]
        parts.append(part)
        size += len(part)
        start = piece.end
    told = _LANG.search(opening)
    try:
        root = _parsed(_closed("".join(parts)), "", opening)
    except ItemError:
        return _Feed(None, declared_language(told[1]) if told else None)
    channel = next((e for e in root if _name(e) == "channel"), root)
    language = _first(channel, "language") or _first(channel, "language", DC)
    return _Feed(
        _line(_child(channel, "title")),
        declared_language(language or (told[1] if told else None)),
    )


def _closed(header: str) -> str:
    """The header as elements that close: no end of the root, and no end that was never begun."""
    header = re.sub(r"</(?:[\w.-]{1,40}:)?(?:rss|feed|RDF)\s*>\s*\Z", "", header.rstrip())
    opened = re.search(r"<((?:[\w.-]{1,40}:)?channel)[\s>]", header)
    if opened and f"</{opened[1]}" not in header:
        header += f"</{opened[1]}>"
    return header


def _entry(raw: str, where: str, opening: str, feed: _Feed) -> Article:
    """What an entry says, its text as it stands in it; raises `BadRow`."""
    root = _parsed(raw, where, opening)
    entry = next(iter(root))
    data = raw.encode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    declared = entry.get(f"{{{XML}}}lang") or _first(entry, "language", DC)
    return Article(
        content_id(sha256),
        _text(entry, where),
        sha256,
        title=_line(_child(entry, "title")) or _line(_child(entry, "title", DC)),
        outlet=_source(entry) or feed.title,
        byline=_byline(entry),
        published=_published(entry),
        language=declared_language(declared) or feed.language,
        url=_url(entry),
        where=where,
        original=data,
    )


def _parsed(markup: str, where: str, opening: str) -> Element:
    """`markup` in an element that declares the feed's prefixes; raises `BadRow`."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    document = f"<feed{_declarations(opening, markup, where)}>{_mended(markup)}</feed>"
    try:
        root: Element = etree.fromstring(document.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        what = f"is not well-formed XML: {' '.join(str(error.msg).split())[:200]}"
        raise BadRow(where, what, "ask its publisher to mend it") from error
    return root


def _declarations(opening: str, markup: str, where: str) -> str:
    """The namespaces that the feed declares, those in use by custom, and any other prefix.

    Raises `BadRow` for very many: the parser looks through all of them for every name.
    """
    spaces = dict(_USUAL_PREFIXES)
    for prefix, double, single in _XMLNS.findall(opening):
        spaces[prefix] = html.unescape(double or single)
    for prefix in _PREFIXED.findall(markup):
        if prefix not in ("xml", "xmlns"):
            spaces.setdefault(prefix, f"urn:undeclared:{prefix}")
    if len(spaces) > MAX_PREFIXES:
        what = f"uses more than {MAX_PREFIXES} prefixes of names"
        raise BadRow(where, what, "ask its publisher to mend it")
    return "".join(
        f" xmlns{':' if prefix else ''}{prefix}={quoteattr(space)}"
        for prefix, space in spaces.items()
        if prefix not in ("xml", "xmlns") and (space or not prefix)
    )


def _mended(markup: str) -> str:
    """Without what XML forbids and many feeds hold: control characters and bare ampersands."""
    parts, at = [], 0
    markup = _NO_XML.sub("\ufffd", markup)
    while (opening := markup.find("<![CDATA[", at)) >= 0:
        end = markup.find("]]>", opening)
        if end < 0:
            break
        parts += [_BARE_AMPERSAND.sub("&amp;", markup[at:opening]), markup[opening : end + 3]]
        at = end + 3
    parts.append(_BARE_AMPERSAND.sub("&amp;", markup[at:]))
    return "".join(parts)


def _name(element: Element, space: str | None = None) -> str:
    """An element's local name, if it is in `space`, or else in one of those of feeds."""
    if not isinstance(element.tag, str):
        return ""
    found, _, name = element.tag.rpartition("}")
    found = found.removeprefix("{")
    return name if (found == space if space else found in _OF_FEEDS) else ""


def _children(element: Element, name: str, space: str | None = None) -> Iterator[Element]:
    return (child for child in element if _name(child, space) == name)


def _child(element: Element, name: str, space: str | None = None) -> Element | None:
    return next(_children(element, name, space), None)


def _first(element: Element, name: str, space: str | None = None) -> str | None:
    """The first child of that name that says something, as it stands."""
    texts = ("".join(child.itertext()).strip() for child in _children(element, name, space))
    return next(filter(None, texts), None)


def _line(element: Element | None) -> str | None:
    """What an element says in one line, without tags; feeds write titles as text or as HTML."""
    if element is None:
        return None
    text = "".join(element.itertext())[: MAX_LINE_CHARS * 4]
    if element.get("type") != "text" and _IS_HTML.search(text):
        text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return " ".join(text.split())[:MAX_LINE_CHARS] or None


def _text(entry: Element, where: str) -> str:
    """The fullest text that the entry has: its content, or else its summary."""
    for name, space in (
        ("encoded", CONTENT),
        ("content", None),
        ("description", None),
        ("summary", None),
    ):
        for element in _children(entry, name, space):
            if (text := _shown(element, where)).strip():
                return text
    return ""


def _shown(element: Element, where: str) -> str:
    """The words of a content element, whichever way its markup is written."""
    from lxml import etree

    kind = (element.get("type") or element.get("mode") or "").lower()
    if len(element):
        inner = etree.tostring(element, encoding="unicode", with_tail=False)
        return words_in(_PREFIX.sub(r"\1", inner), where)
    text = element.text or ""
    if kind.startswith(("image/", "audio/", "video/", "application/")) and "xhtml" not in kind:
        return ""
    plain = kind in ("text", "text/plain") or not _IS_HTML.search(text)
    return text.strip() if plain else words_in(text, where)


def _source(entry: Element) -> str | None:
    """The outlet that an entry says its words came from."""
    for element in _children(entry, "source"):
        told = _child(element, "title")
        if line := _line(told if told is not None else element):
            return line
    told = _child(entry, "source", DC)
    line = _line(told)
    return None if line is None or is_web(line) else line


def _byline(entry: Element) -> str | None:
    names = []
    for element in (*_children(entry, "author"), *_children(entry, "creator", DC)):
        told = _child(element, "name")
        line = _line(told if told is not None else element)
        if line and (found := _MAIL_AND_NAME.fullmatch(line)):
            line = found[1].strip()
        if line and line not in names:
            names.append(line)
    return ", ".join(names)[:MAX_LINE_CHARS] or None


def _published(entry: Element) -> str | None:
    given = (
        ("pubDate", None),
        ("published", None),
        ("issued", None),
        ("date", DC),
        ("updated", None),
        ("modified", None),
    )
    dates = (iso(_first(entry, name, space)) for name, space in given)
    return next(filter(None, dates), None)


def _url(entry: Element) -> str | None:
    """The address of the article: a link for readers, or a guid that says it is one."""
    links = (*_children(entry, "link"), *_children(entry, "link", ATOM))
    candidates = [
        link.get("href") or link.text or ""
        for link in links
        if link.get("rel", "alternate") == "alternate"
    ]
    guid = _child(entry, "guid")
    if guid is not None and guid.get("isPermaLink", "true") == "true":
        candidates.append(guid.text or "")
    candidates.append(entry.get(f"{{{RDF}}}about") or "")
    addresses = ("".join(given.split())[:2000] for given in candidates)
    return next(filter(is_web, addresses), None)
