"""Everybody and everything in one article, before it is known who speaks.

Names are put together first, then what the article says of them beside their names. Neither
needs an order of reading, and both look forward as well as back: a headline's "Tarn mayor" is
explained by the first paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.resolve.clusters import Referent, referents_of
from onrecord.resolve.context import Context
from onrecord.resolve.named import Named, Spots, folded, words_of
from onrecord.resolve.nouns import Sort, noun
from onrecord.resolve.reference import Calling
from onrecord.resolve.roles import roles_around
from onrecord.values import EntityKind, Form, Span

_ROLELESS = frozenset({EntityKind.PLACE, EntityKind.STATE, EntityKind.GROUP})
_LOOK_BACK = 6  # roles that begin before a word and may still reach over it


class Cast:
    """The referents of an article: by name, by role, and the unnamed groups.

    `callings` are, for each noun that a role has for its head, who is called so and where;
    `bodies` the same for the nouns in names of bodies and places ("church", "ministry").
    """

    def __init__(self, context: Context, names: Sequence[Named]) -> None:
        self.text = context.text
        self.spots = Spots(names)
        self.named = referents_of(names)
        self.referents = dict.fromkeys(self.named.values())
        self.callings: dict[str, list[Calling]] = {}
        self.bodies: dict[str, list[Calling]] = {}
        self._roles: list[tuple[Span, Referent]] = []
        self._groups: dict[str, Referent] = {}
        for span, referent in sorted(self.named.items(), key=lambda item: item[0]):
            self._note_body(span, referent)
            if referent.kind not in _ROLELESS:
                self._give_roles(context, span, referent)
        self._roles.sort(key=lambda r: r[0])
        for callings in self.callings.values():
            callings.sort(key=lambda c: c.start)

    def _give_roles(self, context: Context, span: Span, referent: Referent) -> None:
        person = referent.kind is EntityKind.PERSON
        for role in roles_around(context, span, self.spots, self._body_at, person):
            self._roles.append((role.span, referent))
            referent.takes_role(role.text, role.head)
            if role.head is not None:
                words = frozenset(folded(w) for w in role.text.split())
                calling = Calling(role.span.start, referent, words)
                self.callings.setdefault(role.head.lemma, []).append(calling)

    def _note_body(self, span: Span, referent: Referent) -> None:
        if referent.kind in (EntityKind.PERSON, EntityKind.GROUP):
            return
        words = frozenset(words_of(span.of(self.text)))
        calling = Calling(span.start, referent, words)
        for known in filter(None, map(noun, words)):
            if known.sort in (Sort.BODY, Sort.PLACE):
                self.bodies.setdefault(known.lemma, []).append(calling)

    def _body_at(self, offset: int) -> Span | None:
        """The name of an organisation that begins at `offset`."""
        for name in self.spots.within(Span(offset, offset + 1)):
            if self.named[name.span].kind in (EntityKind.ORGANISATION, EntityKind.OUTLET):
                return name.span
        return None

    def with_role_at(self, word: Span) -> Referent | None:
        """The person whose role, beside the name, `word` is part of."""
        before = bisect_right(self._roles, word.start, key=lambda r: r[0].start)
        for span, referent in reversed(self._roles[max(0, before - _LOOK_BACK) : before]):
            if span.overlaps(word) and referent.kind is EntityKind.PERSON:
                return referent
        return None

    def person_at(self, offset: int) -> Referent | None:
        """The person whose name `offset` is in."""
        for name in self.spots.within(Span(offset, offset + 1)):
            if self.named[name.span].kind is EntityKind.PERSON:
                return self.named[name.span]
        return None

    def group(self, label: str) -> Referent:
        """The group that goes by `label` in this article."""
        return self._groups.setdefault(label, Referent(EntityKind.GROUP, plural=True, label=label))

    def mention(self, referent: Referent | None, span: Span, form: Form) -> Referent | None:
        """Note a mention at `span`, unless a name of the same stands there; gives `referent`."""
        if referent is not None:
            self.referents.setdefault(referent)
            if not any(self.named[n.span] is referent for n in self.spots.within(span)):
                referent.mention(span, form)
        return referent
