"""Chunks to engines, outcomes back; what is done is not done again.

    local   processes on this machine, each with a network session of its own on its share of the
            cores
    ray     Ray Data, on the cluster that `RAY_ADDRESS` names or one started here; the output
            folder must be one that all its machines see

A worker that dies takes its chunk with it and no other: the chunk is tried once more in a process
of its own, and if that dies too it is told of as failed.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path

from onrecord.build import reader_version
from onrecord.errors import ItemError
from onrecord.scale.chunks import Chunk, Outcome, chunks_of
from onrecord.scale.work import PART, done, worked
from onrecord.values import Settings

Work = Callable[[Chunk], Outcome]
Engine = Callable[[Sequence[Chunk], Work, int], Iterable[Outcome]]
DIED = "the process that read it died twice; read its files one by one to find which"


def extracted(
    paths: Sequence[str | Path],
    out: Path,
    *,
    engine: str = "local",
    workers: int = 0,
    settings: Settings | None = None,
    texts: bool = True,
) -> Iterator[Outcome | ItemError]:
    """Everything in `paths` as Parquet under `out`; an outcome for each chunk as it ends.

    `workers` is how many chunks are read at once (0: as many as there are cores). Raises
    `NothingToRead`, `MissingExtra`, `KeyError` for an engine there is none of, and `OSError`
    where `out` cannot be written at all.
    """
    run = ENGINES[engine]
    workers = workers or len(os.sched_getaffinity(0))
    settings = settings or Settings()
    out.mkdir(parents=True, exist_ok=True)
    version = f"{reader_version(settings)} {'with' if texts else 'without'} texts"
    todo: list[Chunk] = []
    for chunk in chunks_of(paths, version):
        if isinstance(chunk, ItemError):
            yield chunk
        elif (outcome := done(chunk, out)) is not None:
            yield outcome
        else:
            todo.append(chunk)
    single = replace(settings, threads=settings.threads or 1)
    work = partial(worked, out=out.resolve(), settings=single, texts=texts)
    yield from run(todo, work, workers)
    shutil.rmtree(out / PART, ignore_errors=True)


def local(chunks: Sequence[Chunk], work: Work, workers: int) -> Iterator[Outcome]:
    """Chunks read by processes of this machine."""
    left = {chunk.id: chunk for chunk in chunks}
    try:
        with _pool(min(workers, len(chunks) or 1)) as pool:
            under_way: dict[Future[Outcome], Chunk] = {pool.submit(work, c): c for c in chunks}
            for future in as_completed(under_way):
                yield future.result()
                del left[under_way[future].id]
    except BrokenProcessPool:
        for chunk in left.values():
            yield _alone(chunk, work)


def _alone(chunk: Chunk, work: Work) -> Outcome:
    """A chunk in a process of its own, so that its death costs nobody else."""
    try:
        with _pool(1) as pool:
            return pool.submit(work, chunk).result()
    except BrokenProcessPool:
        return Outcome(chunk.id, failed=DIED)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def ray(chunks: Sequence[Chunk], work: Work, workers: int) -> Iterator[Outcome]:
    """Chunks read on a Ray cluster."""
    from onrecord.scale.cluster import on_ray

    return on_ray(chunks, work, workers)


ENGINES: dict[str, Engine] = {"local": local, "ray": ray}
