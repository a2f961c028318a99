"""Acts, certainty and polarity held against people's annotation.

A plain statement is what an attribution is when nothing says otherwise, so it is no finding:
precision and recall count the acts that are something else. The figures are given twice, for
the rules alone on annotated attributions and from end to end, where the reader's misses count
as well.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.extract import attributions_in, firmness_in, nested_in
from onrecord.measure.annotated import same_attribution, sentences_in
from onrecord.values import Act, Attribution, Settings


def acts(folder: Path, split: str = "test") -> dict[str, float]:
    """`precision` and `recall` of acts other than statement; `n` of them are annotated.

    With the share of attributions whose `certainty` and `polarity` are right, and with
    `end_to_end_precision` and `end_to_end_recall`.
    """
    data = list(sentences_in(folder, split))
    read = attributions_in([s.text for s in data], Settings())
    alone, whole = [0, 0, 0], [0, 0, 0]  # right, found, annotated
    certain = firm = count = 0
    for sentence, found in zip(data, read, strict=True):
        wanted = {
            a.id: Act(m["act"]) for a, m in zip(sentence.attributions, sentence.marks, strict=True)
        }
        given = firmness_in(sentence.text, sentence.attributions)
        for attribution, mark in zip(given, sentence.marks, strict=True):
            assert attribution.firmness
            count += 1
            certain += attribution.firmness.certainty == mark["certainty"]
            firm += attribution.firmness.polarity == mark["polarity"]
        _count(alone, {a.id: _act(a) for a in given}, wanted)
        spoken = nested_in(sentence.text, found.attributions, found.names)
        read_in = firmness_in(sentence.text, spoken)
        _count(whole, _matched(read_in, sentence.attributions), wanted)
    return {
        "precision": alone[0] / max(alone[1], 1),
        "recall": alone[0] / max(alone[2], 1),
        "n": alone[2],
        "certainty": certain / max(count, 1),
        "polarity": firm / max(count, 1),
        "end_to_end_precision": whole[0] / max(whole[1], 1),
        "end_to_end_recall": whole[0] / max(whole[2], 1),
    }


def _act(attribution: Attribution) -> Act:
    assert attribution.firmness
    return attribution.firmness.act


def _matched(found: tuple[Attribution, ...], annotated: tuple[Attribution, ...]) -> dict[str, Act]:
    """Acts found, by the id of the annotated attribution that is meant, or by one of their own."""
    acts: dict[str, Act] = {}
    for i, attribution in enumerate(found):
        meant = (a.id for a in annotated if a.id not in acts and same_attribution(attribution, a))
        acts[next(meant, f"found {i}")] = _act(attribution)
    return acts


def _count(tally: list[int], found: dict[str, Act], wanted: dict[str, Act]) -> None:
    marked = {i: act for i, act in found.items() if act is not Act.STATEMENT}
    tally[0] += sum(wanted.get(i) is act for i, act in marked.items())
    tally[1] += len(marked)
    tally[2] += sum(act is not Act.STATEMENT for act in wanted.values())
