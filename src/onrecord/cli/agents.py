"""`serve` and `mcp`: a ledger live, for people in a browser and for agents."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import click

from onrecord.cli.app import DONE, onrecord, say
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


@onrecord.command(no_args_is_help=True)
@LEDGER
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="The port to listen on.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="NAME",
    help="A name that others call this server by, besides its address. May be given again.",
)
@click.option(
    "--review",
    is_flag=True,
    help="Let whoever opens the printed address decide: accept, reject, put right, undo.",
)
def serve(ledger: Path, host: str, port: int, names: tuple[str, ...], review: bool) -> int:
    """Serve a ledger to a browser on this machine: the story, search, tables, SQL.

    A Datasette with our pages in it; any Datasette that has onrecord installed shows them for
    the ledgers it opens. Read only, save with --review for the browser in which its address is
    opened. Needs the extra: pip install 'onrecord[serve]'.

    \b
    onrecord serve story.ledger
    onrecord serve story.ledger --review
    """  # noqa: D301 - click reads the character
    from onrecord.web.server import Door
    from onrecord.web.server import serve as run

    door = Door.with_token(host, names) if review else Door(host, names=names)
    home = f"http://{f'[{host}]' if ':' in host else host}:{port}/-/story/{quote(ledger.stem)}"
    say(f"{home}   (Ctrl-C to stop)")
    if door.token:
        say(f"to decide, open   {home}/enter?token={door.token}")
    run(ledger, door, port)
    return DONE
