"""A web page as an article: the page's own words, in order, with its paragraphs kept.

trafilatura decides where the article is; it does not write the text. It rewrites spaces, drops
clauses and gives no offsets, so the page is walked here once into blocks (what a browser would
set as one paragraph, white space collapsed as a browser does and no other character touched),
and a block is kept whole when trafilatura found its words. What it lost in between comes back
if it reads as prose and stands where kept blocks stand. Headline and byline are the article's
title and byline, and captions belong to pictures: none of them is part of the text.

Blocks are joined by a blank line, `<br>` is a line end. Nothing is run, fetched or expanded:
scripts, styles and hidden elements are never looked into, and libxml2's HTML parser knows no
entities but those of HTML.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import NoArticle, TooLarge
from onrecord.read.columns import checked
from onrecord.read.facts import Facts, facts_in
from onrecord.read.language import language_told
from onrecord.values import Article, Settings

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element = Any

MAX_BLOCKS = 50_000
MAX_ELEMENTS = 20_000
MAX_ATTRIBUTES = 1_000
SHINGLE = 4

_DROPPED = frozenset(
    "script style noscript template svg math iframe object embed applet head title textarea "
    "select option button input canvas audio video map figcaption datalist dialog".split()
)
_BLOCKS = frozenset(
    "html body article section main div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre "
    "table thead tbody tfoot tr td th caption header footer nav aside figure form fieldset "
    "address center details summary hr menu hgroup search".split()
)
_FURNITURE_TAGS = frozenset("nav footer aside form figure menu address search".split())
_FURNITURE_ROLES = frozenset(
    "navigation banner contentinfo complementary dialog alertdialog search menu toolbar".split()
)
_FURNITURE_WORDS = frozenset(
    "ad ads advert advertisement banner breadcrumb breadcrumbs byline caption comment comments "
    "consent cookie cookies credit disclaimer disqus footer masthead menu mostread nav navbar "
    "navigation newsletter outbrain paywall popup promo promoted recirc recommended related "
    "share sharing sidebar signup social sponsor sponsored subscribe taboola teaser toolbar "
    "trending widget".split()
)
_BANNER_WORDS = frozenset("cookie cookies consent gdpr newsletter disqus outbrain taboola".split())
# Markup as HTML's own tokenizer cuts it: attributes, and what may hold a `<` that opens nothing.
_ATTRIBUTE = (
    r"[\s/]*+[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?+)?+"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_MARKUP = re.compile(
    rf"<!--(?:-?>|.*?--!?>|.*)|<[!?/](?:[^>]*+>|.*)|"
    rf"<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])"
    rf"(?P<held>(?:{_ATTRIBUTE})*+)(?:.*?</(?P=raw)|.*)|<[a-z][^\s/>]*+(?P<has>(?:{_ATTRIBUTE})*+)",
    re.IGNORECASE | re.DOTALL,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_WORD = re.compile(r"\w+")
_NAME_PART = re.compile(r"[a-z]+")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.!?…:。！？]['\"”’»)\]]*\Z")


@dataclass(slots=True)
class Block:
    """One paragraph of the page: its innermost block element, its words, its letters in links."""

    element: Element
    text: str
    linked: int
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.words = tuple(_WORD.findall(self.text.casefold()))


def article_in(markup: str, blank: Article, settings: Settings) -> Article:
    """`blank` filled with what the page says; raises `NoArticle`, or `TooLarge` over a limit."""
    where = blank.where or ""
    if len(markup) > settings.max_page_chars:
        limit = settings.max_page_chars
        what = f"has {len(markup):,} characters, more than max_page_chars ({limit:,})"
        raise TooLarge(where, what, "raise the limit")
    root = _parsed(markup, where)
    facts = facts_in(root)
    blocks = _blocks(root, where)
    text = "\n\n".join(b.text for b in _article_blocks(root, blocks, facts))
    text = text or (facts.body or "")
    if not text.strip():
        raise NoArticle(
            where, "is a page without article text", "save the page with its text, or give the text"
        )
    return replace(
        blank,
        text=checked(text, where, settings),
        title=facts.title,
        outlet=facts.outlet,
        byline=facts.byline,
        published=facts.published,
        language=language_told(text, facts.language or blank.language),
        url=facts.url,
    )


def words_in(markup: str, where: str) -> str:
    """All that a reader of a piece of HTML would see, nothing chosen: feeds and mail need none."""
    if not markup.strip():
        return ""
    return "\n\n".join(block.text for block in _blocks(_parsed(markup, where), where))


def _parsed(markup: str, where: str) -> Element:
    from lxml import etree, html

    if _has_too_many_attributes(markup):
        what = f"has an element with more than {MAX_ATTRIBUTES:,} attributes"
        raise TooLarge(where, what, "save the page as text")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root: Element = html.document_fromstring(
            markup.encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise NoArticle(where, "is a page with nothing in it", "leave it out") from error
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message.lower():
            raise TooLarge(where, "nests more than 255 elements deep", "save the page as text")
    return root


def _has_too_many_attributes(markup: str) -> bool:
    """Whether one has so many that the parser, which compares each with all, takes minutes."""
    least = 3 * MAX_ATTRIBUTES
    if len(markup) < least:
        return False
    for found in _MARKUP.finditer(markup):
        start, end = max(found.span("has"), found.span("held"))
        if end - start >= least:
            many = islice(_ATTRIBUTES.finditer(markup, start, end), MAX_ATTRIBUTES + 1)
            if sum(1 for _ in many) > MAX_ATTRIBUTES:
                return True
    return False


def _blocks(root: Element, where: str) -> list[Block]:
    """Every paragraph that a reader of the page could see."""
    blocks: list[Block] = []
    writer = _Writer(blocks)
    for event, element in _events(root):
        if event == "text":
            writer.write(element.text or "", element)
        elif event == "tail":
            writer.write(element.tail or "", element.getparent())
        elif event == "open":
            writer.open(element)
        else:
            writer.close(element)
        if len(blocks) > MAX_BLOCKS:
            raise TooLarge(where, f"has more than {MAX_BLOCKS:,} paragraphs", "split it")
    writer.flush()
    return blocks


def _events(root: Element) -> Iterator[tuple[str, Element]]:
    """A walk without recursion: open, text, children, close and tail of each visible element."""
    yield "open", root
    yield "text", root
    stack = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield "close", element
            if stack:
                yield "tail", element
        elif _shown(child):
            yield "open", child
            yield "text", child
            stack.append((child, iter(child)))
        else:
            if child.tag in _BLOCKS:
                yield "open", child
            yield "tail", child


def _shown(element: Element) -> bool:
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED or "hidden" in element.attrib:
        return False
    style = element.get("style")
    return not (style and _HIDDEN_STYLE.search(style))


class _Writer:
    """Gathers the text between two block boundaries, with white space as a browser shows it."""

    def __init__(self, blocks: list[Block]) -> None:
        self._blocks = blocks
        self._parts: list[str] = []
        self._element: Element | None = None
        self._linked = self._in_link = self._in_pre = 0

    def open(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.flush()
        self._in_link += element.tag == "a"
        self._in_pre += element.tag == "pre"
        if element.tag == "br":
            self._parts.append("\v")

    def close(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self.flush()
        self._in_link -= element.tag == "a"
        self._in_pre -= element.tag == "pre"

    def write(self, text: str, element: Element | None) -> None:
        if not text:
            return
        if self._element is None and not text.isspace():
            self._element = element
        plain = text.replace("\v", " ").replace("\r\n", "\n").replace("\r", "\n")
        self._parts.append(plain.replace("\n", "\v") if self._in_pre else _SPACE.sub(" ", plain))
        if self._in_link:
            self._linked += len(plain.strip())

    def flush(self) -> None:
        if self._element is not None:
            lines = "".join(self._parts).split("\v")
            shown = [_SPACE.sub(" ", line).strip(" ") for line in lines]
            text = re.sub(r"\n\n+", "\n\n", "\n".join(shown)).strip("\n")
            if text and not text.isspace():
                self._blocks.append(Block(_block_of(self._element), text, self._linked))
        self._parts, self._element, self._linked = [], None, 0


def _block_of(element: Element) -> Element:
    while element.tag not in _BLOCKS and (parent := element.getparent()) is not None:
        element = parent
    return element


def _article_blocks(root: Element, blocks: list[Block], facts: Facts) -> list[Block]:
    kept = _kept(root, blocks)
    return [b for i, b in enumerate(kept) if not _is_heading(b, facts, first=i < 4)]


def _kept(root: Element, blocks: list[Block]) -> list[Block]:
    """The blocks of the article: what trafilatura found, or else every sentence, made whole."""
    seen, furniture = _Found(_chosen(root)), _Furniture()
    found = [seen.has(b) for b in blocks]
    usable = [_is_prose(b) and not furniture.around(b.element) for b in blocks]
    chosen = any(yes and ok for yes, ok in zip(found, usable, strict=True))
    if not chosen:
        ends = [bool(_ENDS_SENTENCE.search(b.text)) for b in blocks]
        found = [ok and ended for ok, ended in zip(usable, ends, strict=True)]
        if not any(found):
            return []
    container = _container([b for b, yes in zip(blocks, found, strict=True) if yes])
    inside = set(container.iter())
    near = _Furniture(container)
    texts = {b.words for b, yes in zip(blocks, found, strict=True) if yes and b.element in inside}
    beside = {b.element.getparent() for b, yes in zip(blocks, found, strict=True) if yes}

    def keep(block: Block, yes: bool) -> bool:
        here = block.element in inside
        if yes and chosen:
            return here or block.words not in texts
        if not here or not _is_prose(block) or near.around(block.element):
            return False
        return block.element.getparent() in beside or block.element.tag in ("p", "blockquote")

    return [b for b, yes in zip(blocks, found, strict=True) if keep(b, yes)]


def _chosen(root: Element) -> str:
    """The article as trafilatura sees it, or nothing where it sees none or fails.

    Nor is it asked about a page of very many elements: 20,000 take it a second, or ten where
    they nest deep, and no article has so many.
    """
    import copy
    import logging

    import trafilatura

    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        return ""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        document = trafilatura.bare_extraction(copy.deepcopy(root), include_comments=False)
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return ""
    return str(getattr(document, "text", None) or "")


class _Found:
    """What trafilatura found, as runs of words and, for what is too short for those, lines."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text.casefold())
        self.runs = {tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
        self.lines = {tuple(_WORD.findall(line.casefold())) for line in text.splitlines()}

    def has(self, block: Block) -> bool:
        """Whether at least half of the block's words are there in their order."""
        words = block.words
        if not words:
            return False
        if len(words) < SHINGLE or words in self.lines:
            return words in self.lines
        runs = [words[i : i + SHINGLE] in self.runs for i in range(len(words) - SHINGLE + 1)]
        return sum(runs) * 2 >= len(runs)


def _container(blocks: list[Block]) -> Element:
    """The innermost element that holds four fifths of what was found."""
    own: Counter[Element] = Counter()
    for block in blocks:
        own[block.element.getparent()] += len(block.words)
    weight: Counter[Element] = Counter()
    for parent, words in own.items():
        weight[parent] += words
        for element in parent.iterancestors():
            weight[element] += words
    whole = sum(own.values())
    return max((e for e, w in weight.items() if w >= 0.8 * whole), key=_depth)


def _depth(element: Element) -> int:
    return sum(1 for _ in element.iterancestors())


def _is_prose(block: Block) -> bool:
    """Whether it reads as a sentence and not as a list of links or a label."""
    if block.linked * 2 > len(block.text):
        return False
    return len(block.words) >= 4 or bool(_ENDS_SENTENCE.search(block.text))


class _Furniture:
    """Whether an element is, or is within, what is no part of an article.

    Inside a `container` any name that smells of it counts. On the whole page only elements
    that are nothing else do, since a wrapper around the article may well be `has-sidebar`.
    """

    def __init__(self, container: Element | None = None) -> None:
        self._known: dict[Element, bool] = {} if container is None else {container: False}
        self._words = _BANNER_WORDS if container is None else _FURNITURE_WORDS

    def around(self, element: Element) -> bool:
        """Whether `element` or one around it is furniture; each element is judged once."""
        path: list[Element] = []
        at: Element | None = element
        while at is not None and at not in self._known:
            path.append(at)
            if self._is(at):
                self._known[at] = True
                break
            at = at.getparent()
        verdict = at is not None and self._known[at]
        self._known.update(dict.fromkeys(path, verdict))
        return verdict

    def _is(self, element: Element) -> bool:
        if element.tag in _FURNITURE_TAGS or element.get("role") in _FURNITURE_ROLES:
            return True
        if element.tag in ("html", "body"):
            return False
        names = f"{element.get('class', '')} {element.get('id', '')}"[:500].lower()
        return not self._words.isdisjoint(_NAME_PART.findall(names))


def _is_heading(block: Block, facts: Facts, *, first: bool) -> bool:
    """Whether it only repeats the headline, or is the line with the byline, above the text."""
    if block.element.tag == "h1" and facts.title:
        return True
    if not first:
        return False
    if facts.title and block.words == tuple(_WORD.findall(facts.title.casefold())):
        return True
    names = set(_WORD.findall((facts.byline or "").casefold()))
    return bool(names) and names <= set(block.words) and len(block.words) <= len(names) + 3
