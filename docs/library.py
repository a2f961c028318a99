"""The library's reference page, made from signatures and docstrings, which griffe reads.

Every name of `onrecord.__all__` is on it, and what those names lead to: the values a reading is
made of, judgements, errors. A class or function without a docstring is a fault of the code.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import griffe

import onrecord

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "library.md"
HEAD = """# Library

Generated from signatures and docstrings by `python -m docs.check --write`; do not edit.

`import onrecord` gives the names marked *onrecord*. The others are imported from the module that is
given beside them. Offsets are half-open ranges of Unicode code points. Values are frozen: to change
one, make a new one with `dataclasses.replace`. `None` means not found. How to use it:
[in Python and spaCy](../how-to/python.md).
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its names, all that a module defines where none are given."""

    title: str
    module: str
    names: tuple[str, ...] = ()
    about: str = ""


PARTS = (
    Part("Read", "onrecord.pipeline", ("read", "extract", "extract_all", "SkippedItem")),
    Part(
        "Values",
        "onrecord.values",
        about="What a reading is made of. `Spans` is `tuple[Span, ...]`: words that stand apart have "
        "several. Ids of entities and attributions hold within one article.",
    ),
    Part("Build", "onrecord.build", ("build", "add", "Built")),
    Part(
        "Ledger",
        "onrecord.ledger.ledger",
        ("Ledger",),
        "To ask a ledger, use SQL on `Ledger.db`, an `sqlite3.Connection` that gives rows by name: "
        "[its tables](ledger.md). To add to it, use `build`. `judge` and `undo` are for what a person "
        "decides; methods that take or give what matching sees are what `build` is made of.",
    ),
    Part("", "onrecord.ledger.store", ("Fault",)),
    Part("Judgements", "onrecord.judged", ("Relation", "Judgement", "Part", "Evidence")),
    Part("JSON Lines", "onrecord.present.jsonl", ("line_of",)),
    Part("Errors", "onrecord.errors", ("OnrecordError", "ItemError", "RunError")),
)


def reference() -> str:
    """The whole page. Raises `ValueError` where a public name would be missing from it."""
    held = griffe.load("onrecord", search_paths=[str(ROOT / "src")])
    pieces = [HEAD]
    told: set[str] = set()
    for part in PARTS:
        module = held[part.module.removeprefix("onrecord.")]
        names = part.names or tuple(_public(module))
        told |= set(names)
        pieces += [f"## {part.title}\n"] if part.title else []
        pieces += [f"{part.about}\n"] if part.about else []
        pieces += [f"```\n{_tree(module)}\n```\n"] if part.module == "onrecord.errors" else []
        pieces += ["\n".join(_entry(module[name])) for name in names]
    if missing := set(onrecord.__all__) - told:
        raise ValueError(f"no part of the page has {', '.join(sorted(missing))}")
    return "\n".join(pieces)


def _public(module: griffe.Object) -> Iterator[str]:
    """What a module defines for others: its classes and functions, in their order."""
    for name, member in module.members.items():
        if not (name.startswith("_") or member.is_alias) and (
            member.is_class or member.is_function
        ):
            yield name


def _tree(module: griffe.Object) -> str:
    return inspect.cleandoc("\n" + _said(module).split("\n\n")[1])


def _said(thing: griffe.Object) -> str:
    if thing.docstring is None:
        raise ValueError(f"{thing.path} has no docstring")
    return thing.docstring.value


def _entry(thing: griffe.Object) -> Iterator[str]:
    """A class or function: its name, where to import it from, its shape, what it says."""
    exported = getattr(getattr(onrecord, thing.name, None), "__module__", "") == thing.module.path
    home = "onrecord" if exported and thing.name in onrecord.__all__ else _home(thing)
    yield f"### `{thing.name}`\n"
    yield f"*{home}*\n"
    shape = list(_fields(thing)) if thing.is_class else [_signature(thing)]
    if shape:
        yield "```py\n" + "\n".join(shape) + "\n```\n"
    yield f"{_said(thing)}\n"
    for method in _methods(thing) if thing.is_class else ():
        yield f"- `{_signature(method)}`  "
        yield "\n".join(f"  {line}".rstrip() for line in _said(method).splitlines())
    if thing.is_class and any(_methods(thing)):
        yield ""


def _home(thing: griffe.Object) -> str:
    """The package that a name is imported from: `onrecord.ledger` rather than a file in it."""
    path = thing.module.path
    return "onrecord.ledger" if path.startswith("onrecord.ledger.") else path


def _fields(thing: griffe.Object) -> Iterator[str]:
    """A class's fields as its source has them, comments too."""
    for name, member in thing.members.items():
        if member.is_attribute and not name.startswith("_") and "property" not in member.labels:
            source = member.source.strip()
            if "self." not in source:
                yield source


def _methods(thing: griffe.Object) -> Iterator[griffe.Object]:
    for name, member in thing.members.items():
        if not name.startswith("_") and (member.is_function or "property" in member.labels):
            yield member


def _signature(thing: griffe.Object) -> str:
    """As one would call it: `name(one, *, other=1) -> What`; a property is its name and type."""
    if not thing.is_function:
        return f"{thing.name}: {thing.annotation}"
    marked: list[str] = []
    bare = True
    for parameter in thing.parameters:
        if parameter.name in ("self", "cls"):
            continue
        if parameter.kind is griffe.ParameterKind.keyword_only and bare:
            marked.append("*")
            bare = False
        star = ""
        if parameter.kind is griffe.ParameterKind.var_positional:
            star, bare = "*", False
        told = f"{star}{parameter.name}"
        told += f": {parameter.annotation}" if parameter.annotation else ""
        given = parameter.default is not None and not star
        marked.append(f"{told} = {parameter.default}" if given else told)
    return f"{thing.name}({', '.join(marked)}) -> {thing.returns}"
