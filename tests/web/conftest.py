"""The invented story, built once for all tests of the pages; who writes takes a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.build import build
from onrecord.ledger import Ledger
from onrecord.story import folder


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
    return path
