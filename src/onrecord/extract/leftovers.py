"""What was never part of the article: the page around it, a machine's small talk, paragraphs twice.

Words are weak evidence here, since an article may well be about cookies, newsletters or language
models. So the page is recognised by whole lines only, short ones that say nothing else; what
machines say to their users counts only outside quotation marks, at the start of a sentence, and
in the fixed phrases that people do not write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extract.vicinity import notice
from onrecord.text import Lines, paragraphs, quotations
from onrecord.values import Notice, Span

_MAX_LINE = 200
_MIN_REPEATED = 60
_LINE = re.compile(rf"^[^\n]{{3,{_MAX_LINE}}}$", re.MULTILINE)

_FURNITURE = re.compile(
    r"""(?xi)
    (?:story|article|text)\ continues\ (?:below|after)\b.{0,40}
    | advertisements?(?:\s?[-–—:.]\s?(?:scroll|continue|story|article)\b.{0,40})? | sponsored(?:\ content)? | promoted(?:\ content)?
    | (?:(?:please\ )?share|tweet|e?mail|print|save|post|send|pin)(?:\ (?:this|it|on|via|with|to|by)
      (?:\ (?:article|story|page|post|link|facebook|twitter|x|whatsapp|linkedin|reddit|e?mail
      |telegram|friends?|your|a|friend))*)?
      (?:[:!.]|\ (?:on|via|with)\ \w+)?(?:\ (?:facebook|twitter|x|whatsapp|linkedin|e?mail))*
    | (?:read|see|watch|listen|hear|learn|find\ out|discover)\ more(?:\ (?:here|on\ this\ story))?
      (?:\s?[:|»›>→…].{0,150}|\.{0,3})
    | (?:read|see|watch)\ (?:also|next|now|too)\s?[:|].{0,150}
    | (?:also|recommended)\ (?:read|reading)\s?[:|].{0,150}
    | (?:watch|listen|don['’]t\ miss|in\ (?:pictures|pics|photos)|must[ -]read)\s?[:|].{0,150}
    | more\ (?:on\ this\ (?:story|topic)|from\ .{1,40}) | about\ the\ author
    | (?:tags|topics|filed\ under)\s?:.{1,150}
    | recommended(?:\ (?:for\ you|stories|articles|videos?|content))
    | (?:related|more\ stories|most\ (?:read|popular|viewed)|trending(?:\ now)?
      |popular\ now|editors?['’]s?\ (?:picks?|choice)|top\ stories|latest\ (?:news|stories)
      |you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in))
      (?:\ (?:articles?|stories|topics|links|posts|content|news|coverage|videos?|for\ you))?
      (?:\s?[:|].{0,150})?
    | (?:click|tap|press|go)\ here\b.{0,150}
    | (?:[^.!?]{1,80}\?\ )?(?:sign\ up|subscribe|register)\ (?:now|here|today|free|for\ free|to|for)\b.{0,40}
      \b(?:newsletters?|updates|e?mails?|alerts|inbox|briefing|podcast|channel|continue|unlimited
      |read|access|free|digest)\b.{0,80}
    | (?:subscribe|sign\ in|log\ in|sign\ up|register|join\ us|donate|subscribe\ now)
    | (?:already|not\ (?:yet\ )?)\ a\ (?:subscriber|member)\?.{0,80}
    | get\ (?:the|our|all\ the|your)\ .{0,60}\b(?:inbox|newsletters?)\b.{0,60}
    | (?:enter|your)\ (?:your\ )?e-?mail\ address.{0,40}
    | (?:we|this\ (?:web)?site|our\ (?:web)?site|this\ page|our\ partners)\b.{0,40}\buses?\ (?:\w+\ )?
      cookies\b.{0,150}
    | (?:by\ (?:continuing|using|clicking|subscribing|signing\ up)).{0,80}\b(?:cookies|terms|privacy)\b.{0,100}
    | (?:accept|reject|manage|allow)\ (?:all\ |all\ the\ |my\ )?(?:cookies|preferences)
      (?:\ .{0,30})?
    | (?:cookie|privacy)\ (?:policy|settings|notice|preferences)
    | terms\ (?:of|and)\ (?:use|service|conditions)(?:\ .{0,40})?
    | (?:©|\(c\)|copyright)\s?(?:©\s?|\(c\)\s?)?(?:\d{4}|by\ ).{0,150}
    | (?:.{0,80}[.,|]\s)?all\ rights\ reserved\.?.{0,80}
    | (?:this\ material|material\ from|no\ part\ of\ this).{0,40}\bmay\ not\ be\b.{0,120}
    | (?:follow|like|find|join)\ (?:us|our\ \w+|@\w+)\ (?:on|at)\ (?:facebook|twitter|x|instagram
      |telegram|whatsapp|youtube|linkedin|tiktok|google|social|threads|bluesky)\b.{0,80}
    | (?:view|see|read|show|hide|load|leave|add|post)\ (?:a\ |all\ |your\ |the\ |more\ )?(?:\d+\ )?
      (?:comments?|replies)(?:\s?\(\d+\))?
    | (?:\d+\ )?comments?(?:\s?\(\d+\))? | (?:\d+\ )?shares?
    | (?:image|media|video|photo)\ (?:source|caption|credit)s?\s?[:,].{0,120}
    | (?:getty\ images|image\ copyright).{0,60}
    | (?:skip|jump|back)\ to\ (?:main\ content|content|top|navigation|homepage)
    | (?:next|previous)\ (?:article|story|post|page)
    | (?:continue\ reading|keep\ reading|show\ more|load\ more|see\ all|view\ all|scroll\ down)
      (?:\s?[.…→›»]{0,3})
    | (?:listen\ to|play|download)\ this\ (?:article|story|audio|episode).{0,40}
    | (?:download|get)\ (?:our|the)\ (?:free\ )?(?:\w+\ )?app\b.{0,80}
    | (?:please\ )?(?:enable|turn\ on|allow)\ javascript\b.{0,120}
    | your\ browser\ (?:does\ not|doesn['’]t)\ support\b.{0,120}
    | newsletters?(?:\ sign-?\s?up)?
    | join\ (?:our|us\ on)\ .{0,30}\b(?:whatsapp|telegram|channel|newsletter|facebook)\b.{0,80}
    | (?:please\ )?(?:support|help\ fund)\ (?:our|independent|quality)\ journalism\b.{0,120}
    | (?:loading|please\ wait)\s?(?:\.{3}|…) | \d{1,2}\ min(?:ute)?s?\ read
    """
)
_INLINE = re.compile(
    r"""(?x)
    (?<=[.!?”"]\ )(?:
      (?i:click|tap)\ here\ (?:to|for)\ [^.!?\n]{1,100}[.!?]?
    | (?:Sign\ up|Subscribe)\ (?:for|to)\ our\ [^.!?\n]{0,60}\bnewsletters?\b[^.!?\n]{0,80}[.!?]?
    | (?i:story|article)\ continues\ (?:below|after)(?:\ (?i:this\ |the\ )?(?i:ad)(?i:vertisement)?)?[.]?
    | (?:ADVERTISEMENT|Advertisement)(?=\ [A-Z“"])
    )
    | ©\ ?(?:19|20)\d\d\b[^\n]{0,100}$
    """,
    re.MULTILINE,
)
_INLINE_SIGNS = (" here ", "newsletter", "ontinues ", "dvertisement", "ADVERTISEMENT", "©")


def page_furniture(text: str) -> Iterator[Notice]:
    """Lines of the page around an article, and such of its sentences as have slipped into it."""
    found = []
    for line in _LINE.finditer(text):
        words = line[0].strip()
        if words and _FURNITURE.fullmatch(words.strip("*|•·-–—►▶ []")):
            start = line.start() + line[0].index(words)
            found.append(Span(start, start + len(words)))
    lines = Lines(found.copy())
    if any(sign in text for sign in _INLINE_SIGNS):
        spans = (Span(*m.span()) for m in _INLINE.finditer(text))
        found += [span for span in spans if lines.around(span) is None]
    for span in found:
        yield notice("page-furniture", text, span, "")


_PHRASES = {
    needles: re.compile(pattern, re.IGNORECASE)
    for needles, pattern in {
        "as an ai|as an art|as a large|as a language": r"\bas an? (?:ai|artificial intelligence|large language|language)"
        r"(?: language)?(?: model| assistant| chatbot)\b",
        "like me to": r"\b(?:is there anything else|would) you(?:[’']d| would)? like me to\b[^.!?\n”\"]{0,80}\??",
        "i hope this": r"\bi hope this (?:helps|meets your|article meets)\b[^.!?\n”\"]{0,60}[.!]?",
        "certainly|sure! here|sure, here|absolutely|of course": r"(?:^|(?<=[.!?\n]\s)|(?<=\n))"
        r"(?:certainly|sure|absolutely|of course)(?:! here(?: is|[’']s| are)\b|[,.] here(?: is|[’']s"
        r"| are) (?:an? |the |your |some )(?:\w+ ){0,3}(?:articles?|summary|version|draft|text|list"
        r"|rewrite|response|report|story|examples?|overview|translation|headlines?|outline"
        r"|statement|paragraphs?)\b)[^.:\n”\"]{0,120}[.:]?",
        "version": r"(?:^|(?<=\n))here(?: is|[’']s) (?:a|an|the|your) (?:\w+ ){0,3}"
        r"(?:rewritten|revised|polished|paraphrased|shortened|updated) version\b[^.:\n]{0,80}[.:]?",
        "knowledge cut": r"\b(?:my|of my) (?:last )?knowledge cut-?\s?off\b",
        "training data": r"\bmy (?:last )?training data\b",
        "of my last": r"\bas of my last (?:knowledge |training )?update\b",
        "let me know": r"(?:^|(?<=[.!?\n]\s)|(?<=\n))let me know if you(?:[’']d| would| want| need)"
        r"[^.!?\n]{0,120}[.!?]?",
        "regenerate": r"^\s*regenerate response\s*$",
        "comply with|fulfil|assist with": r"\bi(?:[’']m sorry,? but i)? can(?:not|[’']t| not) (?:fulfil|comply with|assist with)"
        r"l? (?:that|this|your) request\b",
        "oaicite": r":?contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|【?oaicite:\d{1,4}】?",
        "turn0": r"(?:cite)?turn0(?:search|news|view|image)\d{1,3}",
        "utm_source=chatgpt": r"[?&]utm_source=chatgpt\.com",
        "lorem ipsum": r"\blorem ipsum\b(?: dolor[^.\n]{0,200})?",
    }.items()
}
_BLANKS = {
    needles: re.compile(pattern, re.IGNORECASE)
    for needles, pattern in {
        "[insert|[add|[enter|[fill|[your| name|[placeholder|[tk|[todo|here]": r"\[(?:insert|add|enter|fill in)\b[^\]\n]{1,80}\]"
        r"|\[your (?:name|company|organi[sz]ation|title|city|e-?mail|address|outlet|position)\b"
        r"[^\]\n]{0,40}\]|\[(?:company|author|reporter|speaker|person|city|outlet|source|product"
        r"|location|organi[sz]ation)(?:[’']s)? name(?: here)?\]"
        r"|\[(?:placeholder|tktk|tk|todo|citation here|link here|quote here|date here)[^\]\n]{0,40}\]",
        "{{": r"\{\{[^{}\n]{1,120}\}\}",
        "${": r"\$\{[\w.]{1,60}\}",
        "%%": r"%%[A-Z_]{2,40}%%",
        "|*": r"\*\|[A-Z_:]{2,40}\|\*",
    }.items()
}
_LEFTOVERS = [
    (tuple(needles.split("|")) if needles != "|*" else ("|*",), pattern)
    for needles, pattern in (_PHRASES | _BLANKS).items()
]


def machine_leftovers(text: str) -> Iterator[Notice]:
    """What a language model says to its user, and blanks that nobody filled in.

    Left alone: the same in quotation marks, where an article reports it.
    """
    low = text.lower()
    spans = [
        Span(*found.span())
        for needles, pattern in _LEFTOVERS
        if any(needle in low for needle in needles)
        for found in pattern.finditer(text)
    ]
    quoted = Lines([q.span for q in quotations(text)] if spans else [])
    for span in spans:
        if quoted.around(span) is None:
            yield notice("machine-leftover", text, span, None)


def repeated_paragraphs(text: str) -> Iterator[Notice]:
    """Paragraphs of some length that stood in the text before, word for word."""
    seen: set[str] = set()
    for paragraph in paragraphs(text):
        if len(paragraph) < _MIN_REPEATED:
            continue
        words = " ".join(paragraph.of(text).split()).casefold()
        if words in seen:
            yield notice("repeated-paragraph", text, paragraph, "")
        seen.add(words)
