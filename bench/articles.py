"""The articles that every system of a run reads: the same files, in the same order.

News where there is some beside the checkout (Wikinews, and PolNeAR's dev split), else articles
invented on the spot: the same outlets, people and words every time, a quotation in every third
sentence, paragraphs as news has them.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"

_WHO = (
    "Mayor Ines Tarrow",
    "Colin Vash, who heads the Quillmere port authority,",
    "a spokeswoman for Ostel Bank",
    "The minister",
    "the fishermen's union",
    "two officials",
)
_CUES = ("said", "told the Quillmere Bell", "announced on Monday", "denied", "warned", "wrote")
_WHAT = (
    "the harbour wall would be closed until the spring",
    "the ferry to Norrin had lost a third of its passengers since the fire",
    "nobody at the bank had been told of the sale",
    "the town will pay 40 million crowns for the new bridge",
    "the report on the accident has not been made public",
)
_PLAIN = (
    "The harbour was built in 1911 and has been mended twice since.",
    "About two hundred people stood in the square on Tuesday evening.",
    "It was the third such storm in a month, and the roads north of the town were under water.",
)


def articles(max_words: int) -> tuple[str, list[str]]:
    """What they are, and their texts, of `max_words` words or a little more together."""
    sets = {"Wikinews": _wikinews(), "PolNeAR dev": _polnear()}
    present = {name: texts for name, texts in sets.items() if texts}
    if present:
        turns = zip_longest(*present.values())
        texts: Iterator[str] = (text for turn in turns for text in turn if text)
        return " and ".join(present), _up_to(texts, max_words)
    return "invented articles", _up_to(_invented(), max_words)


def short_article() -> str:
    """One article of some two hundred words."""
    return next(_invented())


def _up_to(texts: Iterator[str], max_words: int) -> list[str]:
    kept: list[str] = []
    words = 0
    for text in texts:
        if words >= max_words:
            break
        kept.append(text)
        words += len(text.split())
    return kept


def _wikinews() -> list[str]:
    texts = []
    for path in sorted(DATA.glob("wikinews/*.csv")):
        with path.open(encoding="utf8", newline="") as lines:
            texts += [row["text"] for row in csv.DictReader(lines)]
    return texts


def _polnear() -> list[str]:
    return [p.read_text("utf8") for p in sorted(DATA.glob("polnear/dev/text/*.txt"))]


def _invented() -> Iterator[str]:
    chance = random.Random(1911)

    def sentence() -> str:
        who, cue, what = chance.choice(_WHO), chance.choice(_CUES), chance.choice(_WHAT)
        first = who[0].upper() + who[1:]
        return chance.choice(
            (f"“{what[0].upper()}{what[1:]},” {who} {cue}.", f"{first} {cue} that {what}.")
            + _PLAIN[:1] * 2
            + (f"{first} {cue} that {what}.", chance.choice(_PLAIN))
        )

    while True:
        paragraphs = (" ".join(sentence() for _ in range(3)) for _ in range(5))
        yield "\n\n".join(paragraphs) + "\n"
