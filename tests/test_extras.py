"""Without an extra, a command says which to install, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger

WITHOUT = """
import sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
from onrecord.cli import status
sys.exit(status(sys.argv[2:]))
"""


@pytest.mark.parametrize(
    ("missing", "extra", "command"),
    [
        ("pyarrow", "parquet", ["extract", "STORY", "-o", "OUT"]),
        ("pyarrow", "parquet", ["export", "LEDGER", "--to", "parquet", "-o", "OUT"]),
        ("ray", "ray", ["extract", "STORY", "-o", "OUT", "--engine", "ray"]),
        ("mcp", "mcp", ["mcp", "LEDGER"]),
        ("datasette", "serve", ["serve", "LEDGER"]),
    ],
)
def test_a_missing_extra_is_named(
    missing: str, extra: str, command: list[str], tmp_path: Path
) -> None:
    story, ledger = tmp_path / "a.txt", tmp_path / "a.ledger"
    story.write_text("The bridge is safe, Lena Ost said on Monday.", "utf8")
    with Ledger.open(ledger, create=True) as held:
        build(held, story)
    places = {"STORY": str(story), "LEDGER": str(ledger), "OUT": str(tmp_path / "out")}
    arguments = [places.get(word, word) for word in command]
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT, missing, *arguments], capture_output=True, text=True
    )
    assert ran.returncode == 2, ran.stderr
    assert f"pip install 'onrecord[{extra}]'" in ran.stderr
    assert "Traceback" not in ran.stderr
