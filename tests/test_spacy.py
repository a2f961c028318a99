"""The component for spaCy finds what the library finds, on tokens that stay as they were."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

import onrecord.spacy as component
from onrecord.pipeline import extract
from onrecord.present import example

TEXT = (
    "The bridge is safe, engineer Lena Ost said on Monday. “We checked every bolt,” she told the "
    "Harbour Post.\n\nThe council declined to say who paid."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord")
    return nlp


def test_the_reading_is_the_librarys(nlp: Language) -> None:
    article = example.article()
    doc = nlp.make_doc(article.text)
    doc.user_data["published"] = article.published
    found = nlp(doc)._.onrecord
    assert found.attributions == extract(article).attributions
    assert found.entities == extract(article).entities


def test_spans_are_whole_tokens_that_cover_the_characters(nlp: Language) -> None:
    doc = nlp(TEXT)
    attributions = {a.id: a for a in doc._.onrecord.attributions}
    spans = doc.spans[component.KEY]
    assert {span.label_ for span in spans} == {"SOURCE", "CUE", "CONTENT"}
    for span in spans:
        pieces = getattr(attributions[span.id_], span.label_.lower())
        assert any(span.start_char <= p.start and p.end <= span.end_char for p in pieces)
        assert span.kb_id_ == (attributions[span.id_].speaker or "")


def test_tokens_stay_as_they_were(nlp: Language) -> None:
    assert [t.text for t in nlp(TEXT)] == [t.text for t in nlp.make_doc(TEXT)]


def test_many_documents_give_what_each_gives_alone(nlp: Language) -> None:
    texts = [TEXT, "", "Nobody spoke.", TEXT.replace("bridge", "pier")]
    assert [d._.onrecord.attributions for d in nlp.pipe(texts)] == [
        nlp(text)._.onrecord.attributions for text in texts
    ]


def test_settings_are_configuration_and_survive_a_round_trip() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("onrecord", config={"min_score": 0.99})
    assert len(nlp(TEXT).spans["onrecord"]) == 0
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    assert again.get_pipe("onrecord").settings.min_score == 0.99
