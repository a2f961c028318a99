"""What is wrong with the text itself, before anyone asks what it says.

    mixed-script        a word of letters from several scripts, and its likely spelling
    look-alike          a whole word in letters that only look like those of its neighbours
    invisible           characters that print nothing but break a search: zero width, soft hyphen
    bidi-control        marks that turn the direction of writing where nothing asks for it
    broken-encoding     bytes read in the wrong encoding, or characters lost on the way
    markup              tags and character references that no browser ever saw
    repeated-paragraph  a paragraph that stood in the text before
    page-furniture      what belonged to the page and not to the article
    machine-leftover    what a language model said to its user, and blanks nobody filled in

A notice covers what a reader would point at, so a hidden character takes its whole word with
it; `suggestion` is what should stand there instead, "" where nothing should, None where that
cannot be told. Each occurrence has its own notice, up to `MAX_OF_A_KIND`, past which one more
would say nothing new and a hostile text could fill the memory.

An alarm on sound text is worse than a miss: readers who have seen two stop looking. So foreign
names, formulas, units, emoji and quoted speech are no faults, whatever they look like; each
rule says what it leaves alone. Every rule starts with a cheap look for the characters or words
it needs and does nothing where they are absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from onrecord.extract.encodings import broken_encodings, markup
from onrecord.extract.hidden import bidi_controls, invisible_characters
from onrecord.extract.leftovers import machine_leftovers, page_furniture, repeated_paragraphs
from onrecord.extract.spelling import look_alikes, mixed_scripts
from onrecord.values import Notice

MAX_OF_A_KIND = 500

RULES: tuple[Callable[[str], Iterator[Notice]], ...] = (
    mixed_scripts,
    look_alikes,
    invisible_characters,
    bidi_controls,
    broken_encodings,
    markup,
    repeated_paragraphs,
    page_furniture,
    machine_leftovers,
)


def notices_in(text: str) -> tuple[Notice, ...]:
    """Everything wrong with `text`, in its order."""
    found = [notice for rule in RULES for notice in islice(rule(text), MAX_OF_A_KIND)]
    return tuple(sorted(found, key=lambda notice: (notice.spans, notice.kind)))
