"""The example notebook, run from its first cell to its last: `python -m docs.notebook --write`.

It is kept with its outputs, so that it can be read where it cannot be run. They are the same every
time: what a run adds of its own (ids, versions, times) is taken off, and so is the plain text of what
shows itself as HTML. A test runs it and holds what comes against what is kept; `docs.check --write`
writes it anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

PAGE = Path(__file__).resolve().parent / "examples" / "story.ipynb"
LONGEST_S = 120
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def kept(path: Path = PAGE) -> NotebookNode:
    """The notebook as it is kept. Raises `nbformat.ValidationError` where it is none."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def run(notebook: NotebookNode) -> NotebookNode:
    """The same, with the outputs of a run in an empty folder.

    Raises `nbclient.exceptions.CellExecutionError` where a cell raises.
    """
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as sockets:
        resources = {"metadata": {"path": home}}
        told = Config(KernelManager={"transport": "ipc", "ip": str(Path(sockets) / "kernel")})
        client = NotebookClient(
            notebook.copy(), config=told, kernel_name="python3", timeout=LONGEST_S,
            resources=resources, coalesce_streams=True,  # a busy machine prints in pieces
        )  # fmt: skip
        return plain(client.execute())


def plain(notebook: NotebookNode) -> NotebookNode:
    """The notebook without what differs from run to run or from machine to machine."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number}", NotebookNode()
        for output in cell.get("outputs", []):
            output.pop("metadata", None)
            if output.output_type in ("display_data", "execute_result"):
                output.metadata = NotebookNode()
                if "text/html" in output.data:
                    output.data.pop("text/plain", None)
    return notebook


def text(notebook: NotebookNode) -> str:
    """The file's text."""
    return str(nbformat.writes(notebook)) + "\n"


def write(path: Path = PAGE) -> None:
    """Run the notebook and keep what came."""
    path.write_text(text(run(kept(path))), "utf8")


def main() -> int:
    if "--write" in sys.argv[1:]:
        write()
        return 0
    stale = text(run(kept())) != PAGE.read_text("utf8")
    print(f"{PAGE.name}: {'differs from a run; --write keeps it' if stale else 'as kept'}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
