"""A Datasette with one ledger and our pages, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.ledger import Ledger

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
    _say_less()
    return made


def _say_less() -> None:
    """Keep Datasette from printing each error with all variables at hand: cookies, tokens."""
    from datasette import handle_exception

    handle_exception.rich = None


def serve(path: Path, door: Door, port: int) -> None:
    """Serve the ledger until somebody stops it. No request is logged: one carries the token."""
    app = datasette(path, door).app()
    uvicorn.run(
        app, host=door.host, port=port, log_level="warning", access_log=False, server_header=False,
        ws="none", workers=1,
    )  # fmt: skip
