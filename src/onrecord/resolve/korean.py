"""Korean names: one syllable of family, the rest given, and many ways to spell either in Latin.

In Hangul nothing parts the two. In Latin the family name keeps a spelling of its own, chosen by
the family and not by any standard: 이 is Lee, Yi, Ri or Rhee, 박 Park or Pak.
"""

from __future__ import annotations

from functools import cache

_SPELLINGS = """
김 kim gim
이 lee yi i ri rhee rhie
리 ri lee rhee
박 park pak bak
최 choi choe choy cho
정 jung jeong chung jong chong
강 kang gang
조 cho jo
윤 yoon yun youn
장 jang chang
임 lim im rim
림 rim lim im
한 han
오 oh o
서 seo suh so
신 shin sin
권 kwon gwon
황 hwang
안 ahn an
송 song
류 ryu yoo yu
유 yoo yu ryu
홍 hong
전 jeon chon jun chun
고 ko koh go
문 moon mun
손 son sohn
양 yang
배 bae pae
백 baek paek paik
허 heo hur huh ho
남 nam
심 shim sim
노 noh roh no ro
로 ro roh
하 ha
곽 kwak gwak
성 sung seong
차 cha
주 joo ju chu
우 woo u
구 koo ku gu
민 min
진 jin chin
나 na ra
지 ji chi
엄 eom om um
원 won
천 cheon chon
방 bang pang
공 kong gong
현 hyun hyon
함 ham
변 byun byon pyon
염 yeom yom
여 yeo yo
추 choo chu
도 do to
소 so
석 seok sok
선 sun son
설 seol sol
마 ma
길 gil kil
연 yeon yon
위 wi
표 pyo
명 myung myong
기 ki gi
반 ban pan
왕 wang
금 keum kum
옥 ok
육 yook yuk
인 in
맹 maeng
제갈 jegal
남궁 namgung namkoong
황보 hwangbo
선우 sunwoo sonu
독고 dokgo
"""
_LONGEST = 4


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    lines = (line.split() for line in _SPELLINGS.strip().split("\n"))
    return {hangul: tuple(latin) for hangul, *latin in lines}


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for hangul, spellings in _spellings().items():
        for spelling in (hangul, *spellings):
            found.setdefault(spelling, set()).add(f"family {hangul}")
    return {spelling: frozenset(names) for spelling, names in found.items()}


def families(word: str) -> frozenset[str]:
    """The Korean family names that `word`, in Hangul or in lower-case Latin, may be."""
    return _families().get(word, frozenset())


def parted(word: str) -> tuple[str, ...]:
    """A Korean full name in Hangul as family and given name; any other word as it is."""
    if not 2 <= len(word) <= _LONGEST or not all("가" <= c <= "힣" for c in word):
        return (word,)
    for size in (2, 1):
        if len(word) > size and word[:size] in _spellings():
            return (word[:size], word[size:])
    return (word,)
