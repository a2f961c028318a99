"""A browser, the real server, and a record of all that the browser asked for and complained of.

Debian's Chromium is driven by Playwright. Names of other machines resolve to nothing in it, every
request is written down, and a test fails if one left the machine, if the console told of an error
or if anything opened a dialogue. Where there is no Chromium the tests are skipped.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.report import page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
HEIGHTS = {390: 844, 320: 568}  # of a phone, by its width; 900 for a desk
STARTING_S = 60.0
PATIENT_MS = 120_000  # for a page of ten megabytes on a machine that does other work
Visit = Callable[..., "Page"]


@dataclass(frozen=True, slots=True)
class Served:
    """A ledger with the address of its story and the file of its report.

    `entry` is the address that lets somebody decide, where the server was started for that.
    """

    ledger: Path
    home: str
    report: str
    entry: str = ""


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("there is no Chromium here; try: apt-get install chromium")
    api = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with api.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, args=[ALONE])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Opens pages: `visit(url, width=390, scheme="dark")`.

    With `refused` it is no fault that the browser tells of a request that the server refused.
    """
    contexts = []
    asked: list[str] = []
    faults: list[str] = []

    def opened(
        url: str, width: int = 1280, scheme: str = "light", script: bool = True,
        refused: bool = False,
    ) -> Page:  # fmt: skip
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme, java_script_enabled=script,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENT_MS)
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda m: complained(m, refused))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        tab = context.new_page()
        tab.goto(url)
        return tab

    def complained(message: ConsoleMessage, refused: bool) -> None:
        of_refusal = "responded with a status of 4" in message.text
        if message.type == "error" and not (refused and of_refusal):
            faults.append(message.text)

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not _is_here(url)] == []
    assert faults == []


def _is_here(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("file", "data", "blob") or parts.hostname == "127.0.0.1"


@contextmanager
def served(ledger: Path, *options: str) -> Iterator[Served]:
    """The ledger on a free port of this machine, and its report beside it.

    A server with `options` is for who decides, and has no report.
    """
    report = ledger.with_suffix(".html")
    if not options:
        with Ledger.open(ledger, read_only=True) as story:
            report.write_text("".join(page(story, "The strait", questions=topics.questions(story))))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = ledger.with_suffix(".log")
    command = [
        sys.executable,
        "-m",
        "onrecord",
        "serve",
        str(ledger),
        "--port",
        str(port),
        *options,
    ]
    with told.open("wb") as log:
        server = subprocess.Popen(command, stderr=log)
    try:
        until = time.monotonic() + STARTING_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert server.poll() is None, "the server stopped"
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.05)
        home = f"http://127.0.0.1:{port}/-/story/{ledger.stem}"
        entry = next((word for word in told.read_text("utf8").split() if "token=" in word), "")
        yield Served(ledger, home, report.as_uri(), entry)
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="package")
def story(
    chromium: Browser, strait: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The invented story, served."""
    path = Path(shutil.copy(strait, tmp_path_factory.mktemp("browser")))
    with served(path) as running:
        yield running
