"""A Datasette with one ledger and our pages, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.ledger import Ledger

try:
    import uvicorn
    from datasette.app import Datasette
except ImportError as error:
    message = "onrecord serve needs the package datasette; try: pip install 'onrecord[serve]'"
    raise MissingExtra(message) from error

LIMITS = {"sql_time_limit_ms": 3000, "max_returned_rows": 1000, "facet_time_limit_ms": 1000,
          "allow_download": False, "suggest_facets": False}  # fmt: skip


def application(path: Path) -> Any:
    """The ASGI application for the ledger at `path`. Raises `BadLedger`."""
    with Ledger.open(path, read_only=True):
        pass
    return Datasette([str(path)], settings=LIMITS).app()


def serve(path: Path, host: str, port: int) -> None:
    """Serve the ledger until somebody stops it."""
    uvicorn.run(application(path), host=host, port=port, log_level="warning")
