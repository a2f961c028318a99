"""The ways in which news says that something is not known: a table of rules, each explained.

A rule is a pattern over one sentence, the kind of gap it shows, where the missing thing stands
and where whoever withholds it stands. No rule is a single word. "Declined" counts only before
a verb of telling ("declined to comment", not "declined 3 percent"), "unknown" only as a
predicate or before a thing of the story (never "the unknown soldier"), "released" only of
papers and facts (not of hostages). Patterns are written with plain spaces, which match any
white space; `{names}` stand for the word lists below. All repetition is bounded, so a rule
costs time in proportion to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache

from onrecord.extract.literals import Sieve
from onrecord.values import GapKind


class Side(Enum):
    """Where the missing thing, or who withholds it, stands."""

    BEFORE = "the subject, before the cue"
    AFTER = "what follows the cue"
    GROUP = "inside the cue, in the group `what`"
    AGENT = 'after "by", in the group `agent`'
    MAIN = "the subject of the whole sentence"
    NOWHERE = "not said"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying that something is missing.

    `pattern` has a group `cue`, and perhaps `more` for the second half of a parted cue. Where
    `asks` is set, what follows must be a question ("whether", "who") or a thing that is told
    (`FACTS`); where `fact` is set, the subject must be such a thing.
    """

    name: str
    why: str
    kind: GapKind
    pattern: str
    what: Side
    holder: Side = Side.NOWHERE
    asks: bool = False
    fact: bool = False


_LISTS = {
    "not": r"(?:not|never|n't|n’t)",
    "adv": r"(?:(?:\w+ly|yet|so far|also|even|ever|still|again|as-yet|thus far) ){0,3}",
    "thing": r"(?: (?!(?:who|which|that|has|had|have|was|is|are|were|and|or|but|said|says|told|claimed|"
    r"with|in|on|at|by|for|from|to|as|of|the|a|an|when|while|after|before|due|since|because|"
    r"described|published|posted|leaked|tried|opened|killed|shot|attacked|fired)\b)[\w’'-]+){1,3}",
    "do": r"(?:do|does|did|has|have|had|would|will|could|can|may)",
    "be": r"(?:is|are|was|were|be|been|being|remains?|remained|seems?|['’]s|stays?|stayed|left|"
    r"appears?)",
    "wh": r"(?:whether|if|when|where|why|how|what|whom?|whose|which|exactly)",
    "telling": r"(?:say|name|identify|disclose|discuss|elaborate|answer|reveal|confirm|specify|"
    r"explain|clarify|testify|speculate|predict|estimate|detail|divulge|verify|respond|expand|"
    r"acknowledge|state|describe)",
    "facts": r"(?:details?|specifics|information|explanations?|reasons?|names?|identit(?:y|ies)|"
    r"locations?|whereabouts|dates?|timelines?|timetables?|figures?|numbers?|amounts?|costs?|"
    r"prices?|terms|reports?|documents?|records?|returns|footage|videos?|data|results|findings|"
    r"statements?|evidence|proof|estimates?|causes?|motives?|ages?|nationality|comments?|"
    r"answers?|breakdown|transcripts?|criteria|schedule|word|guidance|updates?|confirmation|"
    r"position|plans|symptoms|circumstances|toll|totals?|extent|size|scope|nature|origins?|"
    r"agenda|contents?|copy|text|list|logs?|logbooks?|files?|emails|motivation|sources?|impact|outcome|fate)",
    "unknown": r"(?:(?:very |still |largely |as yet |as-yet |also |currently |presently |quite )?"
    r"(?:un(?:clear|known|certain|determined|explained|resolved)|a mystery|an open question|"
    r"anyone['’]s guess))",
    "hidden": r"(?:(?:still |largely |as yet |as-yet |also )?(?:un(?:disclosed|specified|"
    r"identified|named|announced|published)|under wraps))",
    "told": r"(?:disclosed|revealed|identified|named|specified|explained|clarified|detailed|"
    r"announced|divulged|made public|made known|made clear|stated|spelled out)",
    "proved": r"(?:confirmed|verified|corroborated|authenticated|substantiated|proven|proved)",
    "found": r"(?:determined|established|ascertained|known|clear|certain|resolved|settled)",
    "given": r"(?:released|given|provided|published|reported|issued|made available|available|"
    r"offered|set|shared|made)",
    "inquire": r"(?:determine|establish|ascertain|find out|find|learn|discern|discover|work out|identify|"
    r"verify|clarify)",
}

_QUESTION_NOUNS = r"(?:specifics|cause|motives?|identity|reasons?|circumstances|extent|origins?|whereabouts|source)"
_MORE = r"(?:(?:any|no|more|further|additional|other|many|specific|new|detailed|the|its|his|her|their|precise|exact|official|public|immediate|full) ){0,3}"
_ABOUT_COMMENT = (
    r"(?:requests?|questions?|calls?|e-?mails?|messages?|inquir(?:y|ies)|queries|letters?)"
)


def _rule(
    name: str, why: str, kind: GapKind, pattern: str, what: Side,
    holder: Side = Side.NOWHERE, asks: bool = False, fact: bool = False,
) -> Rule:  # fmt: skip
    return Rule(name, why, kind, pattern, what, holder, asks, fact)


_D, _U, _X, _V, _E = (
    GapKind.DECLINED, GapKind.UNCLEAR, GapKind.UNDISCLOSED, GapKind.UNVERIFIED,
    GapKind.NOT_ELABORATED,
)  # fmt: skip
_B, _A, _G, _BY, _M, _N = (
    Side.BEFORE, Side.AFTER, Side.GROUP, Side.AGENT, Side.MAIN, Side.NOWHERE,
)  # fmt: skip

_REFUSE = (
    r"(?:declin(?:ed|es|ing|e)|refus(?:ed|es|ing|e)|refrain(?:ed|s|ing)? from|"
    r"(?:stopped|stops|stopping|fell) short of|(?:would|will) (?:still |even )?{not}|wouldn['’]t|won['’]t|(?:refusal|reluctance|unwillingness|failure)|avoid(?:ed|s|ing)?|"
    r"(?:was|were|is|are) (?:unwilling|reluctant|unable)|(?:was|were) {not} (?:able|willing))"
)
_TO = (
    r"(?: to)?(?: (?:pledge|agree|commit|promise) to)?(?: publicly| immediately| either| directly)?"
)

RULES: tuple[Rule, ...] = (
    _rule(
        "on condition of anonymity",
        "a source whose name is kept back, at the source's own wish",
        _X,
        r"(?P<cue>on (?:the )?condition (?:of|that) (?:anonymity|(?:they|he|she) (?:not be|remain) (?:named|identified|anonymous))|"
        r"(?:ask(?:ed|s|ing)?|request(?:ed|s|ing)?|insist(?:ed|s|ing)? on|want(?:ed|s|ing)?|wish(?:ed|es|ing)?|prefer(?:red|s)?) (?:(?:not|to not) (?:to )?be (?:named|identified|quoted)|(?:to (?:remain|be|stay) )?anonym(?:ous|ity))|"
        r"(?:(?:was|were|is|are)(?: not| never|n't|n’t) authori[sz]ed to (?:speak|discuss|comment|talk|release))(?! to me))\b",
        _B,
        _B,
    ),
    _rule(
        "anonymously",
        "told by somebody who is not named",
        _X,
        r"(?P<cue>anonymously)\b",
        _N,
    ),
    _rule(
        "stopped short of details",
        "somebody spoke, but refused or failed to go into details",
        _E,
        rf"(?P<cue>{_REFUSE}{_TO} (?:(?:giv|offer|provid|shar|releas|disclos|go)(?:e|ing)?(?: into)? {_MORE}"
        r"(?:details?|specifics)|elaborat(?:e|ing)|expand(?:ing)?))\b",
        _A,
        _B,
    ),
    _rule(
        "declined to comment",
        "asked, and would not say anything",
        _D,
        rf"(?P<cue>(?:{_REFUSE}{_TO} (?:publicly |further )?(?:comment(?:ing)?|be interviewed|be drawn)|"
        rf"(?:declined|refused|denied|rejected|ignored) (?:to answer |all |multiple |repeated |several |our |an? ){{0,2}}"
        rf"(?:comment|{_ABOUT_COMMENT} for (?:comment|an interview|interviews|information))))\b",
        _A,
        _B,
    ),
    _rule(
        "refused to say",
        "asked, and refused to tell one thing",
        _D,
        rf"(?P<cue>{_REFUSE}{_TO} {{telling}})\b(?! as\b)",
        _A,
        _B,
    ),
    _rule(
        "refused to hand over",
        "refused to give a fact or a paper",
        _D,
        rf"(?P<cue>{_REFUSE}{_TO} (?:releas(?:e|ing)|publish(?:ing)?|provid(?:e|ing)|giv(?:e|ing)|shar(?:e|ing)|hand(?:ing)? over|"
        r"announc(?:e|ing)|mak(?:e|ing)|disclos(?:e|ing)|issu(?:e|ing)|nam(?:e|ing)|reveal(?:ing)?|confirm(?:ing)?|identify(?:ing)?|discuss(?:ing)?|answer(?:ing)?|explain(?:ing)?|saying|turn(?:ing)? over))\b",
        _A,
        _B,
        asks=True,
    ),
    _rule(
        "refused to show it",
        "would not let somebody see a thing that was just spoken of",
        _D,
        r"(?P<cue>(?:declin(?:ed|es|ing|e)|refus(?:ed|es|ing|e)) to (?:show|release|publish|hand over|share)) (?P<what>it|them)(?= to\b|[.,;])",
        _G,
        _B,
    ),
    _rule(
        "did not respond",
        "asked, and did not answer",
        _D,
        r"(?P<cue>{do}(?: not| never|n't|n’t) {adv}(?:(?:respond(?:ed)?|repl(?:y|ied)|return(?:ed)?|answer(?:ed)?)"
        rf"(?: to)? (?:\w+ ){{0,4}}?{_ABOUT_COMMENT}(?: for (?:comment|an interview|information))?|"
        r"(?:respond(?:ed)?|repl(?:y|ied))(?= (?:when|after|by)\b|[.,;]|$)|"
        r"comment(?:ed)?))\b",
        _A,
        _B,
    ),
    _rule(
        "received no answer",
        "asked, and nothing came",
        _D,
        r"(?P<cue>(?:received|got|had|drew) no (?:\w+ ){0,2}?(?:response|reply|answer)|"
        r"(?:has|have|had|is|are) (?:yet|still) to (?:respond|reply|comment|answer))\b",
        _N,
        _B,
    ),
    _rule(
        "neither would say",
        "none of two or more would tell",
        _D,
        r"(?P<cue>neither)(?P<agent> (?:[\w’'.-]+ ){1,8}?)(?P<more>(?:would|could|will) {adv}(?:{telling}|comment)|(?:has |have )?(?:commented|responded|replied))\b",
        _A,
        _BY,
    ),
    _rule(
        "neither gave a statement",
        "none of two or more has told",
        _X,
        r"(?P<cue>neither)(?P<agent> (?:[\w’'.-]+ ){1,8}?)(?P<more>(?:made|gave|issued|released|delivered|provided|offered|published|disclosed|revealed)(?= (?:\w+ ){0,4}?{facts}))\b",
        _A,
        _BY,
    ),
    _rule(
        "could not comment",
        "asked, and said they could not answer",
        _D,
        r"(?P<cue>(?:cannot|can['’]t|could {not}|couldn['’]t) {adv}(?:comment|be reached|immediately be reached)(?: for comment)?|"
        r"(?:was|were|is|are) (?:not |un)(?:immediately )?available (?:for|to) comment|(?:had|has|have) no {adv}(?:further |immediate )?comment)\b",
        _A,
        _B,
    ),
    _rule(
        "no comment was made",
        "no answer came",
        _D,
        r"(?P<cue>no (?:\w+ ){0,2}(?:comment|response|reply) (?:has|have|had|was|were|is) {adv}(?:been )?{adv}(?:made|given|received|offered|issued))\b"
        r"(?: by (?P<agent>[^,;.]{2,60}))?",
        _N,
        _BY,
    ),
    _rule(
        "stayed silent",
        "would not speak of it",
        _D,
        r"(?<!\bto.)(?P<cue>(?:remain(?:ed|s|ing)?|stay(?:ed|s|ing)?|kept|keeps|keeping|been|was|were) (?:largely |mostly |publicly |notably )?"
        r"(?:silent|mum|tight-lipped|quiet|coy|evasive|cagey|vague)(?= (?:on|about|as to)\b))",
        _A,
        _B,
    ),
    _rule(
        "calls went unanswered",
        "asked, and nobody answered",
        _D,
        rf"(?P<cue>{_ABOUT_COMMENT}(?: [\w’'-]+){{0,8}}? (?:went unanswered|(?:was|were) {{not}} {{adv}}(?:returned|answered)))\b",
        _N,
    ),
    _rule(
        "dodged the question",
        "asked, and answered something else",
        _D,
        r"(?P<cue>(?:dodg(?:ed|es|ing)|sidestepp?(?:ed|s|ing)|duck(?:ed|s|ing)|evad(?:ed|es|ing)|deflect(?:ed|s|ing))(?= (?:\w+ ){0,3}?(?:questions?|whether)\b))",
        _A,
        _B,
    ),
    _rule(
        "awaits an answer",
        "asked, and nothing came yet",
        _D,
        r"(?P<cue>(?:is|are|was|were|still) (?:still )?await(?:ing)? (?:a |an |any |further )?(?:response|reply|answer)|"
        r"(?:has|have|had) {not} (?:yet )?heard back)\b",
        _A,
        _N,
    ),
    _rule(
        "awaits clarification",
        "something is not clear to those who wait",
        _U,
        r"(?P<cue>await(?:s|ing|ed)? (?:further |more |any )?(?:clarification|details|information|confirmation)"
        r"(?: on| about| of| regarding| from)?)\b",
        _A,
        _N,
    ),
    _rule(
        "did not elaborate",
        "somebody spoke, and left out the details",
        _E,
        r"(?P<cue>{do}(?: not| never|n't|n’t) {adv}(?:elaborat(?:e|ed)|expand(?:ed)? (?=on)|explain(?:ed)?|clarif(?:y|ied)|"
        rf"(?:give|gave|given|provide|provided|offer|offered|share|shared|go|gone|went|release|released)(?: into)? {_MORE}"
        r"(?:details?|specifics|explanations?|evidence|proof))|hardly clarified|"
        r"(?:did|does|has|have)(?: not|n't|n’t) {adv}address(?:ed)?(?= (?:\w+ ){0,3}(?:issues?|questions?|whether|how|why|concerns?)))\b",
        _A,
        _B,
    ),
    _rule(
        "gave no details",
        "details, reasons or proof were not given",
        _E,
        r"(?P<cue>(?:gave|gives?|given|giving|offer(?:ed|s|ing)?|provid(?:ed|es|ing|e)|shar(?:ed|ing)|releas(?:ed|ing)|cit(?:ed|ing)|present(?:ed|ing)|with) "
        r"(?:no|few|little|scant) (?:\w+ ){0,2}(?:details?|specifics|explanations?|evidence|proof|information|reasons?|sources?(?= for\b)))\b",
        _A,
        _B,
    ),
    _rule(
        "short on details",
        "details are few by the writer's account",
        _E,
        r"(?P<cue>(?:short|light|thin|vague) on (?:the )?(?:details|specifics))\b",
        _N,
        _B,
    ),
    _rule(
        "without elaborating",
        "spoke or acted without the details",
        _E,
        rf"(?P<cue>without (?:\w+ly )?(?:elaborating|elaboration|(?:(?:giving|providing|offering|going into|sharing|citing|presenting) )?{_MORE}"
        r"(?:details|specifics|explanation|evidence|proof|elaboration)|explaining|clarifying))\b",
        _A,
        _M,
    ),
    _rule(
        "without saying",
        "left one fact out",
        _X,
        r"(?P<cue>without (?:\w+ly )?(?:saying|specifying|naming|identifying|mentioning|disclosing|revealing|giving|stating|providing|releasing))\b",
        _A,
        _M,
        asks=True,
    ),
    _rule(
        "did not disclose",
        "somebody kept back what they could tell",
        _X,
        r"(?P<cue>{do}(?: not| never|n't|n’t) {adv}(?:disclos(?:e|ed)|specif(?:y|ied)|identif(?:y|ied)|name|named|divulge|divulged))\b"
        r"(?! (?:as|with|himself|herself|themselves|itself|to|by|after|in|for|on)\b)",
        _A,
        _B,
    ),
    _rule(
        "did not say",
        "somebody did not answer one question",
        _X,
        r"(?P<cue>{do}(?: not| never|n't|n’t) {adv}(?:say|said|tell(?: \w+)?|told(?: \w+)?|indicate|indicated|mention|mentioned|state|stated|reveal|revealed|"
        r"announce|announced|detail|detailed|discuss|discussed|answer|answered|"
        r"release|released|publish|published|provide|provided|give|given|offer|offered|share|shared|issue|issued))\b",
        _A,
        _B,
        asks=True,
    ),
    _rule(
        "specified no date",
        "told of the matter, not of this",
        _X,
        r"(?P<cue>(?:specif(?:y|ied|ies)|mention(?:s|ed)?|disclos(?:e|ed|es)|reveal(?:ed|s)?|nam(?:ed|es|e)|announc(?:ed|es)|stat(?:ed|es)) no)\b(?! one\b)",
        _A,
        _B,
    ),
    _rule(
        "identified only as",
        "a name given in part, or not at all",
        _X,
        r"(?P<cue>(?:identified|named|referred to|known) only (?:as|by))\b",
        _B,
    ),
    _rule(
        "has yet to say",
        "expected, and not told so far",
        _X,
        r"(?P<cue>(?:has|have|had|is|are) (?:yet|still) to (?:say|disclose|specify|identify|name|reveal|announce|release|publish|provide|give|"
        r"mention|comment|respond|make public|share|issue|confirm))\b",
        _A,
        _B,
        asks=True,
    ),
    _rule(
        "has yet to explain",
        "expected, and not explained so far",
        _E,
        r"(?P<cue>(?:has|have|had|is|are) (?:yet|still) to (?:explain|clarify|elaborate|detail))\b",
        _A,
        _B,
    ),
    _rule(
        "yet to be told",
        "a fact that is still to come out",
        _X,
        r"(?P<cue>(?:(?:has|have|had|is|are) (?:yet|still) to|remains? to) be (?:{told}|seen|{proved}|{found}|released|calculated|decided|explained|measured|counted))\b",
        _B,
        asks=False,
    ),
    _rule(
        "has not confirmed",
        "somebody did not vouch for it",
        _V,
        r"(?P<cue>(?:{do}(?: not| never|n't|n’t) {adv}|could {not} (?:independently |immediately )?|(?:was|were|been) unable to (?:independently |immediately )?|"
        r"neither )(?:confirm(?:ed)?|verif(?:y|ied)|corroborat(?:e|ed)|authenticat(?:e|ed))(?: (?:n?or|or) den(?:y|ied))?)\b(?! as\b)",
        _A,
        _B,
    ),
    _rule(
        "could not be verified",
        "nobody outside has checked it",
        _V,
        r"(?P<cue>(?:(?:could|can|has|have|had)(?: not| never|n't|n’t) {adv}(?:be |been )?{adv}|cannot {adv}be {adv}|(?:is|are|was|were)(?: not| never|n't|n’t) {adv}|"
        r"(?:be|remain(?:s|ed)?|is|are|was|were|has been) (?:as[- ]yet |still |largely |yet |also )?un)"
        r"(?:{proved}|uncomfirmed|comfirmed))\b(?! (?:as|to|by the)\b)",
        _B,
    ),
    _rule(
        "could not be checked",
        "nobody outside can check it",
        _V,
        r"(?P<cue>(?:could {not}|couldn['’]t|cannot|can['’]t) {adv}be {adv}checked)\b(?! (?:in|into|at)\b)",
        _B,
    ),
    _rule(
        "hard to verify",
        "checking is said to be hard or impossible",
        _V,
        r"(?P<cue>{be} (?:very |often |nearly |almost )?(?:difficult|hard|impossible) to (?:independently )?(?:assess|verify|confirm|corroborate))\b",
        _A,
    ),
    _rule(
        "no evidence was shown",
        "a claim for which nothing has been shown",
        _V,
        r"(?P<cue>no (?:\w+ ){0,2}(?:evidence|proof))(?: (?:of|for|that) (?P<what>[^,;.]{3,80}?))? "
        r"(?P<more>(?:has|have|had|was|were) {adv}(?:been )?{adv}(?:reported|presented|offered|provided|produced|given|shown|made public|released))\b",
        _G,
    ),
    _rule(
        "unconfirmed reports",
        "a claim called unconfirmed in passing",
        _V,
        r"(?P<cue>un(?:confirmed|verified|substantiated))(?P<what> (?:\w+ ){0,2}?(?:reports?|claims?|allegations?|rumou?rs?|accounts?|information|videos?|footage|images|photos?|accusations?|sightings?))\b",
        _G,
    ),
    _rule(
        "was not immediately clear",
        "said to be open, the question following",
        _U,
        r"(?P<cue>(?:{be}(?: not| never|n't|n’t) {adv}(?:clear|known|certain|sure|obvious|understood)|{be} (?:it )?{unknown}|(?:makes?|made|leav(?:es|ing)|left) (?:it )?(?:unclear|uncertain|unknown)))"
        r"(?: (?:to \w+ )?(?:as to |exactly |precisely |just )?)(?={wh}\b)",
        _A,
    ),
    _rule(
        "it was not disclosed whether",
        "said to be untold, the question following",
        _X,
        r"(?P<cue>(?:it|It) (?:(?:has|had|was|is|were)(?: not| never|n't|n’t) {adv}(?:{told}|{given}|{proved})))(?: (?:exactly )?)(?={wh}\b)",
        _A,
    ),
    _rule(
        "remains unclear",
        "said to be open, of the subject",
        _U,
        r"(?P<cue>(?:{be} (?:still |also )?{unknown}|(?:is|are|was|were|remains?|been|['’]s)(?: not| never|n't|n’t) {adv}(?:clear|known|certain|understood|yet known)|"
        r"(?:has|have|had|could)(?: not| never|n't|n’t) {adv}(?:be |been ){adv}(?:determined|established|ascertained|resolved|explained)))\b"
        r"(?! (?:to|for|of|by|in|that|about)\b)",
        _B,
    ),
    _rule(
        "remains undisclosed",
        "said to be kept back, of the subject",
        _X,
        r"(?P<cue>(?:{be} (?:still |also )?{hidden}(?! service)|(?:has|have|had|could|can)(?: still)?(?: not| never|n't|n’t) {adv}(?:be |been ){adv}{told}|(?:remains?|remained|kept|keeps|keeping|stays?|stayed) (?:\w+ly )?(?:secret|classified|confidential|anonymous|private)|"
        r"(?:is|are|was|were)(?: not| never|n't|n’t) {adv}{told}|(?:will|would|to|must) (?:be|remain) (?:kept |held )?(?:confidential|secret|under wraps|sealed)))\b"
        r"(?! (?:to (?!the (?:press|public|media))|as|in|after|for|among)\b)(?: by (?P<agent>(?:the )?[^,;.]{2,60}))?",
        _B,
        _BY,
    ),
    _rule(
        "withheld",
        "a fact or paper that somebody keeps back",
        _X,
        r"(?P<cue>(?:is|are|was|were|been|being|be) (?:being )?(?:withheld|redacted|blacked out|kept under seal))\b(?: by (?P<agent>(?:the )?[^,;.]{2,60}))?",
        _B,
        _BY,
        fact=True,
    ),
    _rule(
        "is withholding",
        "somebody keeps back a fact or paper",
        _X,
        r"(?P<cue>(?:(?:is|are|was|were) )?(?:withheld|withholds?|withholding))\b",
        _A,
        _B,
        asks=True,
    ),
    _rule(
        "was not released",
        "a fact or paper that was not given out",
        _X,
        r"(?P<cue>(?:(?:has|have|had)(?: still)?(?: not| never|n't|n’t) {adv}been {adv}|(?:is|are|was|were)(?: not| never|n't|n’t) {adv}){given})\b(?: by (?P<agent>(?:the )?[^,;.]{2,60}))?",
        _B,
        _BY,
        fact=True,
    ),
    _rule(
        "no cause was known",
        "no fact of a kind is known",
        _U,
        r"(?P<cue>[Nn]o) (?P<what>(?:\w+ ){0,3}?\w+) (?P<more>(?:has|have|had|was|were|is|are) {adv}(?:been )?{adv}(?:known|determined|established|clear|ascertained))\b",
        _G,
    ),
    _rule(
        "no criteria have been revealed",
        "no fact of a kind has been told",
        _X,
        r"(?P<cue>[Nn]o) (?P<what>(?:\w+ ){0,3}?(?:\w+)) (?P<more>(?:(?:has|have|had) {adv}been|was|were|is|are) {adv}(?:disclosed|revealed|identified|specified|"
        r"announced|divulged|made public|released|given|provided|named))\b(?! to\b)(?: (?:for|on|about) (?:the )?[^,;.]{2,40}?(?= by\b))?(?: by (?P<agent>(?:the )?[^,;.]{2,60}))?",
        _G,
        _BY,
    ),
    _rule(
        "no official statement was made",
        "no word has been given",
        _X,
        r"(?P<cue>no (?:official |further |public |additional |immediate )?(?:statement|information|word|explanation|announcement|details) (?:has|have|had|was|were) {adv}(?:been )?{adv}(?:made|given|issued|provided|released|offered))\b",
        _A,
    ),
    _rule(
        "there was no word",
        "there is no word, detail or explanation of it",
        _X,
        r"(?P<cue>(?:there|There) (?:is|was|were|are|has been|have been) (?:still |currently )?no (?:\w+ ){0,2}?(?:word|information|explanation|details|comment|confirmation|timeline|clarity|claim of responsibility|"
        r"known (?:cause|motive|reason)))\b(?! (?:sharing|security|technology))",
        _A,
    ),
    _rule(
        "little is known",
        "hardly anything is known or told",
        _U,
        r"(?P<cue>(?:little|not much|nothing) (?:else )?(?:is|was|has been) (?:publicly |yet |still )?(?:known|revealed|disclosed)|"
        r"(?:few|scant|little) (?:\w+ )?(?:details|information|specifics) (?:about|on|of|are|were|have|has|was|is|is known|have been)(?: (?:available|released|known|given|been released|been given))?|"
        r"details (?:\w+ ){0,3}?(?:are|were|remain|remained) (?:still )?(?:scarce|scant|sketchy|limited|unclear|unavailable|vague))\b",
        _A,
    ),
    _rule(
        "nobody claimed responsibility",
        "who did it is not known",
        _U,
        r"(?P<cue>[Nn]o(?: one|body| group| groups| organi[sz]ation| individual)?(?: or (?:group|individual))? (?:has |have |had )?{adv}(?:claimed|taken|admitted))(?= responsibility)",
        _A,
    ),
    _rule(
        "does not know, and no more",
        "asked, those who should know say that they do not",
        _U,
        r"\b(?:[Ii]|[Ww]e|[Tt]hey|[Hh]e|[Ss]he)(?: just| really| honestly| still| simply)? "
        r"(?P<cue>(?:do|does)(?: not|n't|n’t) (?:really |yet |even |actually |quite |honestly )?(?:know|remember|recall)(?: yet| much| anything| that| for sure| exactly)?|"
        r"can(?:['’]t| not|not) (?:really |quite )?(?:remember|recall|be sure)|have(?: absolutely| really)? no (?:idea|clue))"
        r"(?=(?: at all| yet| either)?\s*(?:[.,;:!?—–\"”\[(]|$))",
        _N,
        _B,
    ),
    _rule(
        "is not going to answer",
        "asked, somebody says that there will be no answer, or that they may give none",
        _D,
        r"(?P<cue>(?:['’]m|['’]re|\bam|\bis|\bare|\bwas|\bwere)(?: not|n't|n’t) (?:going to|in a position to|at liberty to|allowed to|willing to|able to|prepared to|supposed to) (?:answer|comment(?: on)?|discuss|say|tell|name|disclose|talk about|speak about|elaborate(?: on)?|confirm|reveal|share))\b",
        _A,
        _B,
    ),
    _rule(
        "nothing is certain",
        "that nothing of it is settled yet",
        _U,
        r"(?P<cue>\b[Nn]othing (?:is|was|has been) (?:yet )?(?:sure|certain|known|clear|decided|settled|confirmed|determined)(?: yet)?)\b",
        _N,
    ),
    _rule(
        "not published yet",
        "what will be told has not been yet",
        _X,
        r"(?P<cue>(?:is|are|was|were|has|have)(?: not|n't|n’t) (?:yet )?(?:been )?(?:published|public|publicized|publicised|released)(?: yet| publicly))\b",
        _B,
        fact=False,
    ),
    _rule(
        "cannot say",
        "those who are asked say that they cannot",
        _U,
        r"\b(?:[Ii]|[Ww]e|[Hh]e|[Ss]he) (?:really |just |honestly )?(?P<cue>(?:can['’]?t|cannot|can not|could not|couldn['’]t) (?:really |yet |honestly )?(?:say|tell)(?: you)?)\b(?=\s*(?:[.,;]|(?:that|exactly|for (?:sure|certain)|with|{wh})\b))",
        _A,
        _B,
    ),
    _rule(
        "has no clear idea",
        "those who should know say that they have no idea of it",
        _U,
        r"(?P<cue>(?:do|does|did)(?: not|n't|n’t) (?:\w+ly )?have (?:a |any |the )(?:clear |real |good |exact )?(?:idea|clue|answer)|ha(?:s|ve) no (?:clear |real )(?:idea|answer))\b",
        _A,
        _B,
    ),
    _rule(
        "not sure",
        "those who should know say that they are not sure of it",
        _U,
        r"\b(?:[Ii]|[Ww]e|[Hh]e|[Ss]he)(?P<cue>(?:['’]m|['’]re| am| are| is) (?:still |really |also )?not (?:entirely |really |quite |too |exactly |so |yet )?(?:sure|certain)(?: yet)?)\b",
        _A,
        _B,
    ),
    _rule(
        "hard to say, and no more",
        "those who are asked say that it cannot well be told",
        _U,
        r"(?P<cue>(?:\bis|\bwas|['’]s|\bseems|\bremains) (?:kind of |sort of |a little |a bit |very |quite |really |still |also |pretty |too )?(?:hard|difficult|tough|impossible|early) to (?:\w+ly )?(?:say|tell|know|figure out|determine))\b",
        _A,
        _N,
    ),
    _rule(
        "does not know",
        "those who should know say they do not",
        _U,
        r"(?P<cue>(?:do|does|did)(?: not|n't|n’t) (?:\w+ly |yet |even |actually )?know(?: enough| much| anything)?|"
        r"(?:am|are|is|was|were|['’]re|['’]m)(?: not| never|n't|n’t) (?:yet |entirely )?(?:sure|certain|aware)|"
        r"(?:is|are|am|was|were|remain|remains|['’]re) (?:still )?(?:unsure|uncertain|unaware)|"
        r"ha(?:s|ve|d) no (?:\w+ )?(?:idea|information|clue)|no one (?:really )?knows|nobody (?:really )?knows)"
        r"(?: (?:as to|of|on|exactly|yet))? (?=(?:about )?{wh}\b(?! to\b)|(?<=sure\W)about\b|(?<=enough\W)about\b|"
        r"(?:the|any|its|their|his|her) (?:\w+ ){0,2}{facts}\b|the answer\b)",
        _A,
        _B,
    ),
    _rule(
        "uncertainty over whether",
        "doubt about a question, nobody's in particular",
        _U,
        r"(?P<cue>(?:uncertainty|confusion|unanswered questions|questions remain|doubts? remain)(?: (?:remain|remains))?(?: still)?) (?:over|about|as to|around|surrounding|(?={wh}))",
        _A,
    ),
    _rule(
        "unclear on whether",
        "said to be open in passing",
        _U,
        r"(?P<cue>(?:unclear|vague|ambiguous)) (?:on|about|over|as to)\b",
        _A,
    ),
    _rule(
        "too early to say",
        "it cannot be told yet",
        _U,
        r"(?P<cue>{be} (?:\w+ )?(?:too \w+|impossible|difficult|hard) to (?:say|tell|know|determine|predict|speculate|answer)(?: with \w+)?|"
        r"(?:no way|too \w+|impossible) to (?:know|tell|say|determine)|takes? (?:several |some )?(?:days|weeks|months|time) to (?:determine|establish|know))\b",
        _A,
    ),
    _rule(
        "under investigation",
        "a cause or a culprit is still being looked for",
        _U,
        r"(?P<cue>(?:is|are|was|were|remains?|still) (?:still |currently )?(?:under (?:\w+ )?investigation|being (?:investigated|examined|determined)))\b",
        _B,
        fact=True,
    ),
    _rule(
        "investigating whether",
        "a question of fact is still being looked into",
        _U,
        rf"(?P<cue>(?:(?:is|are|was|were|been|be|to|still|began|continue to|continued to) )?(?:investigat(?:e|ing)|examin(?:e|ing)|look(?:ing)? into|prob(?:e|ing)))"
        rf" (?={{wh}}\b(?! to\b)|the (?:\w+ ){{0,2}}?{_QUESTION_NOUNS}\b|what\b)",
        _A,
    ),
    _rule(
        "an inquiry into whether",
        "a question of fact is before an inquiry",
        _U,
        r"(?P<cue>(?:investigation|inquiry|probe) (?:\w+ ){0,4}?into)(?= (?:whether|how|why|who|what)\b)",
        _A,
    ),
    _rule(
        "trying to determine",
        "an answer is still being sought",
        _U,
        rf"(?P<cue>(?:(?:is|are|was|were|been|still) )?(?:try(?:ing)?|tried|attempting|attempt|attempts|working|seeking|hoping|an? (?:attempt|effort|bid|investigation)|efforts|examined|(?:continu\w+|tests?|work) (?:\w+ ){{0,3}}?in order|(?:investigation|observations|inquiry|autopsy|analysis|examination)(?: (?:is|was|will be))?(?: \w+){{0,4}}?(?: in order)?) to {{inquire}})"
        rf" (?={{wh}}\b|the (?:\w+ ){{0,2}}?{_QUESTION_NOUNS}\b)",
        _A,
    ),
    _rule(
        "an unnamed source",
        "somebody or something of the story whose name is not told",
        _X,
        r"(?P<cue>\b(?:as[- ]yet[- ])?(?:un(?:named|identified|disclosed|specified|revealed)|anonymous(?= (?:\w+ )?(?:sources?|officials?|persons?|people|individuals?|insiders?|tips?|tipsters?|callers?|donors?|letters?|employees?|aides?|whistleblowers?|informants?)\b)))"
        r"(?! flying objects?\b)(?P<what>{thing})",
        _G,
    ),
    _rule(
        "unknown gunmen",
        "somebody or something of the story that nobody knows",
        _U,
        r"\b(?:an?|the|for|by|some|two|three|of|to|from|in|at|due to) (?P<cue>un(?:known|determined|explained))"
        r"(?! (?:soldiers?|warriors?|quantit\w+|territor\w+|artists?|until)\b)(?P<what>{thing}(?: of \w+)?)",
        _G,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule, ready to run, with the words at least one of which it needs."""

    rule: Rule
    pattern: re.Pattern[str]


def _filled(pattern: str) -> str:
    for name, words in _LISTS.items():
        pattern = pattern.replace("{" + name + "}", words)
    return pattern.replace(" ", r"\s++")


@cache
def rules() -> tuple[Compiled, ...]:
    """The table, compiled once."""
    return tuple(Compiled(r, re.compile(_filled(r.pattern), re.IGNORECASE)) for r in RULES)


@cache
def facts() -> re.Pattern[str]:
    """Things that are told or kept back, among the first words of a phrase."""
    return re.compile(r"(?:[\w'’&-]+\s+){0,6}\b" + _LISTS["facts"] + r"\b", re.IGNORECASE)


@cache
def fact_named() -> re.Pattern[str]:
    """Things that are told or kept back, anywhere."""
    return re.compile(r"\b" + _LISTS["facts"] + r"\b", re.IGNORECASE)


@cache
def questions() -> re.Pattern[str]:
    """A question word at the start, not one before an infinitive ("how to")."""
    return re.compile(_LISTS["wh"] + r"\b(?!\s+to\b)", re.IGNORECASE)


@cache
def questions_near() -> re.Pattern[str]:
    """The same after at most four words ("did not say [in the debate] whether")."""
    return re.compile(r"(?:[\w’'-]+\s+){0,4}?" + _LISTS["wh"] + r"\b(?!\s+to\b)", re.IGNORECASE)


@cache
def sieve() -> Sieve:
    """Which rules a sentence can match at all."""
    return Sieve([compiled.pattern for compiled in rules()])
