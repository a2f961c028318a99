"""Somebody at a desk who reads a ledger's live pages and decides in them, as a browser would.

Pages of every kind are asked for, drawn from what the ledger holds at the moment. Decisions are
those of the forms: that a judgement is right or wrong, that a statement is none or is nobody's,
and that a decision is taken back.
"""

from __future__ import annotations

import http.client
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from onrecord.ledger import Ledger

TOKEN = re.compile(r'name="csrftoken" value="([^"]+)"')
DONE = re.compile(r"[?&]done=(\d+)")
WHY = re.compile(r'<p role="alert">(.+?)</p>', re.DOTALL)
TIMEOUT_S = 120.0
SOME = {
    "claim": "SELECT id FROM claim ORDER BY random() LIMIT 1",
    "speaker": "SELECT speaker FROM claim WHERE speaker NOTNULL ORDER BY random() LIMIT 1",
    "article": "SELECT id FROM article ORDER BY random() LIMIT 1",
    "statement": "SELECT id FROM stated ORDER BY random() LIMIT 1",
    "judgement": "SELECT id FROM judgement WHERE superseded_by IS NULL AND holds AND relation IN "
    "('same claim', 'contradicts', 'changes', 'copied from') AND made_by NOT LIKE 'person: %' "
    "ORDER BY random() LIMIT 1",
}


@dataclass
class Desk:
    """One reader of one server; `counts`, `refused` and `seconds` tell what it came to."""

    path: Path
    port: int
    token: str
    dice: random.Random
    cookies: dict[str, str] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def home(self) -> str:
        """The address of the story."""
        return f"/-/story/{self.path.stem}"

    def enter(self) -> None:
        """Exchange the printed token for the cookie of a reviewer."""
        self._asked("enter", "GET", f"{self.home}/enter?token={self.token}")

    def read(self) -> None:
        """One page of each kind."""
        stem, some = self.path.stem, self._some("claim", "speaker", "article", "statement")
        for kind, id in some.items():
            self._asked("page", "GET", f"{self.home}/{kind}/{id}")
        for address in (self.home, f"{self.home}/search?q=police", f"/{stem}/claim.json?_size=5"):
            self._asked("page", "GET", address)

    def decide(self) -> None:
        """One decision, on a form that was fetched for it; one in three takes an earlier back."""
        fields = self._decision()
        if not fields:
            return
        page = self._asked("page", "GET", self.home)[2]
        if not (token := TOKEN.search(page)):
            self.counts["pages without a form"] += 1
            return
        form = {"csrftoken": token[1], "by": "A. Nwosu", "back": self.home, **fields}
        status, where, text = self._asked(
            "decision", "POST", f"{self.home}/decide", urlencode(form)
        )
        if status >= 400:
            said = WHY.search(text)
            self.refused.append(f"{fields['do']}: {said[1] if said else text[:200]}")
        if status == 303 and (number := DONE.search(where)) and fields["do"] != "undo":
            self.done.append(number[1])

    def _decision(self) -> dict[str, str]:
        if self.done and self.dice.random() < 1 / 3:
            return {"do": "undo", "number": self.done.pop(self.dice.randrange(len(self.done)))}
        some = self._some("statement", "judgement")
        act = self.dice.choice(("accept", "reject", "remove", "speaker"))
        kind = "judgement" if act in ("accept", "reject") else "statement"
        if kind not in some:
            return {}
        extra = {"entity": "none"} if act == "speaker" else {}
        return {"do": act, kind: some[kind], **extra}

    def _some(self, *kinds: str) -> dict[str, str]:
        """An id of each kind, drawn at random, where the ledger has any."""
        with Ledger.open(self.path, read_only=True) as ledger:
            rows = {kind: ledger.db.execute(SOME[kind]).fetchone() for kind in kinds}
        return {kind: row[0] for kind, row in rows.items() if row}

    def _asked(self, what: str, method: str, url: str, form: str = "") -> tuple[int, str, str]:
        """Status, `Location` and text of an answer: counted, its cookies kept."""
        began = time.perf_counter()
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            connection.request(method, url, form or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.counts[f"{what}: {type(error).__name__}"] += 1
            return 0, "", ""
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.counts[f"{what}: {answer.status}"] += 1
        self.seconds.append(time.perf_counter() - began)
        return answer.status, answer.headers["Location"] or "", text
