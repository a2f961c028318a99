"""Bytes to characters: which encoding it is, and nothing lost on the way.

The order is: what the user said; a byte order mark; UTF-8; what the file declares of itself;
what the statistics of the bytes say (charset-normalizer). Decoding is strict, so every
character of the text stands for bytes of the file. A byte order mark is the encoding's
signature and no character of the text: it is left out, and offsets count from what follows it.
"""

from __future__ import annotations

import codecs
import re

from onrecord.errors import NotText, Undecodable

SAMPLE_BYTES = 32 * 1024
DECLARED_WITHIN = 4096
MIN_TELLING_BYTES = 8

_MARKS = (  # UTF-32 before UTF-16: the little-endian mark of one begins with the other's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,500}?charset\s*=\s*(?:["']\s*)?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_CONTROLS = bytes([*range(0x01, 0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F])
_ASCII = bytes(range(128))
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜ…‘’“”–—€£«»°·§©®ªº¿¡´\xa0"
)
_FOREIGN_RUN = re.compile(r"[^\x00-\x7f]+")
_NOT_AS_SAID = {  # web usage: the label people write, and what the bytes are
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}


def marked(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark tells and the mark's length, or None."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, told by where the null bytes of Latin letters stand."""
    sample = data[: 4096 - len(data[:4096]) % 4]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    quarter = len(sample) // 4
    nulls = [sample[i::4].count(0) / quarter for i in range(4)]
    for encoding, full, bare in (
        ("utf-32-le", (1, 2, 3), (0,)),
        ("utf-32-be", (0, 1, 2), (3,)),
        ("utf-16-le", (1, 3), (0, 2)),
        ("utf-16-be", (0, 2), (1, 3)),
    ):
        if all(nulls[i] > 0.5 for i in full) and all(nulls[i] < 0.05 for i in bare):
            return encoding
    return None


def decoded(data: bytes, where: str, encoding: str | None = None) -> str:
    """The characters that `data` stands for; raises `Undecodable`, or `NotText` for binary."""
    if encoding is not None:
        return _as_said(data, where, encoding)
    if mark := marked(data):
        try:
            return data[mark[1] :].decode(mark[0])
        except UnicodeDecodeError as error:
            raise _undecodable(where, mark[0], error) from error
    said = declared(data)
    if said and b"\x1b" in data:  # ISO-2022 is seven bits and would pass for UTF-8
        try:
            return data.decode(said)
        except UnicodeDecodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _otherwise(data, where, said, error)


def declared(data: bytes) -> str | None:
    """The encoding that markup names for itself, by the name Python knows it by."""
    found = _DECLARED.search(data, 0, DECLARED_WITHIN)
    return known((found[1] or found[2]).decode("ascii")) if found else None


def known(label: str) -> str | None:
    """The encoding that people mean by `label`, by Python's name, or None for none of text."""
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    return _NOT_AS_SAID.get(name, name) if codecs.lookup(name)._is_text_encoding else None


def _as_said(data: bytes, where: str, encoding: str) -> str:
    mark = marked(data)
    name = codecs.lookup(encoding).name
    if mark and mark[0].startswith(name):
        data = data[mark[1] :]
        name = mark[0]
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _undecodable(where, encoding, error) from error


def _otherwise(data: bytes, where: str, said: str | None, error: UnicodeDecodeError) -> str:
    """Decoded as declared or as guessed, once UTF-8 has failed."""
    head = data[:SAMPLE_BYTES]
    if len(head.translate(None, _CONTROLS)) < 0.98 * len(head):
        raise NotText(where, "is binary data", "give text, HTML, JSON or CSV") from error
    for encoding in filter(None, (said, *guessed(data, error.start))):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise _undecodable(where, "UTF-8", error) from error


def guessed(data: bytes, start: int) -> list[str]:
    """The likeliest encodings by the bytes around `start`, the first that is not UTF-8.

    None where the bytes are UTF-8 with a flaw, or too few to judge by: another encoding would
    make words of them that nobody wrote.
    """
    begin = max(start - SAMPLE_BYTES // 2, 0)
    sample = data[begin : begin + SAMPLE_BYTES]
    if _is_flawed_utf8(sample):
        return []
    if _is_western(sample):
        return ["cp1252"]
    if len(sample.translate(None, _ASCII)) < MIN_TELLING_BYTES:
        return []
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample).best()
    names = [best.encoding, *best.could_be_from_charset] if best else []
    return list(dict.fromkeys(n for n in names if n != "utf_8"))


def _is_flawed_utf8(sample: bytes) -> bool:
    """Whether most of what is not ASCII reads as UTF-8 (the sample's cut ends apart)."""
    text = sample.decode("utf-8", "replace")
    flaws = text.count("\ufffd")
    good = sum(not char.isascii() for char in text) - flaws
    return good >= 2 * flaws


def _is_western(sample: bytes) -> bool:
    """Whether it is a Western language in Windows-1252: single accented letters within words."""
    text = sample.decode("cp1252", "replace")
    foreign = [char for char in text if not char.isascii()]
    return set(foreign) <= _WESTERN and len(foreign) < 1.3 * len(_FOREIGN_RUN.findall(text))


def _undecodable(where: str, encoding: str, error: UnicodeDecodeError) -> Undecodable:
    return Undecodable(
        where,
        f"is not {encoding}: byte 0x{error.object[error.start]:02x} at offset {error.start}",
        "name its encoding with --encoding",
    )
