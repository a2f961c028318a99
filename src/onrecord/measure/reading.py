"""What the reader finds in texts; within `kept`, each text is read once.

Several tasks are measured on sentences of the same articles. Whoever measures one after the other
(`evals.gate`) need not read an article for each: the reader finds in a text what it finds, whatever
was read beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from onrecord.values import Settings

if TYPE_CHECKING:
    from onrecord.extract.reader import Found

_held: list[dict[tuple[str, Settings], Found]] = []


@contextmanager
def kept() -> Iterator[None]:
    """What is read within is kept until its end."""
    _held.append({})
    try:
        yield
    finally:
        _held.pop()


def found_in(texts: Sequence[str], settings: Settings) -> list[Found]:
    """What the reader finds in each of the texts."""
    from onrecord.extract.reader import attributions_in

    known = _held[-1] if _held else {}
    new = [text for text in dict.fromkeys(texts) if (text, settings) not in known]
    for text, found in zip(new, attributions_in(new, settings), strict=True):
        known[text, settings] = found
    return [known[text, settings] for text in texts]
