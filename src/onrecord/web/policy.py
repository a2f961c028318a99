"""What an answer may do in a browser: its Content-Security-Policy, and the headers of every answer.

A page of ours may have its one style sheet (`story.policy`). The pages of tables are Datasette's,
whose templates carry a few scripts of their own: those are named by digest, read off the templates
that are installed, so that a script which an article brought along is none of them. Whatever is
no page may do nothing at all.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import datasette

Headers = Iterable[tuple[bytes, bytes]]
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers of all answers of any Datasette with our pages, where it has none of its own."""
OURS = {"Cross-Origin-Resource-Policy": "same-origin"}
"""Headers of our own pages besides, and of all that `onrecord serve` answers."""
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_TEMPLATES = Path(datasette.__file__).with_name("templates")
_FACETS = "DATASETTE_ALLOW_FACET = {};"


def added(headers: Headers, more: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """The headers, with those of `more` that are not among them."""
    headers = list(headers)
    known = {name.lower() for name, _ in headers}
    wanted = [(name.lower().encode(), value.encode()) for name, value in more.items()]
    return [*headers, *(pair for pair in wanted if pair[0] not in known)]


def of_tables(headers: Headers) -> str:
    """The policy of an answer that Datasette gives: of a page, or of what is none."""
    kinds = [value for name, value in headers if name.lower() == b"content-type"]
    return _tables() if any(b"html" in kind for kind in kinds) else NOTHING


def digest(text: str) -> str:
    """How a policy names a script or a style sheet."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _tables() -> str:
    scripts = " ".join(f"'{digest(script)}'" for script in sorted(set(_scripts())))
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


def _scripts() -> Iterator[str]:
    """The scripts in Datasette's templates that are the same on every page, and the one that is not."""
    for template in _TEMPLATES.glob("*.html"):
        for rest in template.read_text("utf8").split("<script>")[1:]:
            script, ended, _ = rest.partition("</script>")
            if ended and "{{" not in script and "{%" not in script:
                yield script
    yield from (_FACETS.format(value) for value in ("true", "false"))
