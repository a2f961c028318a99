"""What holds for all tests: a property that takes long on a busy machine is no less true."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

settings.register_profile("patient", deadline=None)
# A mutant is killed by the first counterexample; a smaller one would tell nothing more.
settings.register_profile(
    "mutants", deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The invented story as a ledger, built once for all tests; who writes to it takes a copy."""
    from onrecord.build import build  # here, so that tests of one part do not load all of them
    from onrecord.ledger import Ledger
    from onrecord.story import folder

    path = tmp_path_factory.mktemp("strait") / "strait.ledger"
    with Ledger.open(path, create=True) as ledger:
        build(ledger, folder())
    whole = path.read_bytes()
    yield path
    assert path.read_bytes() == whole, "a test wrote to the ledger that all tests share"
