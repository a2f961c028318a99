"""The words of an e-mail as an article: one message (EML), or each of a mailbox (mbox).

The plain text of a message is taken where it has one, character for character; else its HTML,
as a reader would see it. What is attached is no part of the article: it is left out, and said to
be left out. Who sent it is its byline; no outlet is made up from an address.

Messages are taken apart by Python's own parser, which goes down into parts by recursion and
looks for every boundary on every line, so one with very many parts, or with a field too long for
it to take apart in good time, is refused before that.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from email import policy
from email.errors import InvalidBase64CharactersDefect, InvalidBase64LengthDefect, MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from typing import BinaryIO

from onrecord.errors import BadRow, ItemError, NoArticle, NotText, TooLarge
from onrecord.read.document import decoded_as, empty, text_article
from onrecord.read.facts import is_web
from onrecord.read.language import declared_language
from onrecord.read.page import words_in
from onrecord.read.published import iso
from onrecord.values import Article, Settings, content_id

MAX_NESTS = 50
MAX_PARTS = 2000
MAX_FIELD_BYTES = 4 * 1024
MAX_LINE_CHARS = 1000
NAMES_SHOWN = 3
SCANT = 10  # plain text this many times shorter than the HTML only says to look at that

_NEST = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_PART = re.compile(rb"^content-type:", re.IGNORECASE | re.MULTILINE)
_PARSED_FIELD = re.compile(
    rb"^(?:content-[a-z-]{1,40}|from|sender|subject|date|organization|archived-at):"
    rb"[^\n]*(?:\n[ \t][^\n]*)*",
    re.IGNORECASE | re.MULTILINE,
)
_ENVELOPE = re.compile(rb"From [^\r\n]{0,200}\d{4}[^\r\n]{0,20}\r?\n\Z")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LOCKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_BROKEN = (InvalidBase64CharactersDefect, InvalidBase64LengthDefect)


def mail_articles(
    data: bytes, where: str, stem: str | None, settings: Settings
) -> Iterator[Article | ItemError]:
    """The article in a message, and an error that counts what was attached to it."""
    try:
        message = _parsed(data, where)
        yield _article(message, data, where, stem, settings)
    except ItemError as error:
        yield error
        return
    if attached := _attachments(message):
        names = ", ".join(name for name in attached[:NAMES_SHOWN] if name)
        count = f"{len(attached)} attachment{'s' * (len(attached) > 1)}"
        what = f"has {count}, left out" + (f" ({names})" if names else "")
        yield NotText(where, what, "save what is attached, and name it by itself")


def mbox_articles(
    stream: BinaryIO, where: str, settings: Settings
) -> Iterator[Article | ItemError]:
    """The same for each message of a mailbox, with one message in memory at a time."""
    for number, data in enumerate(_messages(stream, settings.max_item_bytes), start=1):
        at = f"{where}, message {number}"
        if data is None:
            what = f"has more than max_item_bytes ({settings.max_item_bytes:,})"
            yield TooLarge(at, what, "raise the limit")
        else:
            yield from mail_articles(data, at, None, settings)


def _messages(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """Each message without its envelope, or None for one over the limit."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    while line := stream.readline(limit + 1):
        if blank and _ENVELOPE.match(line):
            if begun:
                yield _unescaped(lines) if size <= limit else None
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= limit:
                lines.append(line)
            else:
                lines.clear()
        blank = line in (b"\n", b"\r\n")
    if begun:
        yield _unescaped(lines) if size <= limit else None


def _unescaped(lines: list[bytes]) -> bytes:
    """A message as it was before `From ` at the start of its lines was marked."""
    return _ESCAPED.sub(rb"\1", b"".join(lines))


def _parsed(data: bytes, where: str) -> Message:
    """The message in its parts; raises `TooLarge` for one with very many."""
    nests, parts = _count(_NEST, data, MAX_NESTS), _count(_PART, data, MAX_PARTS)
    if nests > MAX_NESTS or parts > MAX_PARTS:
        many, limit = ("nested parts", MAX_NESTS) if nests > MAX_NESTS else ("parts", MAX_PARTS)
        raise TooLarge(where, f"has more than {limit:,} {many}", "save its text as .txt")
    if any(f.end() - f.start() > MAX_FIELD_BYTES for f in _PARSED_FIELD.finditer(data)):
        what = f"has a field of more than {MAX_FIELD_BYTES:,} bytes in a header"
        raise TooLarge(where, what, "save its text as .txt")
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(data)
    except (RecursionError, ValueError, LookupError, AttributeError, IndexError) as error:
        raise _unparsed(where, error) from error
    return message


def _count(form: re.Pattern[bytes], data: bytes, limit: int) -> int:
    """How often `form` occurs, counted no further than past the limit."""
    return sum(1 for _, _ in zip(form.finditer(data), range(limit + 1), strict=False))


def _unparsed(where: str, error: Exception) -> BadRow:
    what = f"is no message that can be taken apart ({type(error).__name__})"
    return BadRow(where, what, "save its text as .txt")


def _article(
    message: Message, data: bytes, where: str, stem: str | None, settings: Settings
) -> Article:
    if message.get_content_type() in _LOCKED:
        raise NotText(where, "is an encrypted message", "save its text as .txt")
    text = _text(message, where, settings)
    sha256 = hashlib.sha256(data).hexdigest()
    address = _field(message, "Archived-At").strip("<> ")
    blank = Article(
        stem or content_id(sha256),
        "",
        sha256,
        title=_field(message, "Subject") or None,
        outlet=_field(message, "Organization") or None,
        byline=_sender(message),
        published=iso(_field(message, "Date")),
        language=declared_language(_field(message, "Content-Language").split(",")[0]),
        url=address if is_web(address) else None,
        where=where,
        original=data,
    )
    return text_article(text, blank, settings)


def _field(message: Message, name: str) -> str:
    """A field in one line, decoded, or as it was sent where it cannot be."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    sent = next(values, "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        value = str(make_header(decode_header(sent)))
    except (MessageError, ValueError, LookupError):
        value = sent
    line = " ".join(value.replace("\0", "").split())[:MAX_LINE_CHARS]
    return line.encode("utf-8", "replace").decode("utf-8")


def _sender(message: Message) -> str | None:
    """The name of who wrote it, or the address where there is no name."""
    line = _field(message, "From") or _field(message, "Sender")
    name, angle, _ = line.rpartition("<")
    return (name.strip().strip('"').strip() if angle else line) or line.strip("<>") or None


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order; attached messages are not gone into."""
    stack = [message]
    while stack:
        part = stack.pop()
        inner = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if isinstance(inner, list):
            stack.extend(reversed([p for p in inner if isinstance(p, Message)]))
        else:
            yield part


def _is_attached(part: Message) -> bool:
    """Whether it is attached and not shown: a file, or a message that was passed on."""
    if part.get_content_disposition() == "attachment":
        return True
    kind = part.get_content_maintype()
    return kind not in ("text", "image", "multipart") or _is_named_text(part)


def _is_named_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and part.get_filename() is not None


def _attachments(message: Message) -> list[str]:
    """The names of what is attached, pictures shown in the text and signatures left out."""
    return [
        " ".join((part.get_filename() or "").split())[:80]
        for part in _leaves(message)
        if _is_attached(part) and "signature" not in part.get_content_subtype()
    ]


def _text(message: Message, where: str, settings: Settings) -> str:
    """The words of the message: its plain parts, or its HTML ones where those say far more."""
    shown = [part for part in _leaves(message) if not _is_attached(part)]
    plain = _joined(shown, "text/plain", where, settings)
    if "text/html" in (kinds := {part.get_content_type() for part in shown}):
        rich = _joined(shown, "text/html", where, settings)
        if len(plain.split()) * SCANT < len(rich.split()):
            return rich
    if not plain.strip():
        if kinds & {"text/plain", "text/html"}:
            raise empty(where)
        raise NoArticle(where, "is a message without text", "leave it out")
    return plain


def _joined(parts: list[Message], kind: str, where: str, settings: Settings) -> str:
    texts = [_words(part, where, settings) for part in parts if part.get_content_type() == kind]
    return "\n\n".join(text for text in texts if text)


def _words(part: Message, where: str, settings: Settings) -> str:
    """The words of one part, decoded from what they were sent in."""
    try:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise _unparsed(where, error) from error
    if any(isinstance(defect, _BROKEN) for defect in part.defects):
        raise BadRow(where, "holds base64 that is broken", "save its text as .txt")
    text = decoded_as(payload, where, charset, settings) if isinstance(payload, bytes) else ""
    if "\0" in text:
        raise NotText(where, "calls binary data text", "save its text as .txt")
    if part.get_content_subtype() == "html":
        return words_in(text, where)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return _unflowed(text, part) if part.get_param("format") == "flowed" else text


def _unflowed(text: str, part: Message) -> str:
    """Lines that were broken only for the way made whole again (RFC 3676)."""
    deleted = part.get_param("delsp") == "yes"
    lines: list[str] = []
    soft = False
    for line in text.split("\n"):
        line = line.removeprefix(" ")
        if soft and line != "-- " and not line.startswith(">"):
            lines[-1] = (lines[-1][:-1] if deleted else lines[-1]) + line
        else:
            lines.append(line)
        soft = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)
