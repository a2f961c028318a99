"""The speakers measure, on an invented document in GUM's layout."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.speakers import document_of, documents_in, score
from onrecord.values import EntityKind, Name, Span

ROWS = [
    ("# newpar", "# text = Jane Maren resigned."),
    ("Jane", "NNP", "Discourse=ROOT:1:0|Entity=(1-person-new-s-cf1-1,2-coref"),
    ("Maren", "NNP", "Entity=1)"),
    ("resigned", "VBD", "_"),
    (".", ".", "_"),
    ("# newpar", "# text = She said it was late."),
    (
        "She",
        "PRP",
        "Discourse=attribution-positive:2->3:0:sem-atsrc-5-gold|Entity=(1-person-giv-s-cf1-1-coref)",
    ),
    ("said", "VBD", "_"),
    ("it", "PRP", "Discourse=elaboration-additional:3->1:0:x"),
    ("was", "VBD", "_"),
    ("late", "JJ", "_"),
    (".", ".", "_"),
    ("# newpar", "# text = Officials said no."),
    (
        "Officials",
        "NNS",
        "Discourse=attribution-negative:4->5:0:sem-atsrc-11-gold|Entity=(2-person-new-s-cf1-1-sgl)",
    ),
    ("said", "VBD", "_"),
    ("no", "UH", "Discourse=elaboration-additional:5->1:0:x"),
    (".", ".", "_"),
]


def conllu() -> str:
    lines = []
    for row in ROWS:
        if row[0].startswith("#"):
            lines += row
        else:
            form, tag, misc = row
            lines.append(f"1\t{form}\t_\t_\t{tag}\t_\t0\t_\t_\t{misc}")
    return "\n".join(lines)


def test_a_document_has_its_text_and_its_units() -> None:
    document = document_of(conllu())
    assert document.text == "Jane Maren resigned.\nShe said it was late.\nOfficials said no."
    assert [(s.span.of(document.text), c.of(document.text)) for s, c in document.units] == [
        ("She", "it was late."),
        ("Officials", "no."),
    ]


def test_the_right_name_counts_and_nameless_chains_do_not() -> None:
    document = document_of(conllu())
    name = Name(Span(0, 10), EntityKind.PERSON)
    figures = score([document], lambda texts: [[name] for _ in texts])
    assert (figures["n"], figures["accuracy"], figures["pronoun_accuracy"]) == (1, 1.0, 1.0)


def test_nobody_is_wrong_and_counted_as_abstained() -> None:
    figures = score([document_of(conllu())], lambda texts: [[] for _ in texts])
    assert (figures["accuracy"], figures["abstained"]) == (0.0, 1)


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"no \.conllu files"):
        list(documents_in(tmp_path))
