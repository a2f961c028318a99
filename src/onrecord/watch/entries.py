"""What a feed or a sitemap lists: entries, each with its address and what is said of it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.errors import ItemError, NotText
from onrecord.read.document import decoded_as
from onrecord.read.feed import feed_entries
from onrecord.read.kinds import HEAD_BYTES, Kind, sniffed
from onrecord.read.sitemap import is_sitemap, sitemap_entries
from onrecord.values import Article, Settings, content_id

RECENT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, or another sitemap, as it is listed: facts, and whatever text the list gives."""

    listed: Article
    is_sitemap: bool = False

    @property
    def key(self) -> str:
        """What tells it from other entries: its address, or else what it says."""
        return content_id(self.listed.url or self.listed.sha256)[:16]

    @property
    def digest(self) -> str:
        """What changes when it changes."""
        return self.listed.sha256[:16]


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that a feed or sitemap lists, in its order."""

    entries: Sequence[Entry | ItemError]
    is_sitemap: bool = False


def listed(data: bytes, url: str, content_type: str | None, settings: Settings) -> Listing:
    """The entries of a feed or sitemap. Raises `NotText` where it is neither."""
    markup = decoded_as(data, url, charset(content_type), settings)
    if is_sitemap(markup):
        pages = sitemap_entries(markup, url)
        found = [p if isinstance(p, ItemError) else Entry(p.page, p.is_sitemap) for p in pages]
        return Listing(found, is_sitemap=True)
    told = sniffed(data[:HEAD_BYTES], ".xml", url, settings.encoding)
    if told.kind is not Kind.FEED:
        raise NotText(url, "is neither a feed nor a sitemap", "name the address of its RSS or Atom")
    return Listing([e if isinstance(e, ItemError) else Entry(e) for e in feed_entries(markup, url)])


def is_old(entry: Entry, now: float) -> bool:
    """Whether a sitemap's entry changed more than two days ago, or a page's change is not told."""
    since = (datetime.fromtimestamp(now, UTC) - RECENT).isoformat()[:10]
    told = entry.listed.published
    return not entry.is_sitemap if told is None else told[:10] < since


def charset(content_type: str | None) -> str | None:
    """The encoding that a Content-Type names, if it names one."""
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")[:40] or None
    return None
