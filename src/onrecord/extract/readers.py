"""Which weights read: those that come with onrecord, or others that fit the same code.

Another reader is a folder that holds `reader.onnx` and `tokenizer.json`, as `python -m training`
writes them, or a package that names such a folder of its own under the entry point
`onrecord.readers`: `large = "onrecord_reader_large"`. How it is asked for is `Settings.reader`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import BadModel

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

OURS = files("onrecord.extract") / "weights"
GROUP = "onrecord.readers"
NETWORK, TOKENIZER = "reader.onnx", "tokenizer.json"


def weights_of(reader: str) -> Traversable:
    """The folder with the weights of `reader`: "" for ours, a name, or a folder.

    Raises `BadModel` where there is none of that name, or no weights in it.
    """
    if not reader:
        return OURS
    from importlib.metadata import entry_points  # not for those who read as most do

    named = {point.name: point.value for point in entry_points(group=GROUP)}
    folder: Traversable = Path(reader)
    if reader in named:
        try:
            folder = files(named[reader])
        except (ImportError, TypeError) as error:
            raise BadModel(f"{reader}: its package does not load ({error})") from error
    elif not folder.is_dir():
        others = f"installed: {', '.join(sorted(named))}" if named else "no other is installed"
        raise BadModel(
            f"{reader}: no reader is called so ({others}); "
            f"name one, or a folder with {NETWORK} and {TOKENIZER}"
        )
    for name in (NETWORK, TOKENIZER):
        if not (folder / name).is_file():
            raise BadModel(f"{reader}: has no {name}; give a folder that python -m training wrote")
    return folder


@cache
def digest_of(reader: str) -> str:
    """What tells the weights of `reader` from all others. Raises `BadModel`."""
    digest = hashlib.sha256()
    for name in (NETWORK, TOKENIZER):
        digest.update((weights_of(reader) / name).read_bytes())
    return digest.hexdigest()
