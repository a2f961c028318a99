"""The network: words in, emissions for each word out. The only file that knows ONNX Runtime.

One int8 model, loaded once a process, on first use. A window is a few whole paragraphs, so no
sentence is cut where a window ends; only a paragraph longer than the network can see is read in
windows that overlap, by an eighth. Each window is a run of its own, on one thread, with as many
under way as there are threads: a batch would share its quantisation, and then what is read in one
text would depend on its neighbours. On a CPU it would not be faster either.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.errors import BadModel
from onrecord.extract.readers import NETWORK, TOKENIZER, weights_of
from onrecord.extract.words import BREAKS, CASES, Words, words_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

WINDOW = 256
OVERLAP = 32
MARKS = (("[CLS]", "[SEP]"), ("<s>", "</s>"))  # of a window's ends: BERT's, and MPNet's


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Words `[first, last)` of text `text`, and those of them, `[since, until)`, that it decides.

    `length` is in pieces, the two marks at its ends included.
    """

    text: int
    first: int
    last: int
    length: int
    since: int
    until: int


class Network:
    """A loaded model with its tokenizer and the facts that travel in its metadata."""

    def __init__(self, threads: int = 0, reader: str = "") -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        weights = weights_of(reader)
        try:
            with as_file(weights / NETWORK) as path:
                self._session = onnxruntime.InferenceSession(
                    str(path), options, providers=["CPUExecutionProvider"]
                )
            self.tokenizer: Tokenizer = Tokenizer.from_str(
                (weights / TOKENIZER).read_text(encoding="utf8")
            )
            held = self._session.get_modelmeta().custom_metadata_map
            self.facts: dict[str, Any] = json.loads(held["onrecord"])
        except Exception as error:
            raise BadModel(f"{weights}: the reader's weights do not load ({error})") from error
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        known = self.tokenizer.get_vocab()
        begin, end = next(both for both in MARKS if both[0] in known)
        self._begin, self._end = known[begin], known[end]
        self._pool = ThreadPoolExecutor(threads or available(), "onrecord-network")

    def words(self, text: str) -> Words:
        """The words of `text`, cut as the network was taught."""
        return words_of(text, self.tokenizer)

    def emissions(self, texts: Sequence[Words]) -> list[NDArray[np.float32]]:
        """For each text an array [words, labels]: tags first, then names."""
        labels = len(self.facts["tags"]) + len(self.facts["names"])
        out = [np.zeros((len(w), labels), dtype=np.float32) for w in texts]
        windows = [w for i, words in enumerate(texts) for w in windows_of(i, words)]
        read = self._pool.map(lambda w: self._run(w, texts[w.text]), windows)
        for window, rows in zip(windows, read, strict=True):
            own = slice(window.since - window.first, window.until - window.first)
            out[window.text][window.since : window.until] = rows[own]
        return out

    def _run(self, window: Window, words: Words) -> NDArray[np.float32]:
        first, n = words.first[window.first], window.length - 2
        pieces = np.empty((1, n + 2), dtype=np.int64)
        pieces[0, 0], pieces[0, -1] = self._begin, self._end
        pieces[0, 1:-1] = words.pieces[first : first + n]
        at = words.first[window.first : window.last] - first
        opens = np.zeros(n, dtype=np.int64)
        opens[at[1:]] = 1
        shapes = np.zeros_like(pieces)
        shapes[0, 1:-1] = words.shapes[window.first + np.cumsum(opens)]
        feed = {"pieces": pieces, "shapes": shapes}
        rows: NDArray[np.float32] = self._session.run(None, feed)[0][0, at + 1]
        return rows


def windows_of(text: int, words: Words) -> Iterator[Window]:
    """Whole paragraphs, as many as fit; one that does not fit alone in overlapping windows.

    What is shared by two windows is divided between them: each word takes its numbers from the one
    in which it stands further from the edge.
    """
    edges = np.append(words.first, len(words.pieces))
    for begin, end in _together(words, edges):
        first = since = begin
        while since < end:
            last = int(np.searchsorted(edges, edges[first] + WINDOW - 2, side="right")) - 1
            last = until = min(last, end)
            after = last
            if last < end:
                after = max(int(np.searchsorted(edges, edges[last] - OVERLAP)), first + 1)
                until = (after + last + 1) // 2
            yield Window(text, first, last, int(edges[last] - edges[first]) + 2, since, until)
            first, since = after, until


def _together(words: Words, edges: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Words `[begin, end)` of paragraphs that follow each other and are read together."""
    fresh = np.flatnonzero(words.shapes // CASES == BREAKS - 1).tolist()
    begin = 0
    for a, b in pairwise([*fresh, len(words)]):
        if a > begin and edges[b] - edges[begin] > WINDOW - 2:
            yield begin, a
            begin = a
    yield begin, len(words)


def available() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


@cache
def network(threads: int = 0, reader: str = "") -> Network:
    """The one network of this process with these weights."""
    return Network(threads, reader)
