"""Whether the source of each attribution unit in GUM gets the right speaker.

GUM marks attribution as a discourse relation, coreference as chains of mentions, and the words
that name a source as signals of the relation. A unit therefore has a gold source (the mention
that best fits the signalled words) and a gold speaker (the chain which that mention is part of).
Only units whose chain has a proper name somewhere in the article count: the others have no name
to be found. They go to the resolver all the same.

The resolver is given the text, the gold sources, so that resolving is measured and not the
finding of sources, and the names that the shipped network finds, with all its faults. Its
answer is right if

- its entity has a name where the gold chain has its fullest one: to call "Maren" an entity of
  its own is wrong where the article says "Jane Maren" elsewhere; and
- at least half of the gold names that its entity's names lie on belong to this chain: an entity
  that swallowed everybody is wrong.

No answer is a wrong answer (and counted again as `abstained`). Texts are put together from the
sentences, a paragraph a line. Coreference comes from the `Entity` field of the `.conllu` files,
which has the chains of the `.conll` files and, besides, the mentions that stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from onrecord.errors import NothingToRead
from onrecord.resolve import Resolution, entities_in
from onrecord.values import Attribution, Entity, Form, Kind, Name, Settings, Span

NamesIn = Callable[[list[str]], Sequence[Sequence[Name]]]

_ENTITY = re.compile(r"\((?P<id>\d+)-(?P<fields>[^()]*)(?P<whole>\))?|(?<!\d)(?P<end>\d++)\)")
_SOURCE = re.compile(r"sem-atsrc-([\d,-]+)")
_ATTRIBUTION = re.compile(r"attribution-(?:positive|negative):(\d+)->(\d+):")
_UNIT = re.compile(r"(?:(?<!\w)\w++-\w++|ROOT):(\d+)")
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "DT"})
_SPEAKING = frozenset({"person", "organization", "place"})
# Capital letters alone make no name: "Malaysia's Prime Minister" does not tell who he is.
_OFFICES = frozenset(
    "prime minister president secretary general director spokesman spokesperson spokeswoman "
    "ambassador undersecretary shadow home foreign vice deputy chief mr. mrs. ms. dr.".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the tree bank: where it stands in the text, and whether it is part of a name."""

    span: Span
    tag: str
    name: bool


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention: its chain, its characters, its tokens, and those that make its head or name.

    `kind` is what GUM takes the entity for: person, organization, place, abstract, event, ...
    """

    chain: str
    kind: str
    span: Span
    tokens: range
    core: tuple[Token, ...]

    @property
    def name(self) -> bool:
        """Whether it names its entity."""
        return self.kind in _SPEAKING and any(t.name for t in self.core)

    @property
    def pronoun(self) -> bool:
        """Whether it is a pronoun and nothing else."""
        return len(self.tokens) == 1 and self.core[0].tag in _PRONOUNS

    def named_by(self, span: Span) -> bool:
        """Whether a name at `span` names this: it covers the last word of the name, or half."""
        covered = [span.overlaps(t.span) for t in self.core]
        return covered[-1] or sum(covered) * 2 >= len(covered)


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated article; a unit is its source and the first words attributed to it."""

    text: str
    mentions: tuple[GoldMention, ...]
    units: tuple[tuple[GoldMention, Span], ...]

    def fullest_name(self, chain: str) -> GoldMention | None:
        """The mention with the most words of a name in it, or None for a chain without names."""
        names = [m for m in self.mentions if m.chain == chain and m.name]
        return max(names, key=lambda m: (sum(t.name for t in m.core), -m.span.start), default=None)


def measure(folder: Path) -> dict[str, Any]:
    """Share of units with a nameable speaker that get the right entity; pronouns counted apart.

    `accuracy` is over all `n` of them, pronouns included. Raises `NothingToRead` for a folder
    without `.conllu` files.
    """
    return score(list(documents_in(folder)), network_names)


def documents_in(folder: Path) -> Iterator[Document]:
    """The documents of a folder in GUM's layout."""
    paths = sorted(folder.glob("*.conllu"))
    if not paths:
        raise NothingToRead(f"{folder}: no .conllu files; give a folder laid out like GUM")
    for path in paths:
        yield document_of(path.read_text("utf8"))


def network_names(texts: list[str]) -> list[Sequence[Name]]:
    """The names that the shipped network finds."""
    from onrecord.extract import attributions_in

    return [found.names for found in attributions_in(texts, Settings())]


def score(documents: Sequence[Document], names_in: NamesIn) -> dict[str, Any]:
    """The figures over `documents`, with the names that `names_in` finds in their texts."""
    right: dict[str, list[bool]] = {"pronoun": [], "nominal": [], "name": []}
    abstained = 0
    names = names_in([d.text for d in documents])
    for document, found in zip(documents, names, strict=True):
        for source, entity, correct in judged(document, found):
            form = "pronoun" if source.pronoun else "name" if source.name else "nominal"
            right[form].append(correct)
            abstained += entity is None
    every = [r for form in right.values() for r in form]
    return {
        "accuracy": _share(every),
        **{f"{form}_accuracy": _share(judgements) for form, judgements in right.items()},
        "n": len(every),
        **{f"n_{form}s": len(judgements) for form, judgements in right.items()},
        "abstained": abstained,
    }


def _share(judgements: Sequence[bool]) -> float:
    return sum(judgements) / len(judgements) if judgements else 0.0


def judged(
    document: Document, names: Sequence[Name]
) -> Iterator[tuple[GoldMention, Entity | None, bool]]:
    """Each unit that counts: its gold source, our entity, and whether that is right."""
    attributions = [
        Attribution(str(i), (source.span,), None, (content,), Kind.INDIRECT, 1.0)
        for i, (source, content) in enumerate(document.units)
    ]
    resolution = entities_in(document.text, attributions, names, (), {})
    for i, (source, _) in enumerate(document.units):
        fullest = document.fullest_name(source.chain)
        if fullest is not None:
            entity = _entity(resolution, str(i))
            yield source, entity, entity is not None and _right(document, entity, fullest)


def _entity(resolution: Resolution, attribution: str) -> Entity | None:
    id = resolution.speakers.get(attribution)
    return next((e for e in resolution.entities if e.id == id), None)


def _right(document: Document, entity: Entity, fullest: GoldMention) -> bool:
    names = [s for m in entity.mentions if m.form is Form.NAME for s in m.spans]
    chains = [chain for s in names if (chain := _chain_named(document, s))]
    found = any(fullest.named_by(s) for s in names)
    return found and chains.count(fullest.chain) * 2 >= len(chains)


def _chain_named(document: Document, span: Span) -> str | None:
    """The chain of the gold name that `span` fits best, or None where it is on no gold name."""
    on = [g for g in document.mentions if g.name and g.named_by(span)]
    best = min(on, key=lambda g: abs(len(g.span) - len(span)), default=None)
    return best.chain if best else None


def document_of(conllu: str) -> Document:
    """The document that a `.conllu` file of GUM's holds."""
    text, tokens, fields = _laid_out(conllu)
    mentions = tuple(_mentions(tokens, [f.get("Entity", "") for f in fields]))
    units = tuple(_units(tokens, [f.get("Discourse", "") for f in fields], mentions))
    return Document(text, mentions, units)


def _laid_out(conllu: str) -> tuple[str, list[Token], list[dict[str, str]]]:
    """The text, its tokens, and the miscellaneous fields of each token."""
    text = ""
    tokens: list[Token] = []
    fields: list[dict[str, str]] = []
    gap, at = "", 0
    for line in conllu.splitlines():
        columns = line.split("\t")
        if line.startswith("# newpar") and text:
            gap = "\n"
        elif line.startswith("# text = "):
            text += gap + line.removeprefix("# text = ")
            gap = " "
        elif len(columns) == 10 and columns[0].isdigit():
            start = text.find(columns[1], at)
            at = start + len(columns[1])
            name = columns[4].startswith("NNP") and columns[1].lower() not in _OFFICES
            tokens.append(Token(Span(start, at), columns[4], name))
            fields.append(dict(f.split("=", 1) for f in columns[9].split("|") if "=" in f))
    return text, tokens, fields


def _mentions(tokens: Sequence[Token], columns: Sequence[str]) -> Iterator[GoldMention]:
    """The mentions that the `Entity` brackets open and close, in the order they close."""
    opened: dict[str, list[tuple[int, str]]] = {}
    for at, column in enumerate(columns):
        for bracket in _ENTITY.finditer(column):
            chain = bracket["id"] or bracket["end"]
            if bracket["id"]:
                opened.setdefault(chain, []).append((at, bracket["fields"]))
            if (bracket["whole"] or bracket["end"]) and opened.get(chain):
                first, kinds = opened[chain].pop()
                yield _mention(tokens, chain, range(first, at + 1), kinds.split("-"))


def _mention(
    tokens: Sequence[Token], chain: str, within: range, fields: Sequence[str]
) -> GoldMention:
    """`fields` are the entity's, in GUM's order: the fifth counts the head tokens, from 1."""
    heads = [int(n) for n in fields[4].split(",")] if len(fields) > 4 else [len(within)]
    core = tuple(tokens[within[n - 1]] for n in heads if n <= len(within))
    span = Span(tokens[within[0]].span.start, tokens[within[-1]].span.end)
    return GoldMention(chain, fields[0], span, within, core or (tokens[within[-1]],))


def _units(
    tokens: Sequence[Token], columns: Sequence[str], mentions: Sequence[GoldMention]
) -> Iterator[tuple[GoldMention, Span]]:
    """Each attribution relation that signals its source, with the unit it attributes."""
    starts = [at for at, column in enumerate(columns) if column] + [len(tokens)]
    extents = {}
    for start, end in pairwise(starts):
        if unit := _UNIT.match(columns[start]):
            extents[unit[1]] = Span(tokens[start].span.start, tokens[end - 1].span.end)
    for start in starts[:-1]:
        for relation in columns[start].split(";"):
            attribution, signal = _ATTRIBUTION.match(relation), _SOURCE.search(relation)
            if attribution and signal and attribution[2] in extents:
                source = _best(mentions, _numbers(signal[1]))
                if source is not None:
                    yield source, extents[attribution[2]]


def _numbers(listed: str) -> set[int]:
    """The token indices, from 0, of a list like `647-651,653` that counts from 1."""
    found: set[int] = set()
    for part in listed.strip(",-").split(","):
        first, _, last = part.partition("-")
        found.update(range(int(first) - 1, int(last or first)))
    return found


def _best(mentions: Sequence[GoldMention], tokens: set[int]) -> GoldMention | None:
    """The mention that shares most with `tokens`, the longer where two share alike."""
    overlap = [m for m in mentions if tokens.intersection(m.tokens)]
    return max(
        overlap,
        key=lambda m: (
            len(tokens.intersection(m.tokens)) / len(tokens.union(m.tokens)),
            len(m.tokens),
        ),
        default=None,
    )
