"""Choose the sentences to annotate for acts and channels: by chance, then by broad keywords.

    python evals/acts/sample.py ../shared/data > sentences.jsonl

Articles of Wikinews 2019-2020 and of MEANTIME go to `tune` or `test` by a hash of their name,
before any of their sentences is looked at. Of each part 40 sentences are drawn blindly, 60
among those with a word of carrying news, 80 among those where such a word stands in a phrase,
60 among those with a word of doing something with words other than saying; at most four an
article, so that no story weighs much. A second round, of 22 and 45 with narrower expressions
and six an article, brings the positives of each kind to 150. Interviews printed as question and
answer are left out. The expressions below choose what a person reads; they are no part of the
rules under test, but what they miss is seen only in the blind draw, so recall is flattered.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from onrecord.text import sentences

CHANNEL = re.compile(
    r"\b(told|interview|statement|media|news|agency|newspaper|television|radio|Twitter|tweet|"
    r"Facebook|conference|briefing|speech|letter|website|report|quoted|cited|citing|Reuters|"
    r"BBC|press|Times|according|announced on|spoke)",
    re.IGNORECASE,
)
CARRIER = re.compile(
    r"(told (?:the )?[A-Z]|told (?:reporters|journalists|media|state|local|news)|interview|"
    r"statement|Twitter|tweet|Facebook|Telegram|social media|conference|state media|citing|"
    r"quoted|reported by|reported that|news agency|newspaper|speech|letter to|website|"
    r"press release|remarks|spoke to|speaking to|television|broadcast|according to (?:the )?[A-Z])"
)
ACT = re.compile(
    r"\b(confirm|den[iy]|accus|alleg|claim|blam|promis|vow|pledg|plan|intend|threat|offer|"
    r"ask|question|wonder|refus|declin|reject|dismiss|believ|think|thought|hop|fear|want|urg|"
    r"call|criti|prais|condemn|support|oppos|suggest|expect|likely|may|might|could|acknowledg|"
    r"admit|apolog|warn|demand|doubt|deci|agree|not )",
    re.IGNORECASE,
)
STRONG_ACT = re.compile(
    r"\b(confirm(?:ed|s)?\b|den(?:y|ied|ies)|accus|allege|claim|blam|vow|pledg|promis|plans? to|"
    r"threaten|asked|question|refus|declin|reject|believ|fear|hopes?\b|hoped|urged|"
    r"call(?:ed)? (?:for|on)|critici|condemn|warn|suggest|expected|demand|admit|acknowledg)"
)
STRONG_CARRIER = re.compile(
    r"\b(told (?:the )?[A-Z]\w+|told (?:reporters|journalists|state|local)|"
    r"interview with|on (?:Twitter|Facebook|Telegram|state)|(?:press|news) conference|"
    r"in a (?:\w+ )?(?:statement|speech|letter|tweet)|quoted|reported by|news agency|speaking to)"
)
DRAWS = (
    (("chance", 40, None), ("channel", 60, CHANNEL), ("carrier", 80, CARRIER), ("act", 60, ACT)),
    (("more carrier", 22, STRONG_CARRIER), ("more act", 45, STRONG_ACT)),
)
PER_ARTICLE = 6


def articles(data: Path) -> Iterator[tuple[str, str, str]]:
    """Corpus, name or address, and text of each article."""
    for path in sorted((data / "wikinews").glob("*.csv")):
        with path.open(encoding="utf8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield "wikinews", row["url"], row["text"]
    words: dict[str, list[str]] = defaultdict(list)
    last: dict[str, str] = {}
    for line in (data / "meantime" / "meantime.conll").read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            name, sentence, _, word, *_ = line.split("\t")
            joint = "\n" if last.get(name, sentence) != sentence else " "
            words[name] += [joint, word]
            last[name] = sentence
    for name, pieces in words.items():
        yield "meantime", name, "".join(pieces).strip()


def part_of(name: str) -> str:
    return "test" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tune"


def main() -> None:
    pool: dict[str, list[dict[str, str]]] = defaultdict(list)
    for corpus, name, text in articles(Path(sys.argv[1])):
        if "((" in text:
            continue
        for span in sentences(text):
            sentence = span.of(text)
            if 6 <= len(sentence.split()) <= 55 and "\n" not in sentence:
                row = {"corpus": corpus, "article": name, "split": part_of(name)}
                pool[part_of(name)].append({**row, "text": sentence})
    rng = random.Random(2026)
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    for rows in pool.values():
        rng.shuffle(rows)
    for round_, draws in enumerate(DRAWS):
        most = PER_ARTICLE - 2 * (round_ == 0)
        for rows in pool.values():
            for draw, size, wanted in draws:
                for row in rows:
                    fits = wanted is None or wanted.search(row["text"])
                    new = row["text"] not in seen and taken[row["article"]] < most
                    if size and fits and new:
                        size -= 1
                        taken[row["article"]] += 1
                        seen.add(row["text"])
                        print(json.dumps({**row, "draw": draw}, ensure_ascii=False))


if __name__ == "__main__":
    main()
