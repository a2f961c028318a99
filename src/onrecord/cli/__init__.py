"""The command line: arguments become calls, values become text, errors become exit codes.

Only what a command needs is imported, when it needs it, so that help is quick.
"""

from onrecord.cli import agents, corpus, demo, ledger, pages, reading, review, watch
from onrecord.cli.app import main, onrecord, status

__all__ = [
    "agents",
    "corpus",
    "demo",
    "ledger",
    "main",
    "onrecord",
    "pages",
    "reading",
    "review",
    "status",
    "watch",
]
