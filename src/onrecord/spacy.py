"""onrecord in a spaCy pipeline: `nlp.add_pipe("onrecord")`.

The component reads the document's text as an article and leaves its tokens alone. What it found
stands whole in `doc._.onrecord` (a `Reading`, offsets in characters) and, for who works with
tokens, in `doc.spans["onrecord"]`: spans labelled SOURCE, CUE and CONTENT, widened to whole tokens
where a boundary falls inside one. A span's `id_` names its attribution, its `kb_id_` the speaker.
Dates need a day to count from: give it as `doc.user_data["published"]`. Needs the extra
`onrecord[spacy]`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import tee

from onrecord.errors import MissingExtra
from onrecord.pipeline import extract, extract_all
from onrecord.values import Article, Reading, Settings

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
except ImportError as error:
    message = "the spaCy component needs the package spacy; try: pip install 'onrecord[spacy]'"
    raise MissingExtra(message) from error

KEY = "onrecord"
if not Doc.has_extension(KEY):
    Doc.set_extension(KEY, default=None)


class Component:
    """Reads each document; has no state but its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self, doc: Doc) -> Doc:
        return _marked(doc, extract(_article(doc), settings=self.settings))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:  # noqa: ARG002 - spaCy's
        """The same for many documents, with the network one step ahead of the rules."""
        docs, texts = tee(stream)
        readings = extract_all(map(_article, texts), settings=self.settings)
        for doc, reading in zip(docs, readings, strict=True):
            yield _marked(doc, reading)


@Language.factory(
    KEY,
    default_config={"min_score": 0.0, "outlets": [], "reader": ""},
    assigns=["doc._.onrecord", "doc.spans"],
    retokenizes=False,
)
def component(
    nlp: Language,  # noqa: ARG001 - spaCy's
    name: str,  # noqa: ARG001
    min_score: float,
    outlets: list[str],
    reader: str,
) -> Component:
    """The component, as spaCy makes it from a pipeline's configuration."""
    return Component(Settings(min_score=min_score, outlets=tuple(outlets), reader=reader))


def _article(doc: Doc) -> Article:
    digest = hashlib.sha256(doc.text.encode("utf8", "surrogatepass")).hexdigest()
    published = doc.user_data.get("published")
    return Article(id=digest[:16], text=doc.text, sha256=digest, published=published)


def _marked(doc: Doc, reading: Reading) -> Doc:
    doc._.onrecord = reading
    doc.spans[KEY] = [span for span in _spans(doc, reading) if span is not None]
    return doc


def _spans(doc: Doc, reading: Reading) -> Iterator[Span | None]:
    for a in reading.attributions:
        for label, spans in (("SOURCE", a.source), ("CUE", a.cue), ("CONTENT", a.content)):
            for piece in spans or ():
                yield doc.char_span(
                    piece.start, piece.end, label=label, kb_id=a.speaker or "",
                    span_id=a.id, alignment_mode="expand",
                )  # fmt: skip
