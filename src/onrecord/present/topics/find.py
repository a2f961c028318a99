"""Where words occur: claims that have them all, and passages of articles.

What is looked for is words, never a query language: quotation marks, brackets and operators are
passed over, so that no input can be wrong.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from onrecord.ledger import Ledger
from onrecord.present.topics.claims import claims_by_id
from onrecord.present.topics.fetch import sources
from onrecord.present.topics.values import Claim, Words
from onrecord.text import sentences

_WORD = re.compile(r"\w+")
TELLING, MOST_WORDS = 4, 12  # letters of a word that says what a claim is about; such words
MOST_ASKED = 32
"""Words that are looked for, each once; an index is asked for one after the other."""


def search(ledger: Ledger, words: str, limit: int = 20) -> tuple[list[Claim], list[Words]]:
    """Claims and articles in which all of `words` occur, the best first.

    Of an article, the sentence with the first of them. Of very many words the first 32 count.
    """
    tokens = list(islice(dict.fromkeys(m[0] for m in _WORD.finditer(words)), MOST_ASKED))
    if not tokens:
        return [], []
    query = " ".join(f'"{token}"' for token in tokens)
    ids = [row[0] for row in ledger.db.execute(
        "SELECT c.id FROM claim_words w JOIN claim c ON c.number = w.rowid "
        "WHERE claim_words MATCH ? ORDER BY rank LIMIT ?", (query, limit))]  # fmt: skip
    found = claims_by_id(ledger, ids)
    rows = ledger.db.execute(
        "SELECT a.id, a.text FROM article_words w JOIN article a ON a.number = w.rowid "
        "WHERE article_words MATCH ? ORDER BY rank LIMIT ?", (query, limit)).fetchall()  # fmt: skip
    articles = sources(ledger, (row["id"] for row in rows))
    passages = []
    for row in rows:
        start, end = _passage(row["text"], tokens[0])
        passages.append(Words(articles[row["id"]], start, end, row["text"][start:end]))
    return [found[id] for id in ids], passages


def like(ledger: Ledger, claim: Claim, limit: int) -> list[Claim]:
    """Other claims that share most of the rarest words with this one."""
    words = {word for word in _WORD.findall(claim.said.words.text) if len(word) >= TELLING}
    telling = sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
    if not telling:
        return []
    query = " OR ".join(f'"{word}"' for word in telling)
    ids = [row[0] for row in ledger.db.execute(
        "SELECT c.id FROM claim_words w JOIN claim c ON c.number = w.rowid "
        "WHERE claim_words MATCH ? ORDER BY rank LIMIT ?", (query, limit + 1))]  # fmt: skip
    found = claims_by_id(ledger, [id for id in ids if id != claim.id][:limit])
    return [found[id] for id in ids if id in found]


def _passage(text: str, word: str) -> tuple[int, int]:
    """The sentence in which a word occurs first; the article's first where only its title has it."""
    wanted = _folded(word)
    at = next((m.start() for m in _WORD.finditer(text) if _folded(m[0]) == wanted), 0)
    for sentence in sentences(text):
        if sentence.end > at:
            return sentence.start, sentence.end
    return 0, len(text)


def _folded(word: str) -> str:
    """As the index folds it: no case, no accents."""
    plain = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
