"""Bytes that were read in the wrong encoding, and markup that was read as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from onrecord.extract.vicinity import notice, piece_around, words_with
from onrecord.values import Notice, Span

_CONTINUED = {
    codec: "".join(
        sorted({bytes([b]).decode(codec, "ignore") or chr(b) for b in range(0x80, 0xC0)})
    )
    for codec in ("cp1252", "mac_roman", "cp1251")
}
_MOJIBAKE = re.compile(
    f"[Â-Åâãðïå-çÎÏÐÑØÙ][{re.escape(_CONTINUED['cp1252'])}]"
    f"|[√‚][{re.escape(_CONTINUED['mac_roman'])}]|вЂ|[РС][{re.escape(_CONTINUED['cp1251'])}]"
)
_TYPOGRAPHIC = "€‚„…‘’“”•–—™"
_LATIN1_CONTROL = re.compile("[\x80-\x9f]+")
_LOST = re.compile("\ufffd+")
_CUT_SHORT = re.compile(r"â€(?!\w)")  # a closing quotation mark whose last byte is a control
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])(?:\ufffd{1,3}|\?)(?=(?:s|t|re|ve|ll|d|m)\b)")
_QUESTIONED = re.compile(r"(?<![\w/.?=&-])[A-Za-z]{1,30}\?(?:s|t|re|ve|ll)\b(?![=&?/])")


def broken_encodings(text: str) -> Iterator[Notice]:
    """Words whose bytes were read in the wrong encoding, repaired if `ftfy` is sure of it.

    Where the replacement character or a question mark stands for what was lost, only an English
    apostrophe can be restored: `don�t`, `it?s`.
    """
    for found in _QUESTIONED.finditer(text) if "?" in text else ():
        yield _broken(text, Span(*found.span()), _APOSTROPHE.sub("’", found[0]))
    if text.isascii():
        return
    for span in words_with(_LOST, text):
        mended = _APOSTROPHE.sub("’", span.of(text))
        yield _broken(text, span, None if "\ufffd" in mended else mended)
    last = 0
    for found in _MOJIBAKE.finditer(text):
        if found.start() >= last:
            span = piece_around(text, *found.span())
            whole = _mended(span.of(text))
            if whole is not None:
                last = span.end
                yield _broken(text, span, whole)
    for span in words_with(_LATIN1_CONTROL, text):
        if span.start >= last or not _MOJIBAKE.search(span.of(text)):
            yield _broken(text, span, _as_windows(span.of(text)))


def _broken(text: str, span: Span, mended: str | None) -> Notice:
    return notice("broken-encoding", text, span, mended)


def _mended(piece: str) -> str | None:
    from ftfy import fix_encoding

    mended = _CUT_SHORT.sub("”", str(fix_encoding(piece)))
    return None if mended == piece else mended


def _as_windows(piece: str) -> str | None:
    """`piece` with its control codes as Windows has them, if that makes them punctuation."""
    controls = set("".join(_LATIN1_CONTROL.findall(piece)))
    marks = {c: c.encode("latin-1").decode("cp1252", "ignore") for c in controls}
    if not all(mark and mark in _TYPOGRAPHIC for mark in marks.values()):
        return None
    return _LATIN1_CONTROL.sub(lambda run: "".join(marks[c] for c in run[0]), piece)


_MARKUP = re.compile(
    r"&(?:nbsp|amp|quot|lt|gt|apos|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});"
    r"|</?(?:p|div|br|span|strong|em|a|b|i|script|style|img|iframe|h[1-6]|ul|ol|li|table|tr|td"
    r"|figure|blockquote)(?:\s[^<>\n]{0,300})?/?>"
)


def markup(text: str) -> Iterator[Notice]:
    """Tags and character references left in the text: `AT&amp;T`, `<br>`."""
    for found in _MARKUP.finditer(text) if "&" in text or "<" in text else ():
        plain = unescape(found[0]) if found[0].startswith("&") else ""
        yield notice("markup", text, Span(*found.span()), plain)
