"""onrecord reads news coverage and keeps the record: who said what, on whose word, how firmly,
and what nobody has confirmed. Every value it gives carries the spans it came from.

    import onrecord

    for article in onrecord.read("story/"):
        reading = onrecord.extract(article)
"""  # noqa: D205

from onrecord.errors import ItemError, OnrecordError, RunError
from onrecord.ledger import Ledger
from onrecord.pipeline import SkippedItem, extract, extract_all, read
from onrecord.values import Article, Attribution, Entity, Gap, Notice, Reading, Settings, Span

__version__ = "0.1.0"


def _in_notebook(reading: Reading) -> str:
    from onrecord.present.html import fragment

    return fragment(reading)


# Notebooks show a reading as its article with the marks. Values know no view, so it is tied on
# here, where both are known; the view is imported when it is first shown.
Reading._repr_html_ = _in_notebook  # type: ignore[attr-defined]

__all__ = [
    "Article",
    "Attribution",
    "Entity",
    "Gap",
    "ItemError",
    "Ledger",
    "Notice",
    "OnrecordError",
    "Reading",
    "RunError",
    "Settings",
    "SkippedItem",
    "Span",
    "extract",
    "extract_all",
    "read",
]
