"""Feeds watched for a story: asked when they are due, their new articles read into the ledger.

    while feeds are due     ask (politely, "changed since?")     -> entries not dealt with yet
    each new entry          fetch its page, else take its text   -> article -> build.add -> news

One feed after another, one article after another. What was dealt with is written down after every
feed; a watch that is killed asks again for what it had not written down, and the ledger knows
what it has. A page that cannot be had now is tried at later polls, five times in all; where it
never can be, the text of the feed itself is taken, and where that has none, the entry is skipped
with its reason, in the ledger.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from onrecord import build
from onrecord.errors import (
    EmptyInput,
    ItemError,
    NoArticle,
    NotText,
    Refused,
    TooLarge,
    Unreachable,
)
from onrecord.ledger import Ledger
from onrecord.ledger.observed import article_id
from onrecord.read.document import decoded_as, page_article, text_article
from onrecord.read.kinds import HEAD_BYTES, Kind, sniffed
from onrecord.values import Article, Reading, Settings, content_id
from onrecord.watch import schedule
from onrecord.watch.address import without_credentials
from onrecord.watch.entries import Entry, charset, is_old, listed
from onrecord.watch.fetch import Answer, Fetcher
from onrecord.watch.news import News, news_of
from onrecord.watch.state import Feed, State

ATTEMPTS = 5
MAX_SITEMAPS = 50
MAX_FRESH = 60_000  # entries of one poll that are kept at hand
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a watch goes about it: seconds between polls of a feed; articles taken in one poll.

    A poll that took `longest_s` leaves the rest for the next: other feeds wait for a slow one no
    longer than that, and one request.
    """

    every_s: float = 900.0
    most: int = 200
    longest_s: float = 600.0
    pages: bool = True
    keep_originals: bool = True
    settings: Settings = field(default_factory=Settings)


@dataclass(slots=True)
class Polled:
    """What a poll of a feed came to."""

    feed: str
    new: list[News] = field(default_factory=list)
    skipped: list[ItemError] = field(default_factory=list)
    put_off: int = 0
    unchanged: bool = False
    error: ItemError | None = None


@dataclass
class Watch:
    """A ledger, its feeds, and when to ask them.

    `wait` sleeps for so many seconds and says whether the watch should stop; `clock` is the
    time of day. Both can be replaced, which is how weeks are tested in seconds.
    """

    ledger: Ledger
    state: State
    fetcher: Fetcher
    plan: Plan
    wait: Callable[[float], bool]
    clock: Callable[[], float] = time.time
    dice: Random = field(default_factory=Random)

    def run(self, feeds: Sequence[str], *, once: bool = False) -> Iterator[Polled]:
        """Poll `feeds` whenever they are due, for ever; with `once`, each once and now.

        One with a name or password in its address is refused, and neither told nor kept so.
        """
        told = {url: without_credentials(url) for url in feeds}
        secret = {url: safe for url, safe in told.items() if safe != url.strip()}
        for safe in secret.values():
            error = Refused(safe, "has a name or password in it", "leave it out: none is ever sent")
            yield Polled(safe, error=error)
        watched = [self.state.feed(url) for url in told if url not in secret]
        if once:
            yield from map(self.poll, watched)
            return
        while alive := [feed for feed in watched if not feed.gone]:
            now = self.clock()
            for feed in alive:
                feed.due = schedule.due(feed.due, now, self.plan.every_s)
            first = min(alive, key=lambda feed: feed.due)
            if first.due > now and self.wait(first.due - now):
                return
            if first.due <= self.clock():
                yield self.poll(first)
                if self.wait(0):
                    return

    def poll(self, feed: Feed) -> Polled:
        """Ask a feed once, take in what is new, and write down where that leaves it."""
        polled, began = Polled(feed.url), self.clock()
        try:
            answer = self.fetcher.get(feed.url, _conditions(feed))
            if answer.status == 304:
                polled.unchanged = True
            else:
                self._take(feed, answer, polled, began)
            feed.failures = 0
            feed.due = schedule.after_answer(
                self.clock(), self.plan.every_s, answer.headers, self.dice
            )
        except ItemError as error:
            self._failed(feed, error, polled)
        self.state.save()
        return polled

    def _failed(self, feed: Feed, error: ItemError, polled: Polled) -> None:
        polled.error = error
        feed.failures += 1
        feed.gone = "gone for good" in error.what
        asked = error.retry_after if isinstance(error, Unreachable) else None
        feed.due = schedule.after_failure(
            self.clock(), self.plan.every_s, feed.failures, asked, self.dice
        )

    def _take(self, feed: Feed, answer: Answer, polled: Polled, began: float) -> None:
        """Deal with the new entries of an answer; with none put off, it need not come again."""
        maps: list[Entry] = []
        until = began + self.plan.longest_s
        fresh = self._fresh(feed, answer, maps, polled, until)
        for i, entry in enumerate(fresh):
            late = i > 0 and self.clock() > until
            if i >= self.plan.most or late or self.wait(0):
                polled.put_off += len(fresh) - i
                break
            self._deal_with(feed, entry, polled)
        feed.polled = True
        whole = not polled.put_off
        for entry in maps if whole else ():
            feed.done(entry.key, entry.digest)
        feed.etag = answer.headers.get("etag") if whole else None
        feed.modified = answer.headers.get("last-modified") if whole else None

    def _fresh(
        self, feed: Feed, answer: Answer, maps: list[Entry], polled: Polled, until: float
    ) -> list[Entry]:
        """The new entries of an answer and of the sitemaps it lists (into `maps`), the last first.

        Of a sitemap that is read for the first time, all but the latest entries count as known.
        """
        found: list[Entry] = []
        pending: list[Answer | Entry] = [answer]
        while pending:
            asked = pending.pop()
            said = asked if isinstance(asked, Answer) else self._sitemap(asked, polled)
            if said is None:
                continue
            listing = listed(
                said.body, said.url, said.headers.get("content-type"), self.plan.settings
            )
            for entry in listing.entries:
                if isinstance(entry, ItemError):
                    polled.skipped.append(entry)
                elif listing.is_sitemap and not feed.polled and is_old(entry, self.clock()):
                    feed.done(entry.key, entry.digest)
                elif not entry.is_sitemap:
                    if _is_new(feed, entry):
                        found.append(entry)
                elif len(maps) < MAX_SITEMAPS and _may_have_changed(feed, entry):
                    maps.append(entry)
                    pending.append(entry)
            if pending and (len(found) > MAX_FRESH or self.clock() > until):
                polled.put_off += len(pending)
                break
        return found[::-1]

    def _sitemap(self, entry: Entry, polled: Polled) -> Answer | None:
        """The answer of a sitemap that another lists; None where it cannot be had."""
        try:
            return self.fetcher.get(entry.listed.url or "")
        except ItemError as error:
            polled.skipped.append(error)
            polled.put_off += 1
            return None

    def _deal_with(self, feed: Feed, entry: Entry, polled: Polled) -> None:
        """Read an entry's article into the ledger, or put it off, or skip it with its reason."""
        if entry.key not in feed.seen and _has_address(self.ledger, entry.listed.url):
            feed.done(entry.key, entry.digest)  # from another feed, or before the state was lost
            return
        article: Article | None
        try:
            article = self._article(entry)
        except Unreachable as error:
            if feed.failed(entry.key) < ATTEMPTS:
                polled.put_off += 1
                log.info("%s: put off (%s)", entry.listed.url, error.what)
                return
            article = self._own_text(entry, error, polled)
        except ItemError as error:
            article = self._own_text(entry, error, polled)
        if article is not None:
            polled.new += self._added(article)
        feed.done(entry.key, entry.digest)

    def _article(self, entry: Entry) -> Article:
        """The article that an entry leads to. Raises `ItemError`."""
        listed = entry.listed
        if not self.plan.pages or listed.url is None:
            return _as_listed(listed, self.plan.settings)
        answer = self.fetcher.get(listed.url)
        return fetched_article(answer, listed, self.plan.settings)

    def _own_text(self, entry: Entry, error: ItemError, polled: Polled) -> Article | None:
        """What the feed itself gives of an article that cannot be had; None where it gives nothing."""
        try:
            return _as_listed(entry.listed, self.plan.settings)
        except ItemError:
            self.ledger.skip(error)
            polled.skipped.append(error)
            return None

    def _added(self, article: Article) -> list[News]:
        added: list[Reading] = []
        if _has_words(self.ledger, article):
            return []
        build.add(
            self.ledger, [article], settings=self.plan.settings,
            keep_originals=self.plan.keep_originals, on_article=added.append,
        )  # fmt: skip
        return [news_of(self.ledger, article_id(reading.article)) for reading in added]


def _is_new(feed: Feed, entry: Entry) -> bool:
    return feed.seen.get(entry.key) != entry.digest


def _may_have_changed(feed: Feed, sitemap: Entry) -> bool:
    """A sitemap whose last change is told need be read only when that is another one."""
    return sitemap.listed.published is None or _is_new(feed, sitemap)


def _has_address(ledger: Ledger, url: str | None) -> bool:
    query = "SELECT 1 FROM article WHERE url = ? LIMIT 1"
    return url is not None and ledger.db.execute(query, (url,)).fetchone() is not None


def _has_words(ledger: Ledger, article: Article) -> bool:
    """Whether the ledger has these words from this address, in whatever markup they came."""
    query = "SELECT 1 FROM article WHERE url = ? AND text = ? LIMIT 1"
    return ledger.db.execute(query, (article.url, article.text)).fetchone() is not None


def _conditions(feed: Feed) -> dict[str, str]:
    """The headers by which a server may say that nothing changed."""
    held = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
    return {name: v for name, v in held.items() if v and v.isascii() and v.isprintable()}


def _as_listed(listed: Article, settings: Settings) -> Article:
    """An entry's own text as an article. Raises `NoArticle` where it has none."""
    if not listed.text.strip():
        raise NoArticle(listed.url or listed.where or "", "has no text in the feed")
    return text_article(listed.text, listed, settings)


def fetched_article(answer: Answer, listed: Article, settings: Settings) -> Article:
    """The article in a page that was fetched, with what its feed said of it. Raises `ItemError`."""
    body, where = answer.body, answer.url
    if not body.strip():
        raise EmptyInput(where, "is empty")
    if len(body) > settings.max_item_bytes:
        raise TooLarge(where, f"has more than max_item_bytes ({settings.max_item_bytes:,})")
    sha256 = hashlib.sha256(body).hexdigest()
    blank = replace(
        listed, id=content_id(sha256), text="", sha256=sha256, where=where, original=body,
        url=listed.url or where,
    )  # fmt: skip
    told = sniffed(body[:HEAD_BYTES], "", where, settings.encoding)
    if told.kind is Kind.PDF:
        return _in_pdf(body, blank, settings)
    text = decoded_as(body, where, charset(answer.headers.get("content-type")), settings)
    if told.kind is Kind.PAGE:
        return page_article(text, blank, settings)
    if told.kind is Kind.TEXT:
        return text_article(text, blank, settings)
    raise NotText(where, f"is of the kind {told.kind.value}, not a page", "give it to build")


def _in_pdf(body: bytes, blank: Article, settings: Settings) -> Article:
    from onrecord.read.pdf import pdf_articles

    (item,) = pdf_articles(body, blank.where or "", None, settings)
    if isinstance(item, ItemError):
        raise item
    return replace(
        item, title=item.title or blank.title, outlet=item.outlet or blank.outlet,
        byline=item.byline or blank.byline, published=item.published or blank.published,
        url=blank.url,
    )  # fmt: skip
