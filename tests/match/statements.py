"""Invented statements, with as little as a test needs."""

from __future__ import annotations

from itertools import count

from onrecord.judged import Statement
from onrecord.values import Act, Certainty, EntityKind, Firmness, Kind, Polarity, Span

_NUMBERS = count()


def said(
    content: str,
    by: str | None = "Ilse Maren",
    *,
    on: str | None = "2026-03-04",
    outlet: str | None = None,
    article: str | None = None,
    kind: Kind = Kind.INDIRECT,
    act: Act = Act.STATEMENT,
    polarity: Polarity = Polarity.AFFIRMED,
    chain: tuple[str, ...] = (),
) -> Statement:
    """`content` as somebody said it in an article of its own."""
    number = next(_NUMBERS)
    return Statement(
        f"s{number}", article or f"a{number}", outlet, on, content, (Span(10, 10 + len(content)),),
        kind, Firmness(act, Certainty.UNSTATED, polarity), by, by,
        EntityKind.PERSON if by else None, chain,
    )  # fmt: skip
