"""The invented story that ships: a memorial planned on the Tellin Strait, as its papers told it.

Every place, person, agency and paper in it is made up. What a ledger must find in it was written
down before there was anything to find it with, in `tests/story/expected.json`.
"""

from pathlib import Path


def folder() -> Path:
    """The folder with the story's articles: pages, a wire in JSON Lines, and one plain text."""
    return Path(__file__).parent / "articles"
