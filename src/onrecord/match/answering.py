"""The words of a statement that could answer a question of some kind.

Each kind of answer has a shape, but a shape alone answers nothing, since every second sentence
of news holds a date and a place. So each has to stand near a word that ties it to the question: a
place near a verb of standing or building, an amount near one of paying, the others near a word
of the topic. What is negated, supposed, one of several, or itself said to be unknown is no
answer, and neither is what its speaker only thinks possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.judged import Statement
from onrecord.match.asking import Asked, joined
from onrecord.match.likeness import words_of
from onrecord.text import sentences
from onrecord.values import ELISION, Act, Certainty, Firmness, Polarity, Span

NEAR = 9
"""How many words before an answer the word may stand that ties it to the question."""
BEHIND = 5
"""The same for words behind it."""

_UPPER = "A-ZÀ-ÖØ-ÞЀ-ЯΑ-Ω"
_PROPER = (
    rf"(?<![\w’'-])[{_UPPER}][\w’'-]*(?: (?:of |the |and the |de |al-)?[{_UPPER}][\w’'-]*){{0,4}}"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_COUNT = (
    r"(?:(?<![\d,.])\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    r"fifteen|sixteen|seventeen|eighteen|nineteen|twenty|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|a dozen)"
)
_SCALED = rf"{_COUNT}(?: (?:hundred|thousand|million|billion|trillion))?"
_PREPOSITION = (
    "(?:in|on|at|near|outside|beside|above|below|along|off|behind|opposite|overlooking|facing)"
)
_GROUND = (
    "(?:headland|hill|cliffs?|coast|shore|bank|banks|beach|square|park|island|islet|mouth|edge|"
    "outskirts|town|city|village|port|harbour|harbor|quay|pier|mole|bay|district|region|valley|"
    "centre|center|foot|top|site|grounds|lawn|point|cape|north|south|east|west)"
)
_BODY = (
    r"(?:the|both|its|their|his|her|a|an) (?:[\w’'-]+ ){0,3}(?:ministry|government|governments|council|"
    r"authority|city|state|countries|foundation|committee|jury|union|company|party|treasury|"
    r"fund|trust|museum|church|army|navy|donors|veterans|taxpayers|ministries|commission)"
)
_SHAPES = {
    Asked.PLACE: re.compile(
        rf"\b{_PREPOSITION} (?!(?:the )?(?:{_MONTH}|{_DAY}|I)\b)"
        rf"(?:(?:the )?(?:[a-z]+ )?{_GROUND} (?:of |above |below |near |outside )(?:the )?|the )?{_PROPER}"
        rf"|\b{_PREPOSITION} the (?:[a-z]+ )?{_GROUND}\b"
    ),
    Asked.NAME: re.compile(rf"{_PROPER}|\b{_BODY}\b"),
    Asked.DATE: re.compile(
        rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTH})(?: \d{{1,2}}\b)?(?:,? \d{{4}})?|(?:in|by|of|before|until) \d{{4}}|"
        rf"(?:next|this|late|early|in the|by the|in|by) (?:spring|summer|autumn|winter)(?: of)?(?: \d{{4}})?|"
        rf"next (?:year|month|week)|(?:on |next |this )(?:{_DAY})|"
        rf"(?:in|within) {_COUNT} (?:days|weeks|months|years))\b"
    ),
    Asked.AMOUNT: re.compile(
        rf"(?:(?:US|A|C)?[$€£¥] ?\d[\d,.]*(?: (?:thousand|million|billion|trillion))?|\b{_SCALED}"
        r" (?:[a-z]+ )?(?:dollars|euros|pounds|crowns|kroner|kronor|roubles|rubles|yen|yuan|won|"
        r"francs|marks|pesos|rupees|lira|cents))\b"
    ),
    Asked.NUMBER: re.compile(rf"\b{_SCALED}\b(?! (?:percent|per cent|%))", re.IGNORECASE),
    Asked.REASON: re.compile(
        r"\b(?:because(?: of)?|due to|owing to|caused by|as a result of|on (?:the )?grounds (?:of|that)|"
        r"in order to|the (?:cause|reason|motive)[^.;]{0,60}? (?:was|is|were|are)|died (?:of|from)|"
        r"criteri(?:a|on)[^.;]{0,60}? (?:was|is|were|are|include|included))\s+[^.;]{3,120}"
    ),
}
_ARTICLE = re.compile(r"^(?:The|A|An) (?=\S)")
_UNFINISHED = re.compile(
    rf"{_PREPOSITION} the (?:[a-z]+ )?{_PROPER} "
    r"(?!(?:and|or|in|on|at|by|with|is|was|are|were|will|for|to|when|where|after|before|near|as|but|"
    r"that|which|who|has|had)\b)[a-z].*"
)
"""A name that is only the adjective of what follows: "on the Vardonian side"."""
_NEVER_NAMES = frozenset(
    f"{_MONTH}|{_DAY}|It|The|He|She|They|We|I|This|That|These|Those|There|A|An|In|On|At|But|And|"
    "His|Her|Its|Their|Our|My|You|If|As|So|No|Not|What|Who|When|Where|Why|How|All|Some".split("|")
)
_NO_ANSWER = re.compile(
    r"\b(?:not(?! (?:before|later|until|only|just)\b)|\w+n[’']t|never|no|nor|neither|yet to|undisclosed|undecided|unknown|unclear|whether|if|"
    r"unless|either|(?-i:may)|might|could|perhaps|possibl[ey]|maybe|likely|considering|considered|"
    r"weighing|weighed|(?:choos|decid)\w+ (?:\w+ ){0,4}(?:among|between)|shortlist\w*|in the running|recommend\w*|options?|propos\w+|suggest\w*|rumou?r\w*|secret|one of|hop(?:e|es|ed|ing)|"
    r"would have|should|ask(?:ed|s)?)\b|\?",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:whether|if|(?-i:may)|might|could|perhaps|possibl[ey]|maybe|likely|unknown|unclear|would|should|"
    r"ask(?:ed|s)?|investigat\w+|unverified|(?:can|could)(?:not|n[’']t))\b|\?",
    re.IGNORECASE,
)


def _all(words: str) -> frozenset[str]:
    return frozenset(map(joined, words.split()))


_LOCATING = _all(
    """
    stand stood built build building rise rising raised raise erect erected placed located sited
    site location housed installed buried held put unveiled unveil chosen hidden moved
    """
)
_PAYING = _all("cost costs pay paid spend spent fund funded budget price worth priced fee")
_CHOOSING = _all("choose look jury")
_CRITERIA = _all("criteria criterion")
IMPLIED = {Asked.PLACE: _LOCATING, Asked.AMOUNT: _PAYING, Asked.REASON: _CHOOSING | _CRITERIA}
"""Stems that belong to the kind of question and not to what it is about; by `Asked`."""

_SITED = re.compile(
    rf"(?:{_PROPER})(?= (?:(?:is|was|has been|had been|will be) )?(?:chosen|picked|selected) (?:as|for)\b)"
    rf"|(?<=\bchose )(?:{_PROPER})(?= (?:as|for)\b)|(?<=\bchosen )(?:{_PROPER})(?= (?:as|for)\b)"
    rf"|(?<=\bsettled on )(?:{_PROPER})"
)
_SITE_IS = re.compile(
    rf"\b(?:site|location|venue)\b[^.;]{{0,40}}? (?:is|was|will be|would be) (?:the )?({_PROPER})"
)


def shape_of(asked: Asked) -> str:
    """The pattern of a kind of answer, to be put into a longer one; no groups of its own."""
    shape = _SHAPES[asked]
    return f"(?{'i' if shape.flags & re.IGNORECASE else ''}:{shape.pattern})"


def shaped(content: str, asked: Asked, within: Span) -> Iterator[Span]:
    """The stretches `within` some content that have the shape of an answer, tied or not."""
    for match in _SHAPES[asked].finditer(content, within.start, within.end):
        if span := _bare(content, Span(match.start(), match.end()), asked):
            yield span


def says_no(sentence: str) -> bool:
    """Whether a sentence negates, supposes, weighs or asks, so that nothing in it is an answer."""
    return bool(_NO_ANSWER.search(sentence))


def firm(firmness: Firmness | None) -> float:
    """How firmly words with this firmness answer anything, 0 to 1; 0 is not at all."""
    if firmness is None:
        return 1.0
    if firmness.act in (Act.QUESTION, Act.REFUSAL, Act.OPINION, Act.DENIAL):
        return 0.0
    if firmness.polarity is Polarity.DENIED or firmness.certainty is Certainty.POSSIBLE:
        return 0.0
    if firmness.act is Act.ALLEGATION or firmness.certainty is Certainty.PROBABLE:
        return 0.7
    return 1.0


def settles(statement: Statement, *, verified: bool = False) -> bool:
    """Whether a statement says outright that its content is so, or is not so.

    Where the question was what could be `verified`, only a confirmation or denial will do.
    """
    firmness = statement.firmness
    if firmness is None or firmness.certainty in (Certainty.POSSIBLE, Certainty.PROBABLE):
        return False
    outright = {Act.CONFIRMATION, Act.DENIAL} | (set() if verified else {Act.STATEMENT})
    return firmness.act in outright and not _OPEN.search(statement.content)


def answers_in(content: str, asked: Asked, topic: frozenset[str]) -> Iterator[Span]:
    """The stretches of `content` that have the shape `asked` for and stand by a tying word.

    `topic` are stems of what the question is about; a statement that has the shape but nothing
    of the topic near it gives none. Whether something is so has no shape: see `settles`.
    """
    shape = _SHAPES.get(asked)
    if shape is None:
        return
    ties = topic | _CRITERIA if asked is Asked.REASON else IMPLIED.get(asked, topic)
    for sentence in sentences(content) or []:
        if _NO_ANSWER.search(content, sentence.start, sentence.end):
            continue
        if asked is Asked.PLACE:
            yield from _sites(content, sentence)
        for match in shape.finditer(content, sentence.start, sentence.end):
            span = _bare(content, Span(match.start(), match.end()), asked)
            if span and _tied(content, sentence, span, asked, ties):
                yield span


def _sites(content: str, sentence: Span) -> Iterator[Span]:
    """Names that are said to be the site, or to be chosen as it."""
    for match in _SITED.finditer(content, sentence.start, sentence.end):
        yield Span(match.start(), match.end())
    for match in _SITE_IS.finditer(content, sentence.start, sentence.end):
        yield Span(match.start(1), match.end(1))


def _bare(content: str, span: Span, asked: Asked) -> Span | None:
    """The span less white space, or None where it is no answer of its kind after all."""
    words = _ARTICLE.sub("", span.of(content).strip(" ,.’'"))
    if asked is Asked.NAME and (words in _NEVER_NAMES or words.split()[0] in _NEVER_NAMES):
        return None
    if asked is Asked.PLACE and _UNFINISHED.fullmatch(words + content[span.end :][:12]):
        return None
    start = content.index(words, span.start)
    return Span(start, start + len(words))


def _tied(content: str, sentence: Span, span: Span, asked: Asked, ties: frozenset[str]) -> bool:
    before = [joined(w) for w in words_of(content[sentence.start : span.start])][-NEAR:]
    inside = [joined(w) for w in words_of(span.of(content))]
    behind = [joined(w) for w in words_of(content[span.end : sentence.end])][:BEHIND]
    if asked is Asked.NUMBER:
        return bool(ties.intersection(behind[:3]))
    if asked is Asked.NAME:
        return _is_agent(content, sentence, span, ties, before, behind)
    if asked is Asked.PLACE:
        return bool(ties.intersection(before))
    if asked is Asked.REASON:
        return bool(ties.intersection(before + inside))
    return bool(ties.intersection(before + behind))


def _is_agent(
    content: str, sentence: Span, span: Span, ties: frozenset[str],
    before: list[str], behind: list[str],
) -> bool:  # fmt: skip
    """Whether a name does what the topic says ("X will pay"), or is named as who did ("by X")."""
    lead = content[max(sentence.start, span.start - 24) : span.start]
    if re.search(r"\bby $", lead):
        return bool(ties.intersection(before[-6:]))
    if re.search(r"\b(?:named|identified|known)(?: as)? $", lead):
        return bool(ties.intersection(before))
    return bool(ties.intersection(behind[:3])) and not re.search(r"\b(?:of|for|to|in|at) $", lead)


def kinds_answered(statement: Statement) -> frozenset[Asked]:
    """The kinds of answer whose shape the statement holds at all: a sieve, before any topic."""
    held = {k for k, shape in _SHAPES.items() if shape.search(statement.content)}
    return frozenset(held if firm(statement.firmness) else ()) | (
        {Asked.WHETHER} if settles(statement) else frozenset()
    )


def article_spans(statement: Statement, found: Span) -> tuple[Span, ...]:
    """Where in its article a stretch of the statement's content stands."""
    at, spans = 0, []
    for piece in statement.spans:
        start, end = max(found.start, at), min(found.end, at + len(piece))
        if start < end:
            spans.append(Span(piece.start + start - at, piece.start + end - at))
        at += len(piece) + len(ELISION)
    return tuple(spans) or statement.spans
