"""When a feed is asked again: its interval, longer as it fails or asks for time, and some jitter.

Jitter keeps a thousand watchers that were started by one clock from coming at once. Times are in
seconds since 1970, by the machine's clock; a clock that went back cannot put a feed to sleep,
since no feed waits for longer than a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random

LONGEST_S = 24 * 3600.0
JITTER = 0.1
_MAX_AGE = re.compile(r"(?:^|,)\s*max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_SECONDS = re.compile(r"\d{1,9}")


def after_answer(now: float, every_s: float, headers: Mapping[str, str], dice: Random) -> float:
    """When to ask again after an answer: what its server lets be kept is not asked for sooner."""
    told = _MAX_AGE.search(headers.get("cache-control", ""))
    fresh = int(told[1]) if told else 0
    return now + _jittered(min(max(every_s, fresh), max(LONGEST_S, every_s)), dice)


def after_failure(
    now: float, every_s: float, failures: int, retry_after: str | None, dice: Random
) -> float:
    """When to ask again after `failures` in a row: twice as long each time, a day at most."""
    wait = every_s * 2.0 ** min(failures, 20)
    wait = max(wait, _asked_for(retry_after, now))
    return now + _jittered(min(wait, max(LONGEST_S, every_s)), dice)


def due(when: float, now: float, every_s: float) -> float:
    """`when`, unless a clock that went back has put it out of reach."""
    return now if when > now + max(LONGEST_S, every_s) * (1 + JITTER) else when


def _jittered(wait: float, dice: Random) -> float:
    return wait * (1 + JITTER * dice.random())


def _asked_for(retry_after: str | None, now: float) -> float:
    """The seconds that `Retry-After` asks for, as a number or as a date."""
    if not retry_after:
        return 0.0
    if _SECONDS.fullmatch(retry_after.strip()):
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except (TypeError, ValueError):
        return 0.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.fromtimestamp(now, UTC)).total_seconds())
