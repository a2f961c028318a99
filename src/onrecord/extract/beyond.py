"""Attributions that the network was not taught to see, because PolNeAR does not mark them.

Three kinds, each by a narrow pattern and only where the network found nothing:

- *Hearsay adverbs.* "The gun he allegedly bought" rests on somebody's word and names nobody. The
  adverb is the cue, the clause around it the content, and there is no source. PolNeAR marks
  some of these and passes over others.
- *Statements pointed back to.* "This revelation, first shared with Coast Agency by Ida Maren,
  ..." says whose word the sentence before rests on. The participle is the cue, the words after
  "by" the source, and the content is the sentence that "this" points to.
- *Figures that somebody puts.* "He had put the cost at 2 million": the verb is the cue, its subject
  the source. PolNeAR marks three of four; the network misses some.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from onrecord.extract.clauses import after, before
from onrecord.text import Lines, frame_of
from onrecord.values import Attribution, Kind, Span, Spans, content_id, united

HEARSAY_SCORE = 0.5
POINTED_SCORE = 0.6
PUT_SCORE = 0.8

_ADVERB = re.compile(r"\b(?:allegedly|reportedly|supposedly|purportedly)\b", re.IGNORECASE)
_CLAUSE_BEFORE = re.compile(r"[,;:—–()\"“”]|\s[-–—]\s|\b(?:and|but|because|while|although|after)\s")
_CLAUSE_AFTER = re.compile(r"[,;:—()\"“”]|\s[-–—]\s|[.!?](?:\s|$)")
_RELATIVE = re.compile(r"\b(?:who|which|that)\s(?:\w{1,6}\s)?$")

_WHOM = re.compile(r"(?: to)? (?P<who>whom|which) ")

_POINTED = re.compile(
    r"(?P<what>(?:This|That|The)\s(?:\w+\s)?"
    r"(?:revelation|statement|announcement|claim|news|disclosure|report|allegation|admission"
    r"|information|confirmation|assertion|declaration|account|plan)),?\s"
    r"(?:which\swas\s)?"
    r"(?P<cue>(?:first\s|initially\s|originally\s|recently\s|publicly\s)?"
    r"(?:shared|made|reported|announced|disclosed|published|carried|revealed|voiced|released"
    r"|issued|given|confirmed))\b"
)
_BY = re.compile(r"\bby\s(?P<who>[^,;.]{2,120})")

_AMOUNT = (
    r"(?:(?:about|around|nearly|almost|roughly|only|just|up to|(?:more|less|fewer) than) )?"
    r"(?:[$€£]? ?\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|zero)\b)"
)
_PUTS = r"(?P<cue>(?:(?:had|has|have) )?(?:puts?|pegs|pegged|estimates|estimated))"
_COUNTED = (
    r"(?:costs?|prices?|tolls?|values?|worth|figures?|numbers?|totals?|estimates?|bills?|budgets?"
    r"|damages?|loss(?:es)?|odds|chances?|support|lead|shares?|rates?|turnout|population|crowds?"
    r"|deaths?|casualties|fortune|debts?|deficits?|revenues?|profits?|size|strength)"
)
_PUT = re.compile(
    rf"\b{_PUTS} (?P<what>(?:the|its|his|her|their|a|an) (?:[\w'’-]+ ){{0,4}}?{_COUNTED} "
    rf"(?:[\w'’-]+ ){{0,6}}?)at {_AMOUNT}"
)
_WHICH_PUT = re.compile(
    rf"\b(?P<what>(?:the|its|his|her|their) (?:[\w'’-]+ ){{0,3}}?{_COUNTED}), which "
    rf"(?P<who>[A-Za-z][^.;:!?]{{1,90}}?),? {_PUTS} (?P<at>at )(?={_AMOUNT})"
)


def beyond(
    text: str, sentences: Sequence[Span], found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """What the patterns add to the attributions `found`."""
    taken = Lines(united(span for a in found for span in a.spans))
    yield from _hearsay(text, Lines(list(sentences)), taken)
    yield from _pointed(text, sentences, taken)
    yield from _put(text, sentences, taken)


def told_of(text: str, source: Span, cue: Span) -> bool:
    """Whether a source is only whom hearsay is about: "the pilots who reportedly guided ships"."""
    relative = source.of(text).lower() in ("who", "which", "that")
    return relative and _ADVERB.fullmatch(cue.of(text)) is not None


def according_to_whom(text: str, cue: Span, content: Spans) -> tuple[Span, Spans] | None:
    """Source and content of "Ida Maren, according to whom nobody sailed": the clause after "whom"."""
    match = _WHOM.match(text, cue.end)
    if match is None or not cue.of(text).lower().startswith("accord"):
        return None
    said = [Span(max(s.start, match.end()), s.end) for s in content if s.end > match.end()]
    return (Span(*match.span("who")), tuple(said)) if said else None


def _hearsay(text: str, sentences: Lines, taken: Lines) -> Iterator[Attribution]:
    for match in _ADVERB.finditer(text):
        cue = Span(match.start(), match.end())
        sentence = sentences.around(cue)
        if sentence is None or taken.touch(cue):
            continue
        content = tuple(_clause(text, sentence, cue))
        if content and not any(taken.touch(span) for span in content):
            yield _made(text, None, cue, content, HEARSAY_SCORE)


def _clause(text: str, sentence: Span, cue: Span) -> Iterator[Span]:
    """The words before and after the adverb; only those after it where "who" stands before."""
    before = text[sentence.start : cue.start]
    edges = [m.end() for m in _CLAUSE_BEFORE.finditer(before)]
    start = sentence.start + (edges[-1] if edges else 0)
    after = _CLAUSE_AFTER.search(text, cue.end, sentence.end)
    parts = [(cue.end, after.start() if after else sentence.end)]
    if not _RELATIVE.search(before):
        parts.insert(0, (start, cue.start))
    for a, b in parts:
        piece = text[a:b]
        if piece.strip():
            left = a + len(piece) - len(piece.lstrip())
            yield Span(left, left + len(piece.strip()))


def _pointed(text: str, sentences: Sequence[Span], taken: Lines) -> Iterator[Attribution]:
    for content, sentence in itertools.pairwise(sentences):
        match = _POINTED.match(text, sentence.start, sentence.end)
        if match is None:
            continue
        who = _BY.search(text, match.end(), min(sentence.end, match.end() + 120))
        cue = Span(match.start("cue"), match.end("cue"))
        if who is None or taken.touch(cue):
            continue
        source = Span(who.start("who"), who.start("who") + len(who["who"].rstrip()))
        yield _made(text, source, cue, (_told(text, content),), POINTED_SCORE)


def _put(text: str, sentences: Sequence[Span], taken: Lines) -> Iterator[Attribution]:
    for sentence in sentences:
        for match in _PUT.finditer(text, sentence.start, sentence.end):
            cue = Span(*match.span("cue"))
            content = after(text, match.start("what"), sentence.end)
            source = before(text, sentence.start, cue.start)
            if source is None or content is None or content.end < match.end():
                continue
            if not any(map(taken.touch, (source, cue, content))):
                yield _made(text, source, cue, (content,), PUT_SCORE)
        for match in _WHICH_PUT.finditer(text, sentence.start, sentence.end):
            cue, source = Span(*match.span("cue")), Span(*match.span("who"))
            amount = after(text, _first_letter(text, match.end()), sentence.end)
            # What is put may be part of what another says: "the cost, which the mayor put at 2".
            if amount and not any(map(taken.touch, (source, cue, amount))):
                said = Span(*match.span("what")), Span(match.start("at"), amount.end)
                yield _made(text, source, cue, said, PUT_SCORE)


def _first_letter(text: str, start: int) -> int:
    return next(at for at in range(start, len(text)) if text[at].isalnum())


def _told(text: str, sentence: Span) -> Span:
    """The sentence without its full stop and without the words by which the writer frames it."""
    start, end = sentence.start, sentence.end
    while end > start + 1 and text[end - 1] in ".!?":
        end -= 1
    if frame := frame_of(text, sentence):
        start = frame.end
        while start < end - 1 and not text[start].isalnum():
            start += 1
    return Span(start, end)


def _made(text: str, source: Span | None, cue: Span, content: Spans, score: float) -> Attribution:
    places = [f"{s.start}:{s.end}" for s in ((source,) if source else ()) + (cue, *content)]
    return Attribution(
        content_id("attribution", text, *places),
        (source,) if source else None,
        (cue,),
        content,
        Kind.INDIRECT,
        score,
    )
