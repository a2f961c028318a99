"""A reading of the worked example, made by hand: what a careful reader would put on record."""

from __future__ import annotations

from onrecord.present.example import article
from onrecord.values import (
    Act,
    Attribution,
    Certainty,
    Dated,
    Entity,
    EntityKind,
    Firmness,
    Form,
    Gap,
    GapKind,
    Hop,
    Kind,
    Mention,
    Notice,
    Placed,
    Polarity,
    Reading,
    Reason,
    Said,
    Span,
    Spans,
    Unsourced,
)

TEXT = article().text


def at(*phrases: str, nth: int = 0, text: str = TEXT) -> Spans:
    """The spans of the phrases in the text, the first by its `nth` occurrence, others after it."""
    spans: list[Span] = []
    start = -1
    for _ in range(nth + 1):
        start = text.index(phrases[0], start + 1)
    for phrase in phrases:
        start = text.index(phrase, start)
        spans.append(Span(start, start + len(phrase)))
    return tuple(spans)


def firm(
    act: Act,
    certainty: Certainty = Certainty.UNSTATED,
    spans: Spans = (),
    polarity: Polarity = Polarity.AFFIRMED,
) -> Firmness:
    return Firmness(act, certainty, polarity, spans)


def attributions() -> tuple[Attribution, ...]:
    agency = Hop(at("the Northlight news agency"), "told", "northlight")
    kelmouth = Said(
        Dated("2026-03-04", "2026-03-04", at("on 4 March")), Placed("kelmouth", at("Kelmouth"))
    )
    tuesday = Said(Dated("2026-03-24", "2026-03-24", at("on Tuesday")))
    friday = Said(Dated("2026-03-27", "2026-03-27", at("on Friday")))
    return (
        Attribution(
            "a01",
            at("the sculptor in charge of it"),
            at("told"),
            at(
                "A granite monument to the volunteer pilots who reportedly guided relief ships "
                "through the mined Tellin Strait is to be raised on the coast of Vardonia"
            ),
            Kind.INDIRECT,
            0.97,
            speaker="maren",
            channel=(agency,),
            firmness=firm(Act.STATEMENT, Certainty.PROBABLE, at("is to be")),
            said=tuesday,
        ),
        Attribution(
            "a02",
            None,
            at("reportedly"),
            at("guided relief ships through the mined Tellin Strait"),
            Kind.INDIRECT,
            0.61,
            firmness=firm(Act.ALLEGATION, Certainty.UNSTATED, at("reportedly")),
        ),
        Attribution(
            "a03",
            at("Ilse Maren, who has carved harbour memorials for thirty years"),
            at("said"),
            at(
                "the figure of a woman with a lantern “exists in clay, at full height” and that "
                "casting would begin before the summer"
            ),
            Kind.MIXED,
            0.95,
            speaker="maren",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a04",
            at("she"),
            at("said", nth=1),
            at("“It is on the water, and that is all I may tell you,”"),
            Kind.DIRECT,
            0.99,
            speaker="maren",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a05",
            at("Maren", nth=1),
            at("According to"),
            at("a jury of sailors and architects is still weighing three headlands"),
            Kind.INDIRECT,
            0.98,
            speaker="maren",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a06",
            at("Vardonia’s culture minister, Josef Oduya"),
            at("confirmed"),
            at("that both countries would pay for the monument"),
            Kind.INDIRECT,
            0.96,
            speaker="oduya",
            firmness=firm(Act.CONFIRMATION, Certainty.CERTAIN, at("confirmed")),
            said=kelmouth,
        ),
        Attribution(
            "a07",
            at("Vardonia’s culture minister, Josef Oduya"),
            at("promised"),
            at("that it would be finished by the autumn"),
            Kind.INDIRECT,
            0.93,
            speaker="oduya",
            firmness=firm(Act.PROMISE, Certainty.UNSTATED, at("promised")),
            said=kelmouth,
        ),
        Attribution(
            "a08",
            at("Anton Korabлев, who heads the republic’s Ministry of the Sea"),
            at("told reporters"),
            at("that an opening next spring was “possible, if the quarry delivers”"),
            Kind.MIXED,
            0.94,
            speaker="korablev",
            firmness=firm(Act.STATEMENT, Certainty.POSSIBLE, at("possible")),
            said=Said(Dated("2026-03-18", "2026-03-18", at("two weeks later"))),
        ),
        Attribution(
            "a09",
            at("the harbour authority"),
            at("account"),
            at("that winter"),
            Kind.INDIRECT,
            0.34,
            speaker="authority",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a10",
            at("Veterans of the port union"),
            at("deny"),
            at("that any convoy sailed"),
            Kind.INDIRECT,
            0.92,
            speaker="veterans",
            firmness=firm(Act.DENIAL, Certainty.UNSTATED, at("deny"), Polarity.DENIED),
            denies="a02",
        ),
        Attribution(
            "a11",
            at("Petra Lund, who led the union at the time"),
            at("said", nth=2),
            at("“We would have heard the engines,”"),
            Kind.DIRECT,
            0.99,
            speaker="lund",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a12",
            at("Officials in Kelmouth"),
            at("say", nth=0, text=TEXT),
            at("the names of eleven pilots will be cut into the base"),
            Kind.INDIRECT,
            0.9,
            speaker="officials",
            firmness=firm(Act.STATEMENT),
        ),
        Attribution(
            "a13",
            at("Korablev’s ministry"),
            at("said", nth=3),
            at("the pilots “gave the strait back to the living”"),
            Kind.MIXED,
            0.88,
            speaker="ministry",
            channel=(Hop(at("Northlight", nth=1), "carried by", "northlight"),),
            firmness=firm(Act.STATEMENT),
            said=friday,
        ),
    )


def entities() -> tuple[Entity, ...]:
    def entity(
        id: str, name: str, kind: EntityKind, *mentions: Mention, **more: tuple[str, ...]
    ) -> Entity:
        return Entity(id, name, kind, mentions=mentions, **more)  # type: ignore[arg-type]

    def named(*spans: Spans) -> tuple[Mention, ...]:
        return tuple(Mention(s, Form.NAME) for s in spans)

    return (
        entity(
            "maren",
            "Ilse Maren",
            EntityKind.PERSON,
            Mention(at("the sculptor in charge of it"), Form.NOMINAL),
            *named(at("Ilse Maren"), at("Maren", nth=1)),
            Mention(at("She"), Form.PRONOUN),
            Mention(at("she"), Form.PRONOUN),
            aliases=("Maren",),
            roles=("sculptor in charge of it",),
        ),
        entity("northlight", "Northlight", EntityKind.OUTLET, *named(at("Northlight"))),
        entity("kelmouth", "Kelmouth", EntityKind.PLACE, *named(at("Kelmouth"))),
        entity(
            "oduya",
            "Josef Oduya",
            EntityKind.PERSON,
            *named(at("Josef Oduya")),
            roles=("Vardonia’s culture minister",),
        ),
        entity(
            "korablev",
            "Anton Korablev",
            EntityKind.PERSON,
            *named(at("Anton Korabлев"), at("Korabлев", nth=1), at("Korablev")),
            aliases=("Anton Korabлев", "Korabлев", "Korablev"),
            roles=("heads the republic’s Ministry of the Sea",),
        ),
        entity(
            "authority", "the harbour authority", EntityKind.ORGANISATION,
            Mention(at("the harbour authority"), Form.NOMINAL),
        ),
        entity(
            "veterans", "Veterans of the port union", EntityKind.GROUP,
            Mention(at("Veterans of the port union"), Form.NOMINAL),
        ),
        entity(
            "lund",
            "Petra Lund",
            EntityKind.PERSON,
            *named(at("Petra Lund")),
            roles=("led the union at the time",),
        ),
        entity(
            "officials", "Officials in Kelmouth", EntityKind.GROUP,
            Mention(at("Officials in Kelmouth"), Form.NOMINAL),
        ),
        entity(
            "ministry", "Ministry of the Sea", EntityKind.ORGANISATION,
            *named(at("Ministry of the Sea")),
        ),
    )  # fmt: skip


def gaps() -> tuple[Gap, ...]:
    return (
        Gap(GapKind.DECLINED, at("the site"), at("declined to name"), "maren", at("She")),
        Gap(
            GapKind.UNDISCLOSED,
            at("The criteria by which it will choose"),
            at("have not been published"),
        ),
        Gap(GapKind.NOT_ELABORATED, at("the cost"), at("did not elaborate on"), "korablev",
            at("Korabлев", nth=1)),
        Gap(GapKind.UNCLEAR, at("Whether the pilots ever made the crossing"),
            at("is another matter")),
        Gap(GapKind.UNDISCLOSED, at("The convoy’s log"), at("has not been released")),
        Gap(
            GapKind.UNVERIFIED,
            at("the harbour authority’s account of that winter"),
            at("could not be independently verified"),
        ),
        Gap(GapKind.UNCLEAR, at("who drew up the list"), at("it is unclear")),
        Gap(GapKind.DECLINED, None, at("did not respond to questions"), None,
            at("A spokesman for the harbour authority")),
    )  # fmt: skip


def reading() -> Reading:
    """The reading as it should be."""
    return Reading(
        article(),
        attributions(),
        entities(),
        gaps(),
        (
            Unsourced(at("The haste is hard to overlook."), Reason.JUDGEMENT),
            Unsourced(
                at(
                    "It may be that both capitals want a story of shared rescue before the fishing "
                    "talks open in June, and a lantern on a headland would suit them well."
                ),
                Reason.SPECULATION,
            ),
            Unsourced(
                at(
                    "The silence about the site raises the question of whether the monument is "
                    "meant for sailors or for the cameras."
                ),
                Reason.INSINUATION,
            ),
            Unsourced(
                at(
                    "Whatever its purpose, the unveiling is likely to be closely watched on both "
                    "shores."
                ),
                Reason.SPECULATION,
            ),
        ),
        (
            Notice("mixed-script", at("Korabлев"), "Korabлев", "Korablev"),
            Notice("mixed-script", at("Korabлев", nth=1), "Korabлев", "Korablev"),
        ),
    )
