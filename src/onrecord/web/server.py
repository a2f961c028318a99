"""A Datasette with one ledger and our pages, on this machine alone."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any, TextIO

from onrecord.errors import MissingExtra
from onrecord.ledger import Ledger
from onrecord.present.words import shown

try:
    import uvicorn
    from datasette.app import Datasette

    from onrecord.web.door import Door, doors
except ImportError as error:
    message = "onrecord serve needs the package datasette; try: pip install 'onrecord[serve]'"
    raise MissingExtra(message) from error

__all__ = ["Door", "datasette", "serve"]
LIMITS = {"sql_time_limit_ms": 3000, "max_returned_rows": 1000, "facet_time_limit_ms": 1000,
          "allow_download": False, "suggest_facets": False}  # fmt: skip


def datasette(path: Path, door: Door) -> Any:
    """A Datasette for the ledger at `path`, behind that door. Raises `BadLedger`."""
    with Ledger.open(path, read_only=door.token is None):
        pass  # where there is something to write, its layout is brought up to date first
    made = Datasette([str(path)], settings=LIMITS)
    doors[made] = door
    return made


def serve(path: Path, door: Door, port: int) -> None:
    """Serve the ledger until somebody stops it. No request is logged: one carries the token."""
    app = datasette(path, door).app()
    with redirect_stderr(_Harmless(sys.stderr)):
        uvicorn.run(
            app, host=door.host, port=port, log_level="warning", access_log=False,
            server_header=False, ws="none", workers=1,
        )  # fmt: skip


class _Harmless(io.TextIOBase):
    """Standard error on which nothing acts: Datasette tells there what is wrong with a query."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        self.stream.write("\n".join(map(shown, text.split("\n"))))
        return len(text)

    def flush(self) -> None:
        self.stream.flush()

    def isatty(self) -> bool:
        return self.stream.isatty()
