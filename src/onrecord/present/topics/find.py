"""Where words occur: claims that have them all, and passages of articles.

What is looked for is words, never a query language: quotation marks, brackets and operators are
passed over, so that no input can be wrong.
"""

from __future__ import annotations

import re
import unicodedata

from onrecord.ledger import Ledger
from onrecord.present.topics.claims import claims_by_id
from onrecord.present.topics.fetch import sources
from onrecord.present.topics.values import Claim, Words
from onrecord.text import sentences

_WORD = re.compile(r"\w+")


def search(ledger: Ledger, words: str, limit: int = 20) -> tuple[list[Claim], list[Words]]:
    """Claims and articles in which all of `words` occur, the best first.

    Of an article, the sentence with the first of them.
    """
    tokens = _WORD.findall(words)
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
