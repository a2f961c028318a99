"""`mcp`: a ledger as tools for agents."""

from __future__ import annotations

from pathlib import Path

from onrecord.cli.app import DONE, onrecord
from onrecord.cli.ledger import LEDGER


@onrecord.command(no_args_is_help=True)
@LEDGER
def mcp(ledger: Path) -> int:
    """Give agents a ledger as tools, read only, over standard input and output.

    Speaks the Model Context Protocol; every answer names articles and offsets. Needs the extra:
    pip install 'onrecord[mcp]'.

    \b
    onrecord mcp story.ledger
    """  # noqa: D301 - click reads the character
    from onrecord.mcp import server

    server(ledger).run("stdio")
    return DONE
