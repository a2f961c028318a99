"""An hour of a desk's day: watch, serve and build side by side on one ledger.

A news site on the loopback (`bench.site`) publishes recombined Wikinews articles in four good
feeds and one that misbehaves, and `onrecord watch` follows all five into a ledger, which
`onrecord serve --review` shows all the while to somebody who asks for every kind of page and
decides in them (`bench.desk`); `onrecord build` adds a folder's articles to the same ledger
beside it. Every process is one of the command line's. Requests are paced, so that all of it
together takes some quarter of a core.

Told are what was done and what failed, each article of the good feeds that never came, and what
the two processes that stay hold: memory and open files, and whether it grows (`bench.usage`).
`bench.verdict` says what of it should not have been.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median

from bench.desk import Desk
from bench.growth import recombined
from bench.results import Figures
from bench.running import Size, Skipped, needed, say
from bench.site import BAD, GOOD, LISTED, Site, serving
from bench.usage import Sample, account, sampled
from bench.verdict import left
from onrecord.ledger import Ledger
from onrecord.values import Article

ONRECORD = (sys.executable, "-m", "onrecord")
A_MINUTE = 30  # articles, over all feeds
TURN_S = 15.0
LEAST = 8  # turns, for a line through the second half of them
BUILD_S = 120.0
DRAIN_S = 600.0  # for what was published last to come
STARTING_S, ENDING_S = 120.0, 600.0


@dataclass
class Soak:
    """A run under way: its processes, what they were asked, and samples of what they hold."""

    folder: Path
    site: Site
    watch: subprocess.Popen[bytes]
    serve: subprocess.Popen[bytes]
    desk: Desk
    began: float = field(default_factory=time.monotonic)
    samples: dict[str, list[Sample]] = field(default_factory=lambda: {"watch": [], "serve": []})
    counts: Counter[str] = field(default_factory=Counter)
    files_mb: dict[str, float] = field(default_factory=dict)
    build: subprocess.Popen[bytes] | None = None
    build_mb: list[float] = field(default_factory=list)
    others: Iterator[Article] = field(default_factory=lambda: recombined(1_000_000, 3))
    dice: random.Random = field(default_factory=lambda: random.Random(2))

    @property
    def ledger(self) -> Path:
        """The file that all of them share."""
        return self.desk.path

    @property
    def spent_s(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def turn(self, number: int) -> None:
        """What happens every quarter of a minute, however long the last one took."""
        self._publish()
        if number % 2:
            self.desk.read()
        else:
            self.desk.decide()
        self._reap(os.WNOHANG)
        if self.build is None and self.spent_s > BUILD_S * (self.counts["builds"] + 1):
            self._start_build()
        self.sample()
        time.sleep(max(0.0, self.began + number * TURN_S - time.monotonic()))

    def _publish(self) -> None:
        """What is due; less where so much is unread that it would leave its feed before it is seen."""
        room = LISTED - len(self._missing())
        due = int(self.spent_s / 60 * A_MINUTE) - self.counts["articles due"]
        self.counts["articles due"] += due
        self.counts["articles held back"] += max(0, due - room)
        for _ in range(min(due, room)):
            self.site.publish(self.dice.choice((*GOOD, BAD)))

    def sample(self) -> None:
        """Look at the processes that stay, and at the ledger's files."""
        for name, process in (("watch", self.watch), ("serve", self.serve)):
            if process.poll() is None:
                self.samples[name].append(sampled(process.pid, self.spent_s / 60))
        for suffix in ("", "-wal"):
            path = self.ledger.with_name(self.ledger.name + suffix)
            size = path.stat().st_size / 1e6 if path.exists() else 0.0
            self.files_mb[suffix] = round(max(size, self.files_mb.get(suffix, 0.0)), 1)

    def drain(self) -> set[str]:
        """Wait until all that the good feeds published has come; gives what has not."""
        until = time.monotonic() + DRAIN_S
        while (missing := self._missing()) and time.monotonic() < until and not _died(self):
            time.sleep(5)
        self._reap(0)
        return missing

    def _missing(self) -> set[str]:
        with Ledger.open(self.ledger, read_only=True) as held:
            came = {row[0] for row in held.db.execute("SELECT url FROM article")}
        return set(self.site.owed()) - came

    def _start_build(self) -> None:
        batch = self.folder / f"batch{self.counts['builds']}"
        batch.mkdir()
        for article in islice(self.others, 3):
            (batch / f"{article.id}.txt").write_text(article.text, "utf8")
        with (self.folder / "build.log").open("a") as log:
            command = [*ONRECORD, "build", str(self.ledger), str(batch)]
            self.build = subprocess.Popen(command, stderr=log)
        self.counts["builds"] += 1

    def _reap(self, how: int) -> None:
        """See whether the build at hand has ended, and how; 0 waits for it."""
        if self.build is None:
            return
        pid, status, usage = os.wait4(self.build.pid, how)
        if pid:
            self.build.returncode = os.waitstatus_to_exitcode(status)
            self.counts["builds that failed"] += self.build.returncode != 0
            self.build_mb.append(round(usage.ru_maxrss / 1024, 1))
            self.build = None


def measured(size: Size) -> Figures:
    """What was counted in `size.minutes`. Raises `Skipped`."""
    needed(("datasette",), "pip install 'onrecord[serve]'")
    if not Path("/proc/self/status").exists():
        raise Skipped("needs /proc, where Linux tells what a process holds")
    with tempfile.TemporaryDirectory() as folder:
        return soak(size.minutes, Path(folder))


def soak(minutes: float, folder: Path) -> Figures:
    """The run in a folder; gives what was counted."""
    with serving(1) as site, _desk(folder, site) as run:
        number = 0
        while (run.spent_s < minutes * 60 or number < LEAST) and not _died(run):
            number += 1
            run.turn(number)
            if number % 20 == 0:
                _tell(run)
        spent = run.spent_s
        missing = run.drain()
        run.counts["processes that died"] = _died(run)
        run.watch.send_signal(signal.SIGTERM)
        run.serve.terminate()
        codes = {"watch": run.watch.wait(ENDING_S), "serve": run.serve.wait(ENDING_S)}
    seconds = sorted(run.desk.seconds)
    return {
        "minutes": round(spent / 60, 1),
        **left(folder, run.ledger),
        "answers of the site": dict(site.answers),
        "articles that never came": len(missing),
        "articles that should have come": len(site.owed()),
        "asked of serve": dict(sorted(run.desk.counts.items())),
        "why serve refused": run.desk.refused,
        "seconds an answer": {"median": round(median(seconds), 3), "most": round(seconds[-1], 3)},
        **run.counts,
        "memory of a build, MB": {"first": run.build_mb[:1], "most": max(run.build_mb, default=0)},
        "largest file, MB": {"ledger": run.files_mb[""], "journal": run.files_mb["-wal"]},
        "held": {name: account(kept) for name, kept in run.samples.items()},
        "exit codes": codes,
    }


@contextmanager
def _desk(folder: Path, site: Site) -> Iterator[Soak]:
    """The two processes that stay, on a new ledger; whatever happens, they end."""
    ledger, port = folder / "soak.ledger", _free_port()
    with Ledger.open(ledger, create=True):
        pass
    feeds = [f"{site.root}/{name}/feed.xml" for name in site.listed]
    with (
        (folder / "watch.jsonl").open("w") as told,
        (folder / "watch.log").open("w") as watch_log,
        (folder / "serve.log").open("w") as serve_log,
    ):
        watch = subprocess.Popen(
            [*ONRECORD, "watch", str(ledger), *feeds, "--every", "1", "--pause", "0",
             "--allow-private", "--json"],
            stdout=told, stderr=watch_log,
        )  # fmt: skip
        serve = subprocess.Popen(
            [*ONRECORD, "serve", str(ledger), "--port", str(port), "--review"],
            stdout=serve_log, stderr=serve_log,
        )  # fmt: skip
        try:
            token = _token(folder / "serve.log", port)
            desk = Desk(ledger, port, token, random.Random(2))
            desk.enter()
            yield Soak(folder, site, watch, serve, desk)
        finally:
            for process in (watch, serve):
                if process.poll() is None:
                    process.kill()
                    process.wait()


def _token(log: Path, port: int) -> str:
    """What `serve` printed for reviewers, once it answers. Raises `TimeoutError`."""
    until = time.monotonic() + STARTING_S
    while time.monotonic() < until:
        _, found, token = log.read_text().partition("?token=")
        if found and token.endswith("\n"):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return token.split()[0]
            except OSError:
                pass
        time.sleep(0.2)
    raise TimeoutError(f"serve did not start: {log.read_text()[-500:]}")


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _died(run: Soak) -> int:
    return sum(process.poll() is not None for process in (run.watch, run.serve))


def _tell(run: Soak) -> None:
    last = {name: kept[-1] for name, kept in run.samples.items()}
    held = ", ".join(f"{n} {s.resident_mb:.0f} MB {s.files} files" for n, s in last.items())
    say(f"{run.spent_s / 60:.0f} min: {held}")
