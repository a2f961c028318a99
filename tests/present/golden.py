"""Texts kept beside the tests: a change in what is shown is a change in one of them.

`UPDATE_GOLDEN=1 pytest tests/present` writes them anew; read the diff before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def assert_golden(name: str, text: str) -> None:
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, "utf8", newline="")
    assert path.read_bytes().decode("utf8") == text
