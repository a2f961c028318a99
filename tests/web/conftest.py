"""The invented story, for all tests of the pages; who writes takes a copy."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="package")
def built(strait: Path) -> Path:
    return strait
