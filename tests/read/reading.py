"""Write bytes to a file, read them, and tell articles from errors."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, settings

from onrecord.errors import ItemError
from onrecord.read import items_in
from onrecord.values import Article, Settings

examples = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(path: Path | str, **limits: object) -> list[Article | ItemError]:
    return list(items_in([path], Settings(**limits)))  # type: ignore[arg-type]


def read_bytes(folder: Path, name: str, data: bytes | str, **limits: object):
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(path, **limits)


def article(folder: Path, name: str, data: bytes | str, **limits: object) -> Article:
    (item,) = read_bytes(folder, name, data, **limits)
    assert isinstance(item, Article), item
    return item


def error(folder: Path, name: str, data: bytes | str, **limits: object) -> ItemError:
    (item,) = read_bytes(folder, name, data, **limits)
    assert isinstance(item, ItemError), item
    return item


def outline(items: list[Article | ItemError]) -> list[str]:
    """Texts of articles and names of errors, in order."""
    return [i.text if isinstance(i, Article) else type(i).__name__ for i in items]
