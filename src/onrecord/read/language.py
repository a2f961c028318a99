"""The language of a text, from its commonest small words; None where they do not tell.

The network reads English, so what comes after needs to know little more than that: a table and
one pass over the first words. py3langid was measured beside it: right as often on news, but 0.7 s to
load, which is most of what a whole run may take.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

FIRST_CHARS = 20_000
MIN_SHARE = 0.12
MIN_HITS = 3
MIN_WORDS = 25

_WORDS = {
    "en": "the of and to in that is was for on with as by at from it said has have had be are were not his her he she they their who which will would but an this after been its about",
    "de": "der die das und ist nicht von mit den dem des ein eine einen zu sich auf für im auch als an es bei nach wie aus werden wird hat haben sie er wurde sei sagte dass zum zur über",
    "fr": "le la les des et est une dans pour que qui sur pas par au aux avec ce sont il elle ont cette été mais du plus en ne se ses leur selon était à",
    "es": "el la los las de del que y en por con para una es no se su al lo como más pero sus le ya fue ha este está entre según también desde dijo",
    "pt": "o os as de do da dos das que e em por com para uma é não se seu sua ao no na nos nas como mais mas foi também segundo disse são um à",
    "it": "il lo la gli le di del della dei delle che e è in per con una non si da al alla nel nella sono come più ma ha anche dal dalla suo sua secondo un i",
    "nl": "de het een en van in is dat op te niet met voor zijn aan er ook als door maar om naar bij heeft werd worden uit tot over hij ze zei volgens die",
    "sv": "och att det som en på är av för med den till inte har de om ett men var sig från vid så kan efter sade han hon i",
    "pl": "w i na z się że do nie to jest o jak za od po ale przez dla oraz który która są być był była jego powiedział",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi ne kadar sonra ancak dedi göre ise en",
    "id": "yang dan di itu dengan untuk dari dalam tidak akan pada ini juga ke oleh adalah mengatakan telah tersebut",
    "ru": "и в на не что с по как из за от о для это его к он она они был была было были также но у же до после или при",
    "uk": "і в на не що з та як із за від про для це його до він вона вони був була було були також але у після або є та",
    "ar": "في من على إلى أن عن التي الذي هذا هذه مع ما لا كما بعد قال كان بين وقد",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_OF_THOSE = re.compile(
    "[\u0370-\u03ff\u0590-\u05ff\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            if language not in table.get(word, ()):
                table[word] = (*table.get(word, ()), language)
    return table


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None where too little tells."""
    head = text[:FIRST_CHARS]
    if (script := _of_script(head)) is not None:
        return script
    words, hits = _hits(head)
    first, second = [*hits.most_common(2), ("", 0), ("", 0)][:2]
    sure = first[1] >= max(MIN_HITS, MIN_SHARE * words) and first[1] > 1.2 * second[1]
    return first[0] if sure else None


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English; None for English and where in doubt.

    A sentence can look like another language by its names, and an article may quote in one: so
    there must be 25 words or more, and twice as many of the other language's as of English.
    """
    head = text[:FIRST_CHARS]
    language = language_of(head)
    if language in (None, "en"):
        return None
    words, hits = _hits(head)
    if _of_script(head) is None and (words < MIN_WORDS or hits[language] < 2 * hits["en"]):
        return None
    return language


def _of_script(head: str) -> str | None:
    """The language of a script that one language alone is written in, or nearly so."""
    if not _OF_THOSE.search(head):
        return None
    letters = sum(map(str.isalpha, head))
    for language, script in _SCRIPTS:
        if len(script.findall(head)) > letters * 0.3:
            return language
    if len(_HAN.findall(head)) > letters * 0.5:
        return "ja" if _SCRIPTS[0][1].search(head) else "zh"
    return None


def _hits(head: str) -> tuple[int, Counter[str]]:
    """How many words there are, and how many of them are small words of each language."""
    words, table = Counter(_WORD.findall(head.lower())), _languages_of()
    hits: Counter[str] = Counter()
    for word, times in words.items():
        for language in table.get(word, ()):
            hits[language] += times
    return words.total(), hits


def language_told(text: str, declared: str | None) -> str | None:
    """What the words tell, or else what was declared: many a site declares English for all."""
    return language_of(text) or declared


def declared_language(label: object) -> str | None:
    """The language code in a declaration: `en` for `en-GB`; None where it is no such code."""
    if not isinstance(label, str):
        return None
    code = label.strip().replace("_", "-").split("-")[0].lower()
    if code in _NAMED:
        return _NAMED[code]
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else None


_NAMED = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "portuguese": "pt",
    "italian": "it", "dutch": "nl", "russian": "ru", "ukrainian": "uk", "arabic": "ar",
    "chinese": "zh", "japanese": "ja", "korean": "ko", "turkish": "tr", "polish": "pl",
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt",
    "ita": "it", "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk", "ara": "ar", "zho": "zh",
    "chi": "zh", "jpn": "ja", "kor": "ko", "tur": "tr", "pol": "pl", "swe": "sv", "ind": "id",
    "ell": "el", "gre": "el", "heb": "he", "tha": "th", "und": None, "mul": None, "zxx": None,
}  # fmt: skip
