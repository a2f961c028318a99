"""Articles join a ledger: read as `pipeline` does, then held against what is there already by `join`.

One article is one transaction: whoever kills a build finds the ledger as it was after the last
whole article, and the same command goes on from there. An article whose reading, or whose
matching, was made by an older version is read or matched again, and nothing else is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from onrecord import pipeline
from onrecord.errors import ItemError
from onrecord.extract.readers import digest_of
from onrecord.join import MATCHERS, match, match_again
from onrecord.judged import CORRECTIONS
from onrecord.ledger import Ledger
from onrecord.ledger.review import Done
from onrecord.values import Article, Reading, Settings, content_id

READ_BY = ("extract", "resolve", "given.py", "text.py", "scripts.py", "values.py")
DEFAULTS = Settings()


def _unheard(_: object) -> None:
    """For who wants to be told of nothing."""


@dataclass(slots=True)
class Built:
    """What a build did, in articles: added, there already, read or matched again, left out."""

    added: int = 0
    known: int = 0
    reread: int = 0
    rematched: int = 0
    skipped: int = 0


def build(
    ledger: Ledger,
    *paths: str | Path,
    settings: Settings = DEFAULTS,
    keep_originals: bool = True,
    on_skip: Callable[[ItemError], None] = _unheard,
    on_article: Callable[[Reading], None] = _unheard,
) -> Built:
    """Add the articles in `paths` to `ledger`; what it holds already is left as it is.

    `on_skip` is told of every item that could not be read (the ledger keeps it too), `on_article`
    of every article added, once it is written. Each article is a transaction of its own. Raises
    `NothingToRead` where no path holds anything at all, `BadLedger` where the ledger was opened to
    be read only, or somebody else has been writing to it for half a minute.
    """
    done = Built()
    _bring_up_to_date(ledger, reader_version(settings), settings, done)

    def skipped(error: ItemError) -> None:
        done.skipped += 1
        ledger.skip(error)
        on_skip(error)

    articles = pipeline.read(*paths, settings=settings, on_skip=skipped)
    _add(ledger, articles, settings, keep_originals, on_article, done)
    return done


def add(
    ledger: Ledger,
    articles: Iterable[Article],
    *,
    settings: Settings = DEFAULTS,
    keep_originals: bool = True,
    on_article: Callable[[Reading], None] = _unheard,
) -> Built:
    """Add articles that are at hand already; as `build`, for who reads no paths."""
    done = Built()
    _add(ledger, articles, settings, keep_originals, on_article, done)
    return done


def _add(
    ledger: Ledger, articles: Iterable[Article], settings: Settings, keep_originals: bool,
    on_article: Callable[[Reading], None], done: Built,
) -> None:  # fmt: skip
    reader = reader_version(settings)

    def unknown() -> Iterator[Article]:
        for article in articles:
            if ledger.has(article):
                done.known += 1
            else:
                yield article

    for reading in pipeline.extract_all(unknown(), settings=settings):
        if _added(ledger, reading, reader, keep_originals):
            done.added += 1
            on_article(reading)
        else:
            done.known += 1


def _added(ledger: Ledger, reading: Reading, reader: str, keep_original: bool) -> bool:
    """Whether the article was not there: it may come twice, or from another build meanwhile."""
    with ledger.transaction():
        if ledger.has(reading.article):
            return False
        match(ledger, ledger.add(reading, reader, keep_original))
    return True


@lru_cache(maxsize=8)
def reader_version(settings: Settings = DEFAULTS) -> str:
    """What names the reader: a digest of the code and weights that decide what it finds."""
    chosen = [settings.min_score, *settings.outlets]
    if settings.reader:
        chosen.append(digest_of(settings.reader))
    return f"reader {content_id(_code(), *chosen)}"


@cache
def _code() -> str:
    home = Path(__file__).parent
    digest = hashlib.sha256()
    for part in READ_BY:
        files = sorted((home / part).rglob("*")) if (home / part).is_dir() else [home / part]
        for file in files:
            if file.suffix in (".py", ".tsv", ".onnx", ".json", ".npy"):
                digest.update(file.read_bytes())
    return digest.hexdigest()


def _bring_up_to_date(ledger: Ledger, reader: str, settings: Settings, done: Built) -> None:
    """Read and match again what an older version read or matched."""
    stale = list(ledger.articles("reader != ?", reader))
    readings = pipeline.extract_all((article for _, article in stale), settings=settings)
    for (id, _), reading in zip(stale, readings, strict=True):
        with ledger.transaction():
            if next(ledger.articles("id = ? AND reader != ?", id, reader), None):
                ledger.reread(id, reading, reader)
                done.reread += 1
    with ledger.transaction():
        if ledger.db.execute("SELECT 1 FROM article WHERE matched != ?", (MATCHERS,)).fetchone():
            ledger.forget_matching(MATCHERS)
    unmatched = [id for id, _ in ledger.articles("matched IS NULL")]
    for id in unmatched:
        with ledger.transaction():
            if next(ledger.articles("id = ? AND matched IS NULL", id), None):
                match(ledger, id)
                done.rematched += 1
            if id == unmatched[-1]:  # with it, so that who kills a build here leaves nothing stale
                ledger.derive()


def decide(ledger: Ledger, decision: Callable[[], Done]) -> Done:
    """Let a person decide, and hold anew against the others what was put right: all or nothing."""
    with ledger.transaction():
        done = decision()
        for judgement in done.judgements:
            if judgement.relation in CORRECTIONS:
                match_again(ledger, judgement.subject, f"corrected: {judgement.id}")
    return done
