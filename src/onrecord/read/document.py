"""One document's bytes as one article, wherever they came from: a file, an archive, a message.

What is known of it beforehand (id, address, who sent it) comes in a blank article; what the
document says of itself is added, and where both speak the document is believed.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.errors import EmptyInput
from onrecord.read.columns import checked
from onrecord.read.decoding import decoded, known
from onrecord.read.language import language_told
from onrecord.values import Article, Settings


def text_article(text: str, blank: Article, settings: Settings) -> Article:
    """`blank` with that text, every character kept; raises `EmptyInput` where there is none."""
    where = blank.where or ""
    if not text.strip():
        raise empty(where)
    text = checked(text, where, settings)
    return replace(blank, text=text, language=language_told(text, blank.language))


def page_article(markup: str, blank: Article, settings: Settings) -> Article:
    """`blank` with the article in a page and what the page says of itself."""
    from onrecord.read.page import article_in

    page = article_in(markup, blank, settings)
    return replace(
        page,
        title=page.title or blank.title,
        outlet=page.outlet or blank.outlet,
        byline=page.byline or blank.byline,
        published=page.published or blank.published,
        url=page.url or blank.url,
    )


def decoded_as(data: bytes, where: str, label: str | None, settings: Settings) -> str:
    """The characters of `data` whose sender calls its encoding `label`, if that can be.

    Senders are often wrong. What is sound UTF-8 is UTF-8, whatever it is called, except where the
    name is one of an encoding in seven bits; a name that is unknown or does not fit is passed over.
    """
    name = known(label) if label and settings.encoding is None else None
    seven_bits = b"\x1b" in data or name in _SEVEN_BITS
    wide = b"\0" in data and name is not None and name.startswith(("utf-16", "utf-32"))
    tried = [name] if seven_bits or wide else ["utf-8", name]
    for encoding in tried if name else ():
        try:
            return data.decode(encoding or "utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    return decoded(data, where, settings.encoding)


_SEVEN_BITS = frozenset({"utf-7", "hz"})


def empty(where: str) -> EmptyInput:
    """The error for an input without any words."""
    return EmptyInput(where, "is empty or holds only white space", "leave it out")
