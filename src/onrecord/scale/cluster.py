"""Chunks on Ray Data: the cluster decides where, and reads again what a lost machine held."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from onrecord.errors import ItemError, MissingExtra
from onrecord.scale.chunks import Chunk, Outcome

try:
    import ray
    import ray.data
except ImportError as error:
    message = "the engine ray needs the package ray; try: pip install 'onrecord[ray]'"
    raise MissingExtra(message) from error


def on_ray(
    chunks: Sequence[Chunk], work: Callable[[Chunk], Outcome], workers: int
) -> Iterator[Outcome]:
    """An outcome for each chunk as it ends."""
    if not chunks:
        return
    if not ray.is_initialized():
        _connect()

    def run(row: dict[str, Any]) -> dict[str, Any]:
        outcome = work(Chunk(row["id"], tuple(row["files"]), row["size"]))
        return {
            "chunk": outcome.chunk, "articles": outcome.articles, "words": outcome.words,
            "failed": outcome.failed or "",
            "skipped": [[e.where, e.what, e.remedy] for e in outcome.skipped],
        }  # fmt: skip

    rows = [{"id": c.id, "files": list(c.files), "size": c.size} for c in chunks]
    data = ray.data.from_items(rows, override_num_blocks=len(rows))
    found = data.map(run, num_cpus=1, compute=ray.data.TaskPoolStrategy(size=workers))
    for row in found.iter_rows():
        skipped = tuple(ItemError(*item) for item in row["skipped"])
        yield Outcome(row["chunk"], row["articles"], row["words"], skipped, row["failed"] or None)


def _connect() -> None:
    """To the cluster of `RAY_ADDRESS`, or a new one here; Ray is told to speak of troubles only.

    Its own account of progress would stand between the lines of ours.
    """
    ray.init(log_to_driver=False, include_dashboard=False, logging_level=logging.WARNING)
    ray.data.DataContext.get_current().enable_progress_bars = False
    for handler in logging.getLogger("ray.data").handlers:
        if not isinstance(handler, logging.FileHandler):
            handler.setLevel(logging.ERROR)
