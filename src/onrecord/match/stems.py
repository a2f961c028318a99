"""Words as matching compares them: stems, which of them say something, and how much.

Stems are light: they join the forms of a word ("announced", "announcement") and leave alone
what only looks related, because a wrong join makes strangers share a word. Words that English
prose cannot do without are no content; words that all news is full of count for less.
`default_weight` says so without having read anything; a ledger that counts words over its own
articles knows better and hands in a function of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

Weigh = Callable[[str], float]

EMPTY = frozenset(
    """
    a about above according across add added after again against ago all almost already also
    although am among an and another any anybody anyone anything are around as aside ask asked at
    away back be became because become been before began behind being below between both but by
    call called came can cannot claim claimed claims come could currently did do does doing done
    down during each earlier either else enough especially even ever every everyone everything
    far few for from further gave get gets give given go goes going gone got had has have having
    he held her here hers herself him himself his how however i if in indeed instead into is it
    its itself just keep kept know known last later least less let like likely made make makes
    many may me might mine more most much must my myself near need neither nor no nobody none not
    nothing now of off often on once one ones only onto or other others our ours ourselves out
    over own part per perhaps put quite rather really recent recently s said same say saying says
    see seen several shall she should since so some somebody someone something soon still such
    take taken takes tell tells th than that the their theirs them themselves then there therefore
    these they thing things think this those though through thus till to together told too took
    toward towards under until up upon us use used very via want wanted wants was way we well
    went were what whatever when where whether which while who whole whom whose why will with
    within without would yes yet you your yours yourself amid despite due including stated t d ll
    m re ve mr mrs ms dr st nd rd think thought thinks believe believes believed feel feels felt
    never ain't lot
    """.split()
)
"""Words that are no content, folded."""

_COMMON = """
    able action agree allow area bad begin better big bring case chance change city clear concern
    condition continue country course current damage day decide decision different effort end
    event expect fact find first follow force free full future good government great group grow
    happen hard help high home hope hour house human idea immediate important increase inform
    international involve issue join kind large late law lead leader leave life line live local
    long look lose low main major man matter mean measure meet member minister month move nation
    national need new next night number office officer official old open operation order outcome
    party past people person place plan play point police policy political possible power present
    president problem process program project provide public question reach read ready real reason
    receive record reduce remain report require response rest result return right rule run safe
    security send serious serve service set show side situation small social speak special stand
    start state statement stay step stop story strong support sure system talk team term time
    today together total try turn understand united view visit wait week win woman word work world
    wrong year young million hundred thousand able world vote elect election american america
    believe love never always
"""
_TITLE_WORDS = """
    president vice presidential former senator sen governor gov secretary minister prime general
    chief chairman chairwoman director spokesman spokeswoman spokesperson candidate nominee
    runner running mate front leader democrat democratic republican gop party representative rep
    judge justice king queen prince state states united supreme court white house department
    ministry government national convention committee council mayor ambassador company agency
"""
_IRREGULAR = {
    form: base
    for forms in (
        "die:died dies dead dying death deaths",
        "kill:killed killing killings kills",
        "child:children",
        "man:men",
        "woman:women",
        "person:persons",
        "begin:began begun beginning",
        "leave:left leaving leaves",
        "lose:lost losing loss losses",
        "find:found finding finds",
        "win:won wins winning",
        "meet:met meets meeting meetings",
        "hold:holding holds",
        "speak:spoke spoken speaks",
        "rise:rose risen rising",
        "fall:fell fallen",
        "grow:grew grown growth",
        "send:sent",
        "build:built",
        "buy:bought",
        "sell:sold",
        "pay:paid",
        "stand:stood",
        "fight:fought",
        "write:wrote written",
        "drive:drove driven",
        "mean:meant",
        "lead:led",
        "bring:brought",
        "run:ran running",
        "grant:grants",
        "break:broke broken",
        "choose:chose chosen choice",
        "steal:stole stolen",
        "shoot:shot shots",
        "news:news",
        "series:series",
        "bus:bus buses",
    )
    for base, _, rest in [forms.partition(":")]
    for form in rest.split()
}
_ENDINGS = (
    ("ations", "", 4),
    ("ation", "", 4),
    ("ments", "", 4),
    ("ment", "", 4),
    ("ions", "", 5),
    ("ion", "", 5),
    ("ically", "ic", 4),
    ("ingly", "", 4),
    ("ings", "", 4),
    ("ing", "", 3),
    ("edly", "", 4),
    ("ied", "y", 2),
    ("ies", "y", 2),
    ("ed", "", 3),
    ("ly", "", 4),
    ("sses", "ss", 2),
    ("ches", "ch", 2),
    ("shes", "sh", 2),
    ("xes", "x", 2),
)
_DROPS_E = ("ed", "ing")
# "named" is of "name": after one short vowel the consonant would have been doubled ("canned").
_SHORT = re.compile(r"[^aeiouy][aeiou][^aeiouwxy]")
_KEEP_S = ("ss", "us", "is")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A folded word without its ending: "announced", "announcing", "announces" are "announc"."""
    word = word.partition("'")[0]
    if word in _IRREGULAR:
        return _plain_end(_IRREGULAR[word])
    for ending, instead, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: len(word) - len(ending)] + instead
            word += "e" if ending in _DROPS_E and _SHORT.fullmatch(word) else ""
            break
    else:
        if len(word) > 3 and word[-1] == "s" and not word.endswith(_KEEP_S):
            word = word[:-1]
    return _plain_end(_IRREGULAR.get(word, word))


def _plain_end(word: str) -> str:
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    if len(word) > 4 and word[-1] == "e":
        word = word[:-1]
    return word[:-2] if len(word) > 7 and word.endswith("at") else word


_COMMON_STEMS = frozenset(stem(word) for word in _COMMON.split())
TITLES = frozenset(stem(word) for word in _TITLE_WORDS.split())
"""Stems that entitle people and bodies: they tell of whom and not what."""


def default_weight(stem: str) -> float:
    """How much it tells that two statements share this stem, as far as English in general goes."""
    if stem in _COMMON_STEMS:
        return 0.5
    return 1.0 if len(stem) < 7 else 1.2
