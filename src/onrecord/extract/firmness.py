"""Act, certainty and polarity of attributions, each with the words that say so.

**Act** is what the cue says the speaker did: confirmed, denied, claimed, vowed, asked,
declined, hoped. The lexicon is `cues.tsv`, by lemma; a verb that is not in it makes a plain
statement. The content changes the act of a neutral cue ("said") in three cases only: a direct
question, a first-person promise ("we will rebuild") and a flat contradiction of a claim ("the
reports are false"). A negated verb of saying ("did not say", "would not confirm") is a refusal
and not a denial: a negated cue is not a negated content. A directive ("urged", "called for",
"asked them to") tells what ought to be and counts as opinion.

**Certainty** is how sure the words are by their own account, not how sure the reader should
be. It is that of the content's main clause where a hedge stands there ("may", "is likely to",
"allegedly"), else that of the cue ("confirmed": certain; "believes": probable; "suggested":
possible), else unstated. A plain statement is unstated, however blunt. "Plan to", "would",
"can" and "should" say nothing of certainty; "could" and "might" say possible.

**Polarity** is denied where the speaker holds the content not to be so: a cue of denial, a
negated belief ("does not think that"), or a negation in the content's main clause. Two of
them cancel: "denied that it had not paid" affirms. Negations and hedges in subordinate
clauses, in relative clauses and before nouns ("a possible site") are left alone; the main
clause ends, for want of a parse, at the first word that opens another one after its verb.

A denial is linked to the attribution it denies only where that stands in the article: nearest
before it, by another speaker, and either taken up by a word such as "the allegations" or
sharing most content words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.extract.clause import read_clause
from onrecord.extract.cue import SAYING, Cue, Word, lemma_of, lexicon, read_cue, words_in
from onrecord.extract.denials import ANAPHORS, linked
from onrecord.extract.modality import RELATIVES, operators
from onrecord.values import Act, Attribution, Certainty, Firmness, Polarity, Span, Spans, in_order

CLAUSE_WORDS = 30  # of a content; its main verb stands earlier or is not found
_FALSE = frozenset(
    """false untrue baseless unfounded groundless fabricated fake nonsense lie lies slander
    slanderous fabrication fabrications incorrect defamatory hoax""".split()
)
_FIRST = frozenset(("i", "we"))
_OWN_FUTURE = frozenset(("will", "'ll", "shall"))
_PASSIVE_OR_STATE = frozenset("be have need see know find never".split())


def firmness_in(text: str, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The same attributions, each with its firmness, and denials with what they deny."""
    firm = [replace(a, firmness=_firmness(text, a)) for a in attributions]
    return linked(text, firm)


def _firmness(text: str, attribution: Attribution) -> Firmness:
    cue = read_cue(text, attribution)
    content = list(words_in(text, attribution.content, CLAUSE_WORDS))
    clause = read_clause(content)
    act, certainty, denied, spans = cue.act, cue.certainty, False, cue.spans
    if cue.negated:
        act, certainty, denied = _negated(cue)
    elif act is Act.DENIAL or cue.lemma == "doubt":
        denied = True
    by_content = _BY_CONTENT.get(cue.lemma)
    if by_content and not cue.negated and act is not Act.STATEMENT:
        act = by_content([w.low for w in content])
    elif act is Act.STATEMENT and not cue.negated:
        act, said_so, denies = _act_of_content(text, attribution, content)
        if act is not Act.STATEMENT:
            spans += said_so
            denied = denies
        if denies:
            clause = replace(clause, negated=False)
    if attribution.cue is None and any(w.low == "allegedly" for w in content):
        act = Act.ALLEGATION
    if act is not Act.REFUSAL and act is not Act.QUESTION:
        denied ^= clause.negated
        certainty = clause.certainty or certainty
        spans += clause.spans
    polarity = Polarity.DENIED if denied else Polarity.AFFIRMED
    return Firmness(act, certainty, polarity, in_order(spans))


def _negated(cue: Cue) -> tuple[Act, Certainty, bool]:
    """Act, certainty and denial of a cue under a negation."""
    if cue.act in (Act.OPINION, Act.PROMISE) or cue.certainty is Certainty.PROBABLE:
        return cue.act, cue.certainty, True
    if cue.act is Act.ALLEGATION:
        return Act.STATEMENT, Certainty.UNSTATED, True
    if cue.lemma in SAYING:
        return Act.REFUSAL, Certainty.UNSTATED, False
    return Act.STATEMENT, Certainty.UNSTATED, False


def _asked(low: list[str]) -> Act:
    """What "asked" does: a request with an infinitive or "for", else a question."""
    if low[:1] and low[0] in _QUESTION_WORDS:
        return Act.QUESTION
    return Act.OPINION if {"to", "for"} & set(low[:_REQUEST_REACH]) else Act.QUESTION


def _agreed(low: list[str]) -> Act:
    """What "agreed" does: hold with others that or with, else undertake."""
    return Act.OPINION if low[:1] and low[0] in ("that", "with", "there") else Act.PROMISE


def _ordered(low: list[str]) -> Act:
    """What "ordered" does: a directive with an infinitive or "that"; goods are ordered plainly."""
    return Act.OPINION if {"to", "that"} & set(low[:_REQUEST_REACH]) else Act.STATEMENT


_BY_CONTENT = {"ask": _asked, "agree": _agreed, "order": _ordered}
_QUESTION_WORDS = RELATIVES | frozenset(("whether", "if", "why", "when", "about", '"', "“", "``"))
_REQUEST_REACH = 10


def _act_of_content(
    text: str, attribution: Attribution, content: list[Word]
) -> tuple[Act, Spans, bool]:
    """The act that a neutral cue leaves to the content, its words, and whether it denies."""
    last = attribution.content[-1]
    tail = text[max(last.start, last.end - 4) : last.end].rstrip("\"'”’» ")
    if tail.endswith("?") and _is_one_sentence(text, attribution.content):
        at = text.rindex("?", last.start, last.end)
        return Act.QUESTION, (Span(at, at + 1),), False
    words = [w for w in content if w.low.isalpha() or "'" in w.low][:12]
    if words and words[0].low == "that":
        words = words[1:]
    false = next((w for w in words if w.low in _FALSE), None)
    if false and any(w.low in ANAPHORS and w.low not in ("it", "this", "that") for w in words):
        return Act.DENIAL, (false.span,), True
    return _in_first_person(words) or (Act.STATEMENT, (), False)


def _in_first_person(words: list[Word]) -> tuple[Act, Spans, bool] | None:
    """Promise or opinion in the speaker's own voice at the head of a content: "we will"."""
    if not words or words[0].low.split("'")[0] not in _FIRST:
        return None
    promise = _promise(words)
    if promise:
        return Act.PROMISE, promise, False
    verb = next((w for w in words[1:5] if not operators(w.low) and not w.low.endswith("ly")), None)
    if verb and lexicon().get((lemma_of(verb.low),), (None,))[0] is Act.OPINION:
        return Act.OPINION, (verb.span,), False
    return None


def _promise(words: list[Word]) -> Spans | None:
    """The words of "I will", "we'll" or "we are going to" before a verb of doing, or None."""
    low = [w.low for w in words]
    if low[0].find("'") > 0 and low[0][low[0].index("'") :] in _OWN_FUTURE:
        verb, said = 1, 0
    elif low[1:2] and low[1] in _OWN_FUTURE:
        verb, said = 2, 1
    elif "going" in low[1:4] and low[low.index("going") + 1 :][:1] == ["to"]:
        said = low.index("going")
        verb = said + 2
    else:
        return None
    done = verb < len(low) and low[verb] not in _PASSIVE_OR_STATE
    return (words[said].span,) if done else None


_NEXT_SENTENCE = re.compile(r"[.!?][\"”’»]?\s+[\"“«]?\w")


def _is_one_sentence(text: str, content: Spans) -> bool:
    return not any(_NEXT_SENTENCE.search(text, s.start, s.end) for s in content)
