"""A story's dossier as one page that needs no network and no script, and prints.

The first screen says what the story is, what is said and on how many origins, what nobody says,
what does not go together and what changed. Everything below it is where that comes from: how the
words spread, who spoke, every claim in every wording, every article with its marks. All that is
shown leads to its words in their article in one click, and the words lead back.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from markupsafe import Markup

from onrecord.ledger import Ledger
from onrecord.present import html
from onrecord.present.report.dossier import (
    FIRST_GAPS,
    day,
    dossier_of,
    fault_kind,
    gap_kind,
    places_of,
    reason,
)
from onrecord.present.topics.values import Question
from onrecord.present.words import counted

_CSS = Path(html.__file__).with_name("templates") / "report.css"


def page(
    ledger: Ledger,
    title: str,
    *,
    questions: Sequence[Question] = (),
    texts: bool | None = None,
) -> Iterator[str]:
    """The page, piece by piece.

    `questions` are shown as they stand; `texts` says whether the articles' marked texts are on
    the page (None: unless there are very many).
    """
    sheet = _sheet()
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    template = html.environment().get_template("report.html")
    yield from template.generate(
        day=day,
        gap_kind=gap_kind,
        reason=reason,
        fault_kind=fault_kind,
        places_of=places_of,
        counted=counted,
        first_gaps=FIRST_GAPS,
        d=dossier_of(ledger, title, questions, texts),
        css=Markup(sheet),  # noqa: S704 - ours, no article's
        digest=f"sha256-{digest}",
    )


@cache
def _sheet() -> str:
    return html.css() + _CSS.read_text("utf8")
