"""Measured accuracy on public data sets: one module a task, each with one public function.

A measure takes the folder or file of a data set, in the layout its publisher gave it, and
returns its figures as a plain dictionary (what `onrecord eval TASK DATA --json` prints), with
`n`, the number of cases judged. Modules are imported when their task is asked for, because each
drags in the stages that it measures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

Measure = Callable[..., dict[str, Any]]


class Task(NamedTuple):
    """Where a measure is found, what it judges and on data of which layout."""

    module: str
    function: str
    about: str


_TASKS = {
    "attributions": Task(
        "attributions", "measure", "source, cue and content; brat folders as in PolNeAR"
    ),
    "speakers": Task(
        "speakers", "measure", "the entity behind each source; GUM .conllu and .conll"
    ),
    "firmness": Task("firmness", "firmness", "factuality, -3 to 3; JSON Lines as in UDS-IH2"),
    "places": Task("places", "places", "places within 161 km; GeoVirus, LGL or TR-News XML"),
    "dates": Task("dates", "dates", "words for time and their values; TIMEX2 or TimeML"),
    "acts": Task("acts", "acts", "acts other than statement; evals/acts"),
    "channels": Task("channels", "channels", "hops of channels; evals/channels"),
    "gaps": Task("gaps", "measure", "what is said not to be known; evals/gaps"),
    "unsourced": Task("unsourced", "measure", "the writer's own speculation; evals/unsourced"),
    "crossdoc": Task(
        "crossdoc", "measure", "who is who across articles; MEANTIME as CoNLL and JSON"
    ),
    "stance": Task("stance", "measure", "headlines for or against a claim; Emergent's pairs"),
    "names": Task("names", "measure", "whether two spellings name the same; pairs as CSV"),
}


OF_READERS = ("attributions",)
"""Tasks that can be measured with another reader than ours; their measures take `reader`."""


class _Measures(Mapping[str, Measure]):
    """The measure of each task, imported on first use."""

    def __getitem__(self, task: str) -> Measure:
        found = _TASKS[task]
        measure: Measure = getattr(import_module(f"{__name__}.{found.module}"), found.function)
        return measure

    def __iter__(self) -> Iterator[str]:
        return iter(_TASKS)

    def __len__(self) -> int:
        return len(_TASKS)


TASKS: Mapping[str, Measure] = _Measures()


def about(task: str) -> str:
    """What `task` measures, and on data of which layout."""
    return _TASKS[task].about
