"""How far words commit themselves to an event they name: negation, modals, hedges and scope.

`factors` looks at one event word in its sentence and names every reason to hold that the event
happened, did not, will or might: "group not", "governed by want", "near if". It knows no parse.
Scope is told from the order of words alone: a negation or a modal belongs to the verb group it
stands in; "to" and "-ing" forms are governed by the nearest word of a known class to the left,
over an object at most; a comma, a relative pronoun or a conjunction begins another clause, from
which only weak evidence comes. That is right for most news sentences, and where the verb stands
far from its subject it finds no reason rather than a wrong one.

The firmness of an attribution and the factuality of a lone event word (`eval firmness`) read
the same tables by way of `operators`. Words are taken as they stand, with "n't" and "'ll"
apart ("did", "n't") or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

NEGATIONS = frozenset(
    """not n't nt never no none nobody nothing neither nor nowhere hardly barely scarcely
    without""".split()
)
_MODALS = {
    **dict.fromkeys(("may", "might", "could"), "may"),
    **dict.fromkeys(("can", "ca"), "can"),
    **dict.fromkeys(("would", "'d"), "would"),
    **dict.fromkeys(("will", "'ll", "wo", "shall", "gonna"), "will"),
    **dict.fromkeys(("should", "must", "ought"), "should"),
}
HEARSAY = {
    **dict.fromkeys("allegedly purportedly supposedly".split(), "possible"),
    **dict.fromkeys(("reportedly", "apparently", "seemingly"), "probable"),
}
POSSIBLY = frozenset("possibly perhaps maybe conceivably potentially possible".split())
PROBABLY = frozenset(
    """likely unlikely probably presumably probable expected anticipated projected predicted
    forecast believed thought suspected understood estimated seem seems seemed appear appears
    appeared""".split()
)
CERTAINLY = frozenset(
    "certainly definitely undoubtedly unquestionably undeniably indisputably surely".split()
)
DENYING_HEDGES = frozenset(("unlikely", "doubtful", "improbable", "impossible"))

BE = frozenset("be is am are was were been being 's 're 'm".split())
HAVE = frozenset("have has had having 've".split())
DO = frozenset("do does did doing done".split())
ARTICLES = frozenset("a an the my your his her its our their this these those any some no".split())
CONDITIONS = frozenset("if unless whether until assuming provided lest".split())
TIMES = frozenset("when before after while once as whenever since because where although".split())
RELATIVES = frozenset("who which that what how where whose whom".split())
STOPS = frozenset(", ; : ( ) -- - — – . ? ! \" `` '' “ ”".split())
_OPENERS = CONDITIONS | TIMES | RELATIVES | frozenset("though but and or so than".split())
_PREPOSITIONS = frozenset(
    """of in for by with from at on about after before without into over through during since
    until against among between under upon towards via per""".split()
)
_ADVERBS = frozenset(
    """also just still already even really actually always ever only then finally recently now
    so either both simply quickly again often usually please""".split()
)
_SUBJECTS = {
    **dict.fromkeys(("i", "we"), "first"),
    "you": "second",
    **dict.fromkeys(("he", "she", "it", "they", "this", "these"), "third"),
    **dict.fromkeys(("who", "which", "that"), "relative"),
    "there": "there",
    **dict.fromkeys(("people", "anyone", "everyone", "someone"), "generic"),
}
_GENERIC = frozenset("every all any always usually often sometimes".split())
_NEAR_WORDS = (
    ARTICLES | BE | HAVE | DO | _PREPOSITIONS | set(_MODALS) | NEGATIONS | RELATIVES | STOPS
    | frozenset("to and but or if when please let i you he she it we they there".split())
)  # fmt: skip

# Words that take an event as their complement, by what they say of it. Both the verb and the
# noun or adjective made from it stand here where they govern an infinitive alike.
_CLASS_WORDS = {
    "want": """want wants wanted wanting hope hopes hoped hoping wish wishes wished desire like
        love prefer need needs needed needing expect expects expected expecting seek seeks sought
        seeking eager keen willing ready looking look aim aims aimed aiming""",
    "plan": """plan plans planned planning intend intends intended intending decide decides
        decided promise promises promised promising pledge pledges pledged vow vows vowed agree
        agrees agreed offer offers offered offering threaten threatens threatened scheduled due
        set prepared prepare prepares preparing proposed proposes propose proposing commit
        committed going bound""",
    "try": """try tries tried trying attempt attempts attempted attempting strive struggled
        struggle effort efforts""",
    "ask": """ask asks asked asking tell tells told telling urge urges urged urging order orders
        ordered require requires required requiring advise advised advises encourage encouraged
        encourages request requested invite invited demand demanded demands call calls called
        recommend recommended recommends suggest suggests persuade convince remind permit
        permitted""",
    "fail": """fail fails failed failing refuse refuses refused refusing decline declines declined
        forget forgot neglect neglected unable reluctant avoid avoids avoided avoiding prevent
        prevents prevented preventing stop stops stopped stopping ban banned bans prohibit
        prohibited forbid forbidden without instead impossible lack rather""",
    "manage": """manage manages managed begin begins began begun beginning start starts started
        starting continue continues continued continuing happen happens happened happy glad
        pleased proud surprised sorry used chose choose helped help helps helping able got came
        remember remembered enjoyed enjoy keep keeps kept finally forced forces force made make
        makes caused cause causes let lets led allowed allow allows enabled proceeded""",
    "know": """know knows knew known knowing realize realizes realized realise realised discover
        discovered learn learned found find finds see sees saw seen show shows showed shown
        confirm confirms confirmed admit admits admitted acknowledge acknowledged reveal revealed
        because since notice noticed fact""",
    "say": """say says said saying report reports reported announce announces announced note
        notes noted add adds added state stated states claim claims claimed argue argues argued
        according warned warns insist insisted explained""",
    "think": """think thinks thought thinking believe believes believed believing guess guessing
        suppose feel feels felt assume assumed suspect suspected suspects doubt doubts doubted
        sure imagine bet""",
}
_REACH = 25  # words to the left that can still bear on an event
_OBJECT = 6  # words of an object between a governor and its infinitive


@cache
def _class_of() -> dict[str, str]:
    """Each embedding word with its class; none is in two."""
    return {word: name for name, words in _CLASS_WORDS.items() for word in words.split()}


@cache
def _operator_of() -> dict[str, str]:
    table = dict.fromkeys(CERTAINLY, "certainly")
    table |= dict.fromkeys(PROBABLY, "probably") | dict.fromkeys(POSSIBLY, "possibly")
    table |= {w: "possibly" if c == "possible" else "probably" for w, c in HEARSAY.items()}
    table |= dict.fromkeys(DO, "do") | dict.fromkeys(HAVE, "have") | dict.fromkeys(BE, "be")
    table |= dict.fromkeys(("was", "were", "had", "did"), "past")
    table |= _MODALS | dict.fromkeys(NEGATIONS, "not")
    table["to"] = "to"
    return table


@lru_cache(maxsize=16384)
def operators(word: str) -> tuple[str, ...]:
    """What a lower-case word does to the verb it stands by: "not", "may", "will", "be" and so on.

    Two for a contraction: `operators("can't")` is `("can", "not")`; none for other words.
    """
    found = _operator_of().get(word)
    if found:
        return (found,)
    if word.endswith("n't"):
        return (*operators({"can't": "can", "won't": "will"}.get(word, word[:-3])), "not")
    if word == "cannot":
        return ("can", "not")
    if word.find("'") > 0:
        return operators(word[word.index("'") :])
    return ()


def form_of(word: str) -> str:
    """How a lower-case word ends, as far as that tells a verb form: "ing", "ed", "s" or "base"."""
    if word.endswith("ing") and len(word) > 4:
        return "ing"
    if word.endswith("ed") and len(word) > 3:
        return "ed"
    return "s" if word.endswith("s") and not word.endswith("ss") else "base"


def factors(words: Sequence[str], at: int) -> frozenset[str]:
    """The reasons for and against the event that `words[at]` names, each in plain words."""
    low = [w.lower().replace("’", "'") for w in words]
    form = form_of(low[at])
    if set(operators(low[at])) & {"be", "have", "do", "past"}:
        form = "auxiliary " + low[at]
    left, group = _group(low, at)
    found = {f"form {form}", f"group {' '.join(group) or 'bare'}"}
    found.add(f"group {' '.join(group) or 'bare'}, form {form}")
    found.update(f"group has {o}" for o in group)
    found.update(_neighbours(low, at, form))
    found.update(_governor(low, at, left, group, form))
    found.update(_subject(low, left, form, group))
    found.update(_wider(low, at, left))
    found.update(_sentence(low, at, form))
    return frozenset(found)


def _group(low: list[str], at: int) -> tuple[int, list[str]]:
    """The index left of the verb group that ends in `at`, and the operators in the group."""
    left = at - 1
    seen: set[str] = set()
    while left >= 0 and (operators(low[left]) or low[left] in _ADVERBS or low[left].endswith("ly")):
        seen.update(operators(low[left]))
        left -= 1
    return left, sorted(seen)


def _neighbours(low: list[str], at: int, form: str) -> Iterator[str]:
    before = low[at - 1] if at else "start"
    known = before if before in _NEAR_WORDS or not at else "another word"
    yield f"after {known}"
    yield f"after {known}, form {form}"
    if known == "another word":
        yield f"after a word in {form_of(before)}"
    after = low[at + 1] if at + 1 < len(low) else "end"
    yield f"before {after if after in _NEAR_WORDS or after == 'end' else 'another word'}"
    if low[at] in _class_of():
        yield f"itself of class {_class_of()[low[at]]}"
    if before in ARTICLES or (at > 1 and low[at - 2] in ARTICLES and not operators(before)):
        yield f"in a noun phrase, form {form}"


def _governor(low: list[str], at: int, left: int, group: list[str], form: str) -> Iterator[str]:
    """What the word that governs an infinitive, a participle or an event noun says of it."""
    after_preposition = at > 0 and low[at - 1] in _PREPOSITIONS
    if not ("to" in group or form == "ing" or after_preposition):
        return
    for k in range(left, max(-1, left - _OBJECT), -1):
        name = _class_of().get(low[k])
        if name:
            yield f"governed by {name}" + ("" if k == left else " over an object")
            for v in low[max(0, k - 4) : k]:
                for o in set(operators(v)) & {"not", "may", "can", "would", "will", "should"}:
                    yield f"governor under {o}"
                    if o == "not":
                        yield f"governed by not {name}"
            return
        if low[k] in STOPS:
            break
    yield f"ungoverned {'to' if 'to' in group else form}"
    for k in range(left, max(-1, left - 14), -1):
        main = set(operators(low[k])) & {"not", "may", "can", "would", "will", "should"}
        if main:
            yield f"main verb under {min(main)}"
            return


def _subject(low: list[str], left: int, form: str, group: list[str]) -> Iterator[str]:
    for k in range(left, max(-1, left - 5), -1):
        if low[k] in STOPS:
            return
        if low[k] in _SUBJECTS:
            yield f"subject {_SUBJECTS[low[k]]}"
            yield f"subject {_SUBJECTS[low[k]]}, form {form}, {' '.join(group) or 'bare'}"
            return


def _wider(low: list[str], at: int, left: int) -> Iterator[str]:
    """Evidence from further left: weaker with each clause boundary in between."""
    boundaries = 0
    if at and low[at - 1] in ("and", "or", "but"):
        yield f"coordinated by {low[at - 1]}"
    for k in range(left, max(-1, at - _REACH - 1), -1):
        word = low[k]
        boundaries += word in STOPS or word in _OPENERS
        where = ("same clause", "next clause")[boundaries] if boundaries < 2 else "far off"
        for o in set(operators(word)) - {"be", "have", "do", "past", "to", "certainly"}:
            yield f"{where}: {o}"
        if word in _class_of():
            yield f"{where}: {_class_of()[word]}"
        if word in CONDITIONS:
            yield "near a condition" if boundaries < 2 else "a condition far off"
        if boundaries < 2 and (word in TIMES or word in RELATIVES):
            yield f"under {word}"
        if word in _GENERIC:
            yield f"{where}: generic"


def _sentence(low: list[str], at: int, form: str) -> Iterator[str]:
    if low[-1] in "?!":
        yield f"sentence ends in {low[-1]}"
    if "?" in low[at:]:
        yield "before a question mark"
    if any(w in CONDITIONS for w in low[at + 1 :]):
        yield "before a condition"
    if low[0] in ("please", "do", "if", "to", "let"):
        yield f"sentence starts with {low[0]}"
    started = any(w in _SUBJECTS or operators(w) for w in low[:at])
    yield f"{'after' if started else 'before any'} subject or auxiliary, form {form}"
    first = next((o for w in low for o in operators(w) if o not in ("to", "not")), "none")
    yield f"first auxiliary {first}, form {form}"
    past = any(form_of(w) == "ed" or "past" in operators(w) or w == "said" for w in low)
    yield f"{'past' if past else 'no past'} in the sentence, form {form}"
