"""Through whom the words came: the hops between a speaker and the article.

A hop is an outlet, an agency, a platform, an event or a document, named by exactly the words
that name it, without an article before them: "told *RIA Novosti*", "at a *press conference*",
"in a statement carried by *KCNA*". The speaker and the words themselves are no hops, nor is an
outlet that is itself the source of the attribution. Hops stand in the order in which the words
travelled: what the source itself had from another first ("citing"), then the occasion, the
outlet it was told to, who passed that on, and the credit of the whole article.

Relations are few: `told`, `speaking to`, `statement to`, `shared with`, `interview with`,
`interview`, `in a statement`, `statement carried by`, `in` (a letter, report or other
document), `at` (an event), `on` (a platform, a site, the air), `cited by`, `quoted by`,
`reported by`, `published by`, `obtained by`, `according to`, `citing` and `quoting` (of the
source's own source), `via`, `dateline` and `credit`; and `first shared with`,
`first reported by` and the like where the text says so.

Triggers are looked for in the sentences that hold a cue, outside of contents, and belong to the
nearest cue there; a trigger with no outlet behind it where one is needed gives nothing. A
sentence that takes up the last one ("This statement, made at ...") adds to that. Datelines and
credits hold for every attribution of the article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.extract.credit import credits_of
from onrecord.extract.hops import Step, steps_in
from onrecord.extract.outlets import Carriers, carriers_of
from onrecord.text import Lines, sentences
from onrecord.values import Attribution, Hop, Name, Span, hull

_ANAPHORIC = re.compile(
    r"(?:This|That|These|Those|The|His|Her|Their)\s(?:\w+\s)?(?:statements?|remarks?|comments?|revelations?|"
    r"announcements?|claims?|news|information|report|disclosure|speech|words|assertions?|"
    r"declaration|message)\b"
)
_FAR = 130  # characters between a trigger and its cue
_NEAR = 20  # characters from "This statement" to how it was made
_ADJOINING = 25
_REPORTED = frozenset(("reported by", "according to", "quoted by", "cited by"))
_SENTENCE_END = re.compile(r"[.;!?]\s")
_RANK = {
    "citing": 0, "quoting": 0, "in a statement": 1, "in": 1, "at": 1, "interview": 1,
    "dateline": 8, "credit": 9, "according to": 5,
}  # fmt: skip
_LONGEST = 2_000  # characters; a longer sentence is cut, so that work stays linear


def channels_in(
    text: str,
    attributions: Sequence[Attribution],
    names: Sequence[Name],
    outlets: Sequence[str] = (),
) -> list[tuple[Hop, ...]]:
    """For each attribution the hops by which its words came, in the order of their travel.

    `outlets` adds names to the table. A hop's `entity` is left for resolution.
    """
    if not attributions:
        return []
    carriers = carriers_of(text, names, outlets)
    found: list[list[Hop]] = [[] for _ in attributions]
    lines = Lines(list(_cut(sentences(text))))
    homes = _by_sentence(attributions, lines)
    for line, members in homes.items():
        for step in steps_in(carriers, lines.spans[line]):
            for i in _belongs_to(step, members, attributions, text):
                found[i].append(step.hop)
        _share(members, attributions, found)
    _take_up(carriers, attributions, lines, homes, found)
    whole = tuple(credits_of(carriers))
    return [_chain(hops, whole) for hops in found]


def _cut(lines: Iterable[Span]) -> Iterator[Span]:
    """The same spans, none longer than a sentence can be."""
    for line in lines:
        for start in range(line.start, line.end, _LONGEST):
            yield Span(start, min(start + _LONGEST, line.end))


def _by_sentence(attributions: Sequence[Attribution], lines: Lines) -> dict[int, list[int]]:
    """The attributions of each sentence, by where the cue stands, or the source, or the rest."""
    homes: dict[int, list[int]] = {}
    for i, attribution in enumerate(attributions):
        anchor = (attribution.cue or attribution.source or attribution.content)[0]
        homes.setdefault(lines.at(anchor.start), []).append(i)
    return homes


def _belongs_to(
    step: Step, members: list[int], attributions: Sequence[Attribution], text: str
) -> list[int]:
    """The attributions, of those in the sentence, whose words took this step."""
    able = [i for i in members if _may_take(step, attributions[i])]
    able = _innermost(step, able, members, attributions)
    if not able:
        return []
    if step.hop.relation.removeprefix("first ") in _REPORTED:
        return [i for i in able if _adjoins(step, attributions[i], text)]
    nearest = min(able, key=lambda i: _distance(step.trigger, attributions[i]))
    if _distance(step.trigger, attributions[nearest]) > _FAR:
        return []
    return [nearest]


def _share(members: list[int], attributions: Sequence[Attribution], found: list[list[Hop]]) -> None:
    """Give the hops of an attribution to those without, of the same speaker or within it."""
    own = {i: tuple(found[i]) for i in members}
    for i in members:
        if own[i]:
            continue
        for j in members:
            if own[j] and i != j and _goes_along(attributions[i], attributions[j]):
                found[i].extend(h for h in own[j] if _may_take_hop(h, attributions[i]))
                break


def _goes_along(one: Attribution, other: Attribution) -> bool:
    if one.source is not None and one.source == other.source:
        return True
    return any(span.covers(hull(one.spans)) for span in other.content)


def _may_take(step: Step, attribution: Attribution) -> bool:
    return _may_take_hop(step.hop, attribution)


def _may_take_hop(hop: Hop, attribution: Attribution) -> bool:
    """Not where the outlet is the source itself, or stands in what was said."""
    taken = (attribution.source or ()) + attribution.content
    return not any(s.overlaps(h) for s in taken for h in hop.spans)


def _innermost(
    step: Step, able: list[int], members: list[int], attributions: Sequence[Attribution]
) -> list[int]:
    """Inside a content only what is nested in that content may take the step."""
    around = [
        span for i in members for span in attributions[i].content if span.covers(step.trigger)
    ]
    if not around:
        return able
    inner = min(around, key=len)
    return [i for i in able if inner.covers(hull(attributions[i].spans))]


def _distance(trigger: Span, attribution: Attribution) -> int:
    anchor = hull(attribution.cue or attribution.source or attribution.content)
    return max(trigger.start - anchor.end, anchor.start - trigger.end, 0)


def _adjoins(step: Step, attribution: Attribution, text: str) -> bool:
    """Whether the report frames this attribution: right before it, right after it, around it."""
    whole = hull(attribution.spans)
    if attribution.cue and any(c.overlaps(step.trigger) for c in attribution.cue):
        return True
    step_start = min(step.trigger.start, step.hop.spans[0].start)
    step_end = max(step.trigger.end, step.hop.spans[-1].end)
    start, end = (step_end, whole.start) if step_end <= whole.start else (whole.end, step_start)
    return end - start <= _ADJOINING and not _SENTENCE_END.search(text, start, end)


def _take_up(
    carriers: Carriers,
    attributions: Sequence[Attribution],
    lines: Lines,
    homes: dict[int, list[int]],
    found: list[list[Hop]],
) -> None:
    """Hops told in a sentence that takes up the one before: "This statement, made at ..."."""
    for line, members in homes.items():
        if line + 1 >= len(lines.spans) or attributions[members[-1]].source is None:
            continue
        sentence = lines.spans[line + 1]
        opening = _ANAPHORIC.match(carriers.text, sentence.start, sentence.end)
        if opening:
            found[members[-1]].extend(
                step.hop
                for step in steps_in(
                    carriers, Span(sentence.start, min(sentence.end, opening.end() + _FAR))
                )
                if step.trigger.start - opening.end() < _NEAR
            )


def _chain(hops: list[Hop], whole: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The hops of one attribution, each once, in the order in which the words travelled."""
    relations = {hop.relation for hop in hops}
    if "statement carried by" in relations:
        hops = [hop for hop in hops if hop.relation != "in a statement"]
    kept: list[Hop] = []
    for hop in sorted(
        hops + list(whole),
        key=lambda h: (_RANK.get(h.relation.removeprefix("first "), 3), h.spans),
    ):
        if not any(k.spans[0].overlaps(hop.spans[0]) for k in kept):
            kept.append(hop)
    return tuple(kept)
