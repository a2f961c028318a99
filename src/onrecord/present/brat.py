"""Stand-off annotations as brat and PolNeAR have them: the text untouched, the marks beside it.

    T1<TAB>Source 0 5<TAB>Maren
    T4<TAB>Attribution 6 10<TAB>said
    E1<TAB>Attribution:T4 Source:T1 Cue:T2 Content:T3

An event without a source is an `Attribution-no-source`, as PolNeAR writes it. brat knows no mark
that runs over a line's end, so a span that does is written in pieces, `0 5;6 9`. Folders are
PolNeAR's too: `text/NAME.txt` and `attributions/NAME_read.ann`, NAME being the article's id made
safe for a file name. What else a reading holds (speakers, firmness, gaps) has no place in this
format and is left out.
"""

import re
from collections.abc import Iterable, Iterator

from onrecord.values import Attribution, Reading, Spans

ANNOTATOR = "read"

_LINE = re.compile(r"[^\r\n]+")
_UNSAFE = re.compile(r"[^\w.@ -]|^[. -]|[. ]$")
_LONGEST_NAME = 150


def files(readings: Iterable[Reading]) -> Iterator[tuple[str, str]]:
    """Path (below the folder, with `/`) and contents of each file, two for a reading."""
    taken: set[str] = set()
    for reading in readings:
        name = _file_name(reading.article.id, taken)
        yield f"text/{name}.txt", reading.article.text
        yield f"attributions/{name}_{ANNOTATOR}.ann", marks_of(reading)


def marks_of(reading: Reading) -> str:
    """The attributions of one reading as an `.ann` file."""
    out: list[str] = []
    for n, attribution in enumerate(reading.attributions, 1):
        out += _event(n, attribution, reading.article.text, len(out) - (n - 1))
    return "".join(line + "\n" for line in out)


def _event(n: int, a: Attribution, text: str, marks: int) -> list[str]:
    roles = {"Source": a.source, "Cue": a.cue, "Content": a.content}
    given = {role: spans for role, spans in roles.items() if spans}
    ids = {role: f"T{marks + i}" for i, role in enumerate(given, 1)}
    kind = "Attribution" if a.source else "Attribution-no-source"
    trigger = f"T{marks + len(given) + 1}"
    arguments = "".join(f" {role}:{ids[role]}" for role in given)
    return [
        *(_mark(ids[role], role, spans, text) for role, spans in given.items()),
        _mark(trigger, kind, a.cue or a.source or a.content, text),
        f"E{n}\t{kind}:{trigger}{arguments}",
    ]


def _mark(id: str, label: str, spans: Spans, text: str) -> str:
    pieces = [m for span in sorted(spans) for m in _LINE.finditer(text, span.start, span.end)]
    pieces = [m for m in pieces if not m[0].isspace()] or pieces
    where = ";".join(f"{m.start()} {m.end()}" for m in pieces)
    words = " ".join(m[0].replace("\t", " ") for m in pieces)
    return f"{id}\t{label} {where}\t{words}"


def _file_name(id: str, taken: set[str]) -> str:
    """A file name for the article of that id, which nothing outside the folder has."""
    plain = _UNSAFE.sub("_", id)[:_LONGEST_NAME] or "article"
    name, n = plain, 1
    while name.casefold() in taken:
        n += 1
        name = f"{plain}-{n}"
    taken.add(name.casefold())
    return name
