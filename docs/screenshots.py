"""Pictures of what people see, made from ledgers: `python -m docs.screenshots OUT [LEDGER...]`.

Of each ledger (of the invented story, built on the spot, where none is named): each part of the
report and each live page, at the width of a desk and of a phone, light and dark, and what
`onrecord show` prints in a terminal. With `--pages` the pictures that pages of the documentation
show, and no others, into docs/. Needs Debian's Chromium (apt-get install chromium) and the packages of the extra `dev`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from bench.pages import served
from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.present import topics
from onrecord.present.report import page
from onrecord.present.tables import overview
from onrecord.story import folder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
SIZES = {"desk": (1280, 1000), "phone": (390, 844)}
SCHEMES = ("light", "dark")
PARTS = ("", "said", "missing", "disputed", "questions", "spread", "days", "speakers", "claims",
         "articles")  # fmt: skip
PICTURES = ("report.png", "terminal.png", "claim.png")
COLUMNS = 100
MOST_KB = 200
TERMINAL = """<!DOCTYPE html><body style="margin:0;background:{background}">
<pre style="display:inline-block;margin:0;padding:12px 22px;color:{foreground};
font:13px/1.35 'DejaVu Sans Mono',monospace">{code}</pre>"""


def pictures(browser: Browser, ledger: Path, out: Path) -> Iterator[Path]:
    """Everything of one ledger, each written as it is made."""
    report, pages = _report(ledger, out), _pages(ledger)
    yield _terminal(browser, ledger, out / f"{ledger.stem}-terminal.png")
    with served(ledger) as port:
        home = f"http://127.0.0.1:{port}/-/story/{ledger.stem}"
        for device, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                tab = _tab(browser, width, height, scheme)
                look = f"{ledger.stem}-{device}-{scheme}"
                tab.goto(report.as_uri())
                for part in PARTS:
                    if not part or tab.locator(f"#{part}").count():
                        _scroll_to(tab, part)
                        yield _taken(tab, out / f"{look}-report-{part or 'top'}.png")
                for name, address in pages.items():
                    tab.goto(home + address)
                    yield _taken(tab, out / f"{look}-live-{name}.png")
                tab.context.close()


def for_pages(browser: Browser, ledger: Path, title: str) -> Iterator[Path]:
    """The report's first screen, the terminal's, and the live page of a claim: `PICTURES`."""
    with tempfile.TemporaryDirectory() as held:
        tab = _tab(browser, 1040, 900, "light")
        tab.goto(_report(ledger, Path(held), title).as_uri())
        yield _taken(tab, HERE / "report.png")
        tab.context.close()
    yield _terminal(browser, ledger, HERE / "terminal.png", lines=36)
    with served(ledger) as port:
        tab = _tab(browser, 1040, 900, "light")
        tab.goto(f"http://127.0.0.1:{port}/-/story/{ledger.stem}{_pages(ledger)['claim']}")
        yield _taken(tab, HERE / "claim.png")
        tab.context.close()


def _tab(browser: Browser, width: int, height: int, scheme: str) -> Page:
    size = {"width": width, "height": height}
    return browser.new_context(viewport=size, color_scheme=scheme).new_page()  # type: ignore[arg-type]


def _taken(tab: Page, path: Path) -> Path:
    tab.screenshot(path=path)
    return path


def _scroll_to(tab: Page, part: str) -> None:
    place = f"document.getElementById('{part}').getBoundingClientRect().top + scrollY - 20"
    tab.evaluate(f"scrollTo(0, {place})" if part else "scrollTo(0, 0)")


def _report(ledger: Path, out: Path, title: str | None = None) -> Path:
    path = out / f"{ledger.stem}.html"
    with Ledger.open(ledger, read_only=True) as story:
        questions = topics.questions(story)
        spoken_of = any(q.state != "silent" for q in questions)
        text = "".join(page(story, title or ledger.stem, questions=questions if spoken_of else ()))
    path.write_text(text, "utf8")
    return path


def _pages(ledger: Path) -> dict[str, str]:
    """Addresses of live pages: the fullest of each kind."""
    with Ledger.open(ledger, read_only=True) as story:
        disputes = topics.contradictions(story, 1) + topics.changes(story, 1)
        claim = disputes[0].one.claim if disputes else topics.claims(story, 1)[0].id
        speaker = topics.speakers(story, 1)[0]
        query = "SELECT article FROM attribution GROUP BY article ORDER BY count(*) DESC"
        article = story.db.execute(query).fetchone()[0]
    return {
        "story": "", "claim": f"/claim/{claim}", "speaker": f"/speaker/{speaker.id}",
        "article": f"/article/{article}", "search": f"/search?q={speaker.name.split()[-1]}",
    }  # fmt: skip


def _terminal(browser: Browser, ledger: Path, path: Path, lines: int | None = None) -> Path:
    """What `onrecord show` prints, as a terminal draws it."""
    with Ledger.open(ledger, read_only=True) as story:
        printed = overview(story, ledger.stem, width=COLUMNS, colour="256")
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join(printed.strip("\n").split("\n")[:lines])))
    tab = _tab(browser, 1000, 800, "dark")
    tab.set_content(console.export_html(theme=MONOKAI, inline_styles=True, code_format=TERMINAL))
    tab.locator("pre").screenshot(path=path)
    tab.context.close()
    return path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", help="the folder for the pictures")
    parser.add_argument("ledgers", type=Path, nargs="*", metavar="LEDGER")
    parser.add_argument("--pages", action="store_true", help="make those that docs/ shows")
    asked = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None or not (asked.out or asked.pages):
        parser.error("give a folder, and have Chromium: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running, tempfile.TemporaryDirectory() as held:
        browser = running.chromium.launch(executable_path=chromium)
        ledgers = asked.ledgers or [_invented(Path(held))]
        if asked.pages:
            made = list(for_pages(browser, ledgers[0], "The Lantern monument"))
        else:
            asked.out.mkdir(parents=True, exist_ok=True)
            made = [path for ledger in ledgers for path in pictures(browser, ledger, asked.out)]
        browser.close()
    large = [path for path in made if asked.pages and path.stat().st_size > 1000 * MOST_KB]
    print(f"{len(made)} pictures" + "".join(f"; {path} is over {MOST_KB} kB" for path in large))
    return 1 if large else 0


def _invented(folder_of: Path) -> Path:
    path = folder_of / "story.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
    return path


if __name__ == "__main__":
    sys.exit(main())
