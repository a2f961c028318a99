"""What a watch must know to go on where it stopped: a small JSON file beside the ledger.

For each feed: what its server wants back to say "not changed", when it is due, how often it
failed, and which entries were dealt with. Entries are kept as short digests, the latest so many,
so the file and the memory stay small however long the watch lasts. The file is written whole or
not at all; losing it costs requests and nothing else, as the ledger knows its articles.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from onrecord.errors import BadState

ENTRIES = 60_000
FORMAT = 1


@dataclass(slots=True)
class Feed:
    """One feed; `seen` maps an entry to the digest of what it said, `tried` to failed attempts."""

    url: str
    etag: str | None = None
    modified: str | None = None
    due: float = 0.0
    failures: int = 0
    gone: bool = False
    polled: bool = False
    seen: dict[str, str] = field(default_factory=dict)
    tried: dict[str, int] = field(default_factory=dict)

    def done(self, entry: str, digest: str) -> None:
        """Remember that `entry` was dealt with as it stands; the oldest is forgotten for it."""
        self.tried.pop(entry, None)
        self.seen.pop(entry, None)
        self.seen[entry] = digest
        while len(self.seen) > ENTRIES:
            del self.seen[next(iter(self.seen))]

    def failed(self, entry: str) -> int:
        """Count a failed attempt at `entry`; gives how many there were."""
        self.tried[entry] = self.tried.pop(entry, 0) + 1
        while len(self.tried) > ENTRIES:
            del self.tried[next(iter(self.tried))]
        return self.tried[entry]


@dataclass(slots=True)
class State:
    """All feeds that were ever watched for one ledger."""

    path: Path
    feeds: dict[str, Feed] = field(default_factory=dict)

    @classmethod
    def beside(cls, ledger: Path) -> State:
        """The state of a ledger's watch. Raises `BadState` where its file cannot be understood."""
        path = ledger.with_name(ledger.name + ".watch.json")
        try:
            held = json.loads(path.read_text("utf8"))
        except (FileNotFoundError, NotADirectoryError):
            return cls(path)
        except (OSError, ValueError, RecursionError) as error:
            raise _bad(path, str(error)) from error
        return cls(path, _feeds(path, held))

    def feed(self, url: str) -> Feed:
        """What is known of a feed; nothing yet, for a new one."""
        return self.feeds.setdefault(url, Feed(url))

    def save(self) -> None:
        """Write it, whole or not at all. Raises `BadState` where that cannot be."""
        held = {"format": FORMAT, "feeds": [asdict(feed) for feed in self.feeds.values()]}
        part = self.path.with_name(self.path.name + ".part")
        try:
            part.write_text(json.dumps(held, ensure_ascii=False, separators=(",", ":")), "utf8")
            part.replace(self.path)
        except OSError as error:
            raise BadState(f"{self.path}: cannot be written ({error.strerror or error})") from error


def _feeds(path: Path, held: Any) -> dict[str, Feed]:
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        raise _bad(path, "it is of another format")
    try:
        feeds = [Feed(**feed) for feed in held["feeds"]]
        sound = all(
            isinstance(f.url, str)
            and isinstance(f.seen, dict)
            and isinstance(f.tried, dict)
            and all(isinstance(tries, int) for tries in f.tried.values())
            and isinstance(f.etag, str | None)
            and isinstance(f.modified, str | None)
            and isinstance(f.due, (int, float))
            and isinstance(f.failures, int)
            for f in feeds
        )
    except (KeyError, TypeError) as error:
        raise _bad(path, str(error)) from error
    if not sound:
        raise _bad(path, "a feed in it is malformed")
    return {feed.url: feed for feed in feeds}


def _bad(path: Path, why: str) -> BadState:
    return BadState(
        f"{path}: what the watch left off at cannot be read ({why[:200]}); remove the file: "
        "feeds are then read from the start, and the ledger leaves out what it knows"
    )
