"""What is measured on which data, and how each figure reads in a table.

A task here is one of `onrecord.measure.TASKS` with the data set it is held against. Sets whose
licence lets them be copied stand in this folder; the others are looked for beside the checkout,
in `../shared/data`, and their tasks are skipped where that is absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a task: its key in what the measure returns, and what to hold it against.

    `whole` is what a perfect figure would be: 1, or 100 for one in per cent. An error, where
    less is better, has a ceiling instead of a floor.
    """

    key: str
    label: str
    beside: str = ""
    whole: float = 1.0
    error: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A measure, its data, and the figures to keep; `files` is a pattern of what is data there.

    `name` names the floor, `by` the measure where that is another; `texts` is where the articles
    stand whose offsets the data have, where they may not be copied.
    """

    name: str
    data: str
    credit: str
    figures: tuple[Figure, ...]
    files: str = "*"
    by: str = ""
    texts: str = ""

    @property
    def measure(self) -> str:
        """The task as `onrecord eval` knows it."""
        return self.by or self.name

    def path(self, root: Path = ROOT) -> Path:
        """Where the data should be, in or beside the checkout at `root`."""
        return root / self.data


_PUBLISHED = "best published on the test split {}; two people agree at about {}"


def _precision_and_recall(what: str) -> tuple[Figure, Figure]:
    return Figure("precision", f"{what}, P"), Figure("recall", f"{what}, R")


TASKS = (
    Task(
        "attributions",
        "../shared/data/polnear/dev",
        "PolNeAR 1.0, dev split",
        (
            Figure("runs.exact.source", "source, exact F1, %", _PUBLISHED.format("83.2", 78), 100),
            Figure("runs.exact.cue", "cue, exact F1, %", _PUBLISHED.format("75.3", 70), 100),
            Figure(
                "runs.exact.content", "content, exact F1, %", _PUBLISHED.format("72.9", 68), 100
            ),
            Figure(
                "attribution@.5",
                "source and content found and linked, F1",
                "two people .695; rule systems up to .42",
            ),
            Figure("content@.5", "content found, F1"),
            Figure("direct@.5 recall", "quotations found, recall"),
        ),
    ),
    Task(
        "speakers",
        "../shared/data/gum",
        "GUM, Wikinews documents",
        (
            Figure("accuracy", "sources resolved to the right named entity"),
            Figure("pronoun_accuracy", "... of those that are pronouns", "Citron, F1: .88 to .92"),
        ),
    ),
    Task(
        "firmness",
        "../shared/data/factuality",
        "UDS-IH2 and MEANTIME, dev splits",
        (
            Figure("r", "how sure an event is: Pearson's r", "published systems .77 to .91"),
            Figure("mae", "... mean error on a scale of -3 to 3 (lower is better)", error=True),
        ),
    ),
    Task(
        "places",
        "../shared/data/places/GeoVirus.xml",
        "GeoVirus",
        (
            Figure("acc161_gold", "named places put within 161 km", "published .967"),
            Figure("acc161_end_to_end", "... with names found by the reader", "published .82-.86"),
        ),
    ),
    Task(
        "dates",
        "../shared/data/dates",
        "WikiWars 1.04",
        (
            Figure("span_f1", "words for time found, relaxed F1", "published .90"),
            Figure("value_f1", "... with the right value, F1", "published .78-.82"),
        ),
    ),
    Task(
        "names",
        "../shared/data/names",
        "OpenSanctions name pairs",
        (
            Figure("f1", "same name or not, F1", "logic-v2: .790"),
            Figure("person_f1", "... of persons", "logic-v2: .742"),
        ),
    ),
    Task(
        "crossdoc",
        "../shared/data/meantime",
        "MEANTIME, named persons, organisations and places",
        (
            Figure("b3_f1", "who is who across articles, end to end, B3 F1"),
            Figure("conll_f1", "... mean of MUC, B3 and CEAFe, F1"),
            Figure("person_b3_f1", "... of persons, B3 F1"),
            Figure("person_conll_f1", "... of persons, mean F1"),
        ),
    ),
    Task(
        "stance",
        "../shared/data/emergent/pairs.csv",
        "Emergent, the pairs it was fitted to; .759 on claims left out of the fit",
        (
            Figure("accuracy", "a headline for, against or observing a claim", "published .733"),
            Figure("macro_f1", "... F1, mean of the three"),
        ),
    ),
    Task(
        "acts",
        "evals/acts",
        "our annotation of Wikinews and MEANTIME, untuned part",
        (
            *_precision_and_recall("what a speaker does other than state"),
            Figure("certainty", "certainty as annotated, share"),
            Figure("polarity", "polarity as annotated, share"),
        ),
        files="sentences.jsonl",
    ),
    Task(
        "channels",
        "evals/channels",
        "our annotation of Wikinews and MEANTIME, untuned part",
        (
            *_precision_and_recall("through whom the words came"),
            Figure("relation", "... of these, relation as annotated, share"),
        ),
        files="sentences.jsonl",
    ),
    Task(
        "gaps",
        "evals/gaps",
        "our annotation of Wikinews and MEANTIME; its misses were read once, and rules widened",
        _precision_and_recall("what the article says is not known"),
        files="test.jsonl",
    ),
    Task(
        "gaps, unread",
        "evals/gaps/polnear-test.jsonl",
        "our annotation of PolNeAR articles, misses never read",
        _precision_and_recall("what the article says is not known"),
        by="gaps",
        texts="../shared/data/polnear",
    ),
    Task(
        "unsourced",
        "evals/unsourced",
        "our annotation of Wikinews and MEANTIME; its misses were read once, and rules widened",
        _precision_and_recall("speculation and judgement without a source"),
        files="test.jsonl",
    ),
    Task(
        "unsourced, unread",
        "evals/unsourced/polnear-test.jsonl",
        "our annotation of PolNeAR articles, misses never read",
        _precision_and_recall("speculation and judgement without a source"),
        by="unsourced",
        texts="../shared/data/polnear",
    ),
)


def task_of(name: str) -> Task:
    """The task of that name. Raises `ValueError` where there is none."""
    for task in TASKS:
        if task.name == name:
            return task
    raise ValueError(f"no task is called {name!r}; there are {', '.join(t.name for t in TASKS)}")
