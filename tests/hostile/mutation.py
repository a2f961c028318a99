"""Small sound inputs and what is done to them: bytes turned, taken out, put in, doubled, spliced.

`seeds/` holds one input of each kind, `found/` every input that once made something fail; both
are replayed before anything new is tried. An edit is a plain tuple, so that Hypothesis can leave
out those that do not matter. ONRECORD_FUZZ=20 tries twenty times as many, drawn anew each time.
"""

from __future__ import annotations

import gzip
import os
import re
import resource
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

HOME = Path(__file__).parent
SEEDS = {path.name: path.read_bytes() for path in sorted((HOME / "seeds").iterdir())}
FOUND = HOME / "found"
MORE = int(os.environ.get("ONRECORD_FUZZ", "1"))
WHOLE = 1 << 16
LONGEST = 200_000

OPERATIONS = (
    "insert", "replace", "delete", "double", "splice", "flip", "number", "repeat", "cut", "pack",
    "nest", "drop line",
)  # fmt: skip
TOKENS = tuple(
    token.encode("utf-8", "surrogatepass")
    for token in (
        "\0", "\x1b[31m", "\r", "\n", "\r\n\r\n", "\ufeff", "\u202e", "\ud800", "\udc80", "\xff", "\x1a",
        "<", "</", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "<?xml ", "&#0;",
        "&#xD800;", "&#x110000;", "&a;", "<html", "<title>", "<svg>", "<template>", "<base href=//x>",
        "<table><tr>", "<p hidden>", 'xmlns:a="b"', "<a:b/>", "xml:lang=", "<item/>", "<entry>", "<url/>",
        "{", "}", "[", "]", ",", '"', "\\", "\\u0000", "\\ud800", "1" * 400, "1e999", "-1", "NaN", "null",
        "true", '{"text":', '"date":', '"article":{', '"@type":"Article"', "2026-02-30", "0000-00-00",
        "Thu, 99 Foo 99999 99:99:99 +9999", "9" * 30, "WARC/1.0\r\n", "Content-Length: 9\r\n",
        "Content-Encoding: gzip\r\n", "Transfer-Encoding: chunked\r\n", "ffffffff\r\n", "From ", "\n\n--b1\n",
        "Content-Type: multipart/mixed; boundary=\n", "Content-Type: text/plain; charset=utf-7\n",
        "Content-Type: message/rfc822\n\n", "=?utf-8?b?w6k?=", "=?x?q?=FF?=", "charset=idna", "charset=utf-16",
        "Content-Transfer-Encoding: uuencode\n", "begin 644 a\n", "%PDF-1.7", "endobj", "stream\n", "1 0 R",
        "<< /Length 99999999 >>", "/Filter /FlateDecode", "/Kids [2 0 R]", "/Encrypt 1 0 R", "/Prev 9",
        "&b ", "*b", "<<: ", "!!timestamp ", "!!int ", "!!binary ", "? ", "- ", ": ", "|\n", "{answer}", "... ",
        "(a|b)", "*", "2001-99-99", "0x", "1:99:99", "\u2028", "\x85", "\u00ad", "\u0130", "\u0345", "\u1e9e",
    )
)  # fmt: skip

NUMBERS = (b"0", b"-1", b"1", b"255", b"65536", b"4294967296", b"9" * 19, b"9" * 400)
Edit = tuple[str, int, int, bytes]

edits = st.lists(
    st.tuples(
        st.sampled_from(OPERATIONS),
        st.integers(0, WHOLE - 1),
        st.integers(0, WHOLE - 1),
        st.one_of(st.sampled_from(TOKENS), st.binary(max_size=6)),
    ),
    min_size=1,
    max_size=8,
)


def examples(count: int) -> settings:
    """So many examples, the same each time unless more are asked for; time is kept by `bounded`."""
    return settings(
        max_examples=count * MORE,
        derandomize=MORE == 1,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


def edited(data: bytes, done: Sequence[Edit]) -> bytes:
    """`data` after the edits, in order."""
    for edit in done:
        data = _edited(data, *edit)[:LONGEST]
    return data


def _edited(data: bytes, operation: str, where: int, much: int, token: bytes) -> bytes:
    at = where * len(data) // WHOLE
    to = at + min(len(data) - at, 1 + (much % 512 if much % 3 else much % 16))
    match operation:
        case "insert":
            return data[:at] + token + data[at:]
        case "replace":
            return data[:at] + token + data[to:]
        case "delete":
            return data[:at] + data[to:]
        case "double":
            return data[:to] + data[at:to] * (1 + much % 3) + data[to:]
        case "splice":
            other = list(SEEDS.values())[much % len(SEEDS)]
            return data[:at] + other[where * len(other) // WHOLE :]
        case "flip":
            flipped = bytes(each ^ (1 << much % 8) for each in data[at : at + 1])
            return data[:at] + flipped + data[at + 1 :]
        case "number":
            return _with_number(data, where, NUMBERS[much % len(NUMBERS)])
        case "repeat":
            return data[:at] + token * (much % 3000) + data[at:]
        case "cut":
            return data[:at]
        case "pack":
            return gzip.compress(data, 1, mtime=0)
        case "nest":
            return data[:at] + token * (much % 1200) + data[at:to] + token[::-1] * (much % 1200)
        case _:
            return _without_line(data, where)


def _with_number(data: bytes, which: int, number: bytes) -> bytes:
    found = list(re.finditer(rb"\d+", data))
    if not found:
        return data
    one = found[which % len(found)]
    return data[: one.start()] + number + data[one.end() :]


def _without_line(data: bytes, number: int) -> bytes:
    lines = data.split(b"\n")
    del lines[number % len(lines)]
    return b"\n".join(lines)


class TookTooLong(AssertionError):
    """It took more processor time than it was given."""


class _Stop(BaseException):
    """No `Exception`, so that nothing on the way takes it for an error in the input."""


@contextmanager
def bounded(cpu_s: float = 5.0, memory: int = 1 << 30) -> Iterator[None]:
    """What is done within takes no more processor time and no more new memory than this."""

    def stop(*_: object) -> None:
        raise _Stop

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limits = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGVTALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory, limits[1]))
    signal.setitimer(signal.ITIMER_VIRTUAL, cpu_s)
    try:
        yield
    except _Stop:
        raise TookTooLong(f"more than {cpu_s} s of processor time") from None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.signal(signal.SIGVTALRM, before)
