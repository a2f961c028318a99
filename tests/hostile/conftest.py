"""The small sound ledger, built once; who alters it takes a copy."""

from __future__ import annotations

from pathlib import Path

import pytest

from .edited import sound


@pytest.fixture(scope="package")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound(tmp_path_factory.mktemp("sound"))
