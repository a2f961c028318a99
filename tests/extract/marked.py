"""Texts with their attributions marked in them: [source] {cue} <content>.

`read` takes the marks out and gives the plain text and one attribution for each group of marks,
in order; a cue begins a new group where the last already has one, unless the mark says "+".
"""

from __future__ import annotations

import re

from onrecord.values import Attribution, Kind, Span

_MARK = re.compile(r"[\[\]{}<>]")
_ROLE = {"[": "source", "{": "cue", "<": "content"}


def read(marked: str) -> tuple[str, list[Attribution]]:
    """The plain text and its attributions; "|" in `marked` parts one attribution from the next."""
    text, found = "", []
    for group in marked.split("|"):
        spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
        opened: list[tuple[str, int]] = []
        last = 0
        for mark in _MARK.finditer(group):
            text += group[last : mark.start()]
            last = mark.end()
            if mark[0] in _ROLE:
                opened.append((_ROLE[mark[0]], len(text)))
            else:
                role, start = opened.pop()
                spans[role].append(Span(start, len(text)))
        text += group[last:]
        if spans["content"]:
            found.append(
                Attribution(
                    id=f"a{len(found)}",
                    source=tuple(spans["source"]) or None,
                    cue=tuple(spans["cue"]) or None,
                    content=tuple(spans["content"]),
                    kind=Kind.INDIRECT,
                    score=1.0,
                )
            )
    return text, found
