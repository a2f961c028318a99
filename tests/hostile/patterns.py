"""Every regular expression of the package, and texts made to hold each of them up.

In a process of its own `re` tells what onrecord compiles while all its modules are imported and a
small story is read, built and shown; patterns that stand as literals in calls of `re` are found in
the source besides, so none is missed that nothing called. A text that holds a pattern up is made
from the pattern itself, as Python's own parser sees it: what leads to one of its repeats, what the
repeat takes, over and over, and something at the end that it cannot take.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, pairwise, zip_longest
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import onrecord

HOME = Path(onrecord.__file__).parent
LARGE = 40
NESTED = 100_000
"""A repeat of at most so many is a constant, alone or within another."""
CHARS = 4000
SWIFT_S = 0.008
"""A pattern that takes the square of 4,000 characters takes ten times as long or more."""
GROWTH = 7.0
"""Four times the text takes four times as long where time goes with the length, sixteen by its square."""
MEASURED_S = 0.06
"""Clocks of processors may tick in thousandths of a second only."""
STALLED_S = 1.5
MOST = 24
"""Texts for each pattern; ONRECORD_PATTERNS=500 tries nearly all."""

WATCHED = """
import importlib, json, pkgutil, re, sys
found, compile = {}, re._compiler.compile
def told(pattern, flags=0):
    frame = sys._getframe(1)
    while frame and frame.f_globals.get("__name__", "").partition(".")[0] in ("re", "functools"):
        frame = frame.f_back
    if frame and frame.f_globals.get("__name__", "").startswith("onrecord") and isinstance(pattern, (str, bytes)):
        text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
        found[text, isinstance(pattern, bytes), int(flags)] = f"{frame.f_globals['__name__']}:{frame.f_lineno}"
    return compile(pattern, flags)
re._compiler.compile = told
import onrecord
for module in pkgutil.walk_packages(onrecord.__path__, "onrecord."):
    if module.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(module.name)
    except ImportError:
        pass
    except onrecord.errors.MissingExtra:
        pass
from tests.hostile.edited import FORMS, sound, commands
from onrecord import cli
from pathlib import Path
import contextlib, io
room = Path(sys.argv[1])
path = sound(room)
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    for command in [*commands(path, room, Path("tests/hostile/seeds")), ["read", "tests/hostile/seeds"]]:
        cli.status(command)
print(json.dumps([[*key, where] for key, where in found.items()]))
"""


@dataclass(frozen=True)
class Found:
    """A pattern and where it stands."""

    text: str
    is_bytes: bool
    flags: int
    where: str
    once: bool = False
    """Whether it is only ever tried at one place of a text: `match`, `fullmatch`."""

    def compiled(self) -> re.Pattern[Any]:
        return re.compile(self.text.encode("latin-1") if self.is_bytes else self.text, self.flags)


def patterns(room: Path) -> list[Found]:
    """All of them, by where they stand."""
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED, str(room)], capture_output=True, text=True, check=True
    )
    found = {
        (text, is_bytes, flags): where for text, is_bytes, flags, where in json.loads(ran.stdout)
    }
    searched, once = {}, _tried_once()
    for key, where, name in _literals():
        searched[key] = searched.get(key, False) or name not in ("match", "fullmatch")
        found.setdefault(key, where)
    return [
        Found(*key, where, where in once or searched.get(key) is False)
        for key, where in sorted(found.items(), key=lambda f: f[1])
    ]


def _tried_once() -> set[str]:
    """Where patterns stand with names that the whole package only ever uses to match at one place."""
    compiled: dict[str, list[str]] = {}
    uses: dict[str, list[str]] = {}
    for path in sorted(HOME.rglob("*.py")):
        tree = ast.parse(path.read_text("utf8"))
        module = ".".join(path.relative_to(HOME.parent).with_suffix("").parts)
        methods = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=call)):
                    if ast.unparse(call) == "re.compile":
                        own = f"{module}.{name}" if name.startswith("_") else name
                        compiled.setdefault(own, []).append(f"{module}:{node.lineno}")
                case ast.Name(id=name, ctx=ast.Load()):
                    own = f"{module}.{name}" if name.startswith("_") else name
                    uses.setdefault(own, []).append(methods.get(id(node), "itself"))
                case ast.ImportFrom(module=str() as giver, names=names):
                    for name in (alias.name for alias in names if alias.name.startswith("_")):
                        uses.setdefault(f"{giver}.{name}", []).append("itself")
    return {
        where
        for name, places in compiled.items()
        if len(places) == 1 and uses.get(name) and {"match", "fullmatch"} >= set(uses[name])
        for where in places
    }


def _literals() -> Iterator[tuple[tuple[str, bool, int], str, str]]:
    """Patterns that are literals in calls of functions of `re`."""
    for path in sorted(HOME.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                    args=[ast.Constant(value=str() | bytes() as value), *_],
                ) if name != "escape":
                    text = value if isinstance(value, str) else value.decode("latin-1")
                    where = f"{path.relative_to(HOME.parent)}:{node.lineno}"
                    yield (text, isinstance(value, bytes), _flags(node)), where, name


def _flags(call: ast.Call) -> int:
    """The flags that a call names: `re.IGNORECASE | re.DOTALL`."""
    given = [*call.args[1:], *(k.value for k in call.keywords if k.arg == "flags")]
    names = {
        n.attr
        for argument in given
        for n in ast.walk(argument)
        if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "re"
    }
    return int(
        sum(getattr(re, name) for name in names if isinstance(getattr(re, name), re.RegexFlag))
    )


# -- what a pattern takes

_ORDINARY = "aA0 ,.\n-'\"<>()&;:/=\t“’é!?#@"
_CATEGORIES = {
    c.CATEGORY_DIGIT: str.isdecimal,
    c.CATEGORY_NOT_DIGIT: lambda x: not x.isdecimal(),
    c.CATEGORY_SPACE: str.isspace,
    c.CATEGORY_NOT_SPACE: lambda x: not x.isspace(),
    c.CATEGORY_WORD: lambda x: x.isalnum() or x == "_",
    c.CATEGORY_NOT_WORD: lambda x: not (x.isalnum() or x == "_"),
}
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)


def _in_class(items: list[Any], char: str) -> bool:
    negated = bool(items) and items[0][0] is c.NEGATE
    code = ord(char)
    held = any(
        (op is c.LITERAL and code == of)
        or (op is c.RANGE and of[0] <= code <= of[1])
        or (op is c.CATEGORY and _CATEGORIES[of](char))
        for op, of in items
    )
    return held is not negated


def _chars(items: list[Any]) -> list[str]:
    """Some characters of a class, unlike one another."""
    named = [chr(of) for op, of in items if op is c.LITERAL]
    named += [chr(of[0]) for op, of in items if op is c.RANGE]
    return [x for x in dict.fromkeys([*_ORDINARY, *named]) if _in_class(items, x)][:4]


def _texts(nodes: Any, most: int = 4) -> list[str]:
    """Some of the shortest texts that a sequence of nodes takes."""
    texts = [""]
    for node in nodes:
        parts = _taken(node) or [""]
        texts = list(dict.fromkeys(t + p for p in parts for t in texts))[:most]
    return texts


def _taken(node: Any) -> list[str]:
    op, of = node
    if op is c.LITERAL:
        return [chr(of)]
    if op is c.NOT_LITERAL:
        return [x for x in _ORDINARY if ord(x) != of][:3]
    if op is c.ANY:
        return ["a", " ", "."]
    if op is c.IN:
        return _chars(of)
    if op is c.BRANCH:
        return list(dict.fromkeys(t for branch in of[1] for t in _texts(branch, 2)))[:8]
    if op is c.SUBPATTERN:
        return _texts(of[3])
    if op is c.ATOMIC_GROUP:
        return _texts(of)
    if op in _REPEATS:
        least, _, body = of
        texts = _texts(body)
        return [t * max(least, 1) for t in texts] + ([""] if not least else [])
    return [""]


def repeats(nodes: Any, before: tuple[str, ...] = ("",)) -> Iterator[tuple[str, list[str], str]]:
    """For each large repeat: what leads to it, what it takes, and what should follow it."""
    for at, (op, of) in enumerate(nodes):
        rest = _texts(nodes[at + 1 :], 1)[0]
        if op in _REPEATS:
            _, most, body = of
            if most > LARGE or _longest(body) * most > NESTED:
                for lead in before:
                    yield lead, _texts(body, 8), rest
            yield from repeats(body, before)
        elif op is c.BRANCH:
            for branch in of[1]:
                yield from repeats(branch, before)
        elif op is c.SUBPATTERN:
            yield from repeats(of[3], before)
        elif op is c.ATOMIC_GROUP:
            yield from repeats(of, before)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from repeats(of[1], before)
        before = tuple(dict.fromkeys(b + t for t in (_taken((op, of)) or [""]) for b in before))[:2]


def _longest(nodes: Any) -> int:
    """How often at most a repeat within these may repeat, those within it counted; 0 for none."""
    most = 0
    for op, of in nodes:
        if op in _REPEATS:
            most = max(most, int(of[1]) * max(_longest(of[2]), 1) if of[1] > 1 else _longest(of[2]))
        elif op is c.BRANCH:
            most = max(most, *map(_longest, of[1]))
        elif op in (c.SUBPATTERN, c.ATOMIC_GROUP, c.ASSERT, c.ASSERT_NOT):
            most = max(
                most,
                _longest(
                    of[3] if op is c.SUBPATTERN else of[1] if op is not c.ATOMIC_GROUP else of
                ),
            )
    return most


def attacks(found: Found, most: int = MOST) -> Iterator[str]:
    """Texts made to hold the pattern up; none for one without a repeat that could be long."""
    text = found.text.encode("latin-1") if found.is_bytes else found.text
    tree = parser.parse(text, found.flags)
    large = list(dict.fromkeys((lead, tuple(pumps), rest) for lead, pumps, rest in repeats(tree)))
    if not large:
        return
    pumped: dict[tuple[str, str, str], None] = {}
    for whole in _texts(tree, 1):
        pumped |= dict.fromkeys([("", whole, ""), ("", whole[:-1], ""), ("", whole[1:], "")])
    ways: list[list[tuple[str, str, str]]] = []
    for lead, pumps, rest in large:
        near = rest[:-1]
        ways.append([(lead, pump, "") for pump in pumps])
        ways[-1] += [("", lead + pump, "") for pump in pumps] + [("", lead, "")]
        ways[-1] += [(lead, one + other, "") for one, other in pairwise(pumps)]
        ways[-1] += [(lead, pump + near, "") for pump in pumps] + [(lead, pumps[0], near)]
    for each in chain.from_iterable(
        zip_longest(*ways)
    ):  # a little of every repeat before more of one
        pumped[each or ("", "", "")] = None
    for lead, pump, tail in islice((way for way in pumped if way[1]), most):
        yield (lead + pump * (CHARS // len(pump)))[:CHARS] + tail + "\0"


def taken_s(pattern: re.Pattern[Any], text: str | bytes, once: bool, least_s: float = 0.0) -> float:
    """Processor time of finding all that the pattern matches, again until it can be measured."""
    began, times = time.process_time(), 0
    while not times or time.process_time() - began < least_s:
        times += 1
        if once:
            pattern.match(text)
        else:
            for _ in pattern.finditer(text):
                pass
    return (time.process_time() - began) / times


def holds_up(pattern: re.Pattern[Any], text: str | bytes, once: bool = False) -> float | None:
    """How many times longer four times the text takes, where that is more than it should be."""
    if taken_s(pattern, text, once) < SWIFT_S:
        return None
    short = text[: len(text) // 4] + text[-1:]
    whole, part = (taken_s(pattern, each, once, MEASURED_S) for each in (text, short))
    return whole / part if whole > SWIFT_S / 2 and whole / part > GROWTH else None
