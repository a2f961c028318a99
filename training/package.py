"""The large reader as a package of its own, which `pip` builds and `--reader large` finds.

Its weights weigh more than all of onrecord, and few need them: so they are not in it, and whoever
does makes the package (`make large`). Nothing in it is code.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.extract.readers import GROUP

LARGE = "onrecord-reader-large"
MODULE = LARGE.replace("-", "_")
PROJECT = f"""\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{LARGE}"
version = "0.1.0"
description = "Weights of a larger reader for onrecord: better, and slower"
readme = "README.md"
requires-python = ">=3.11"
dependencies = ["onrecord"]

[project.entry-points."{GROUP}"]
large = "{MODULE}"

[tool.hatch.build.targets.wheel]
packages = ["{MODULE}"]
"""
README = """\
# Weights of a larger reader for onrecord

MPNet-base, fine-tuned on PolNeAR as onrecord's `MODEL_CARD.md` says, and onrecord's own reader beside
it, in int8. With this package installed, `--reader large` reads with it. onrecord's model card says on
what terms the texts that it learnt from may be used.
"""


def package(folder: Path) -> Path:
    """Lay out the package in `folder`; gives where in it the weights belong."""
    home = folder / MODULE
    home.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(PROJECT, "utf8")
    (folder / "README.md").write_text(README, "utf8")
    (home / "__init__.py").write_text(
        '"""Weights only: see `onrecord.extract.readers`."""\n', "utf8"
    )
    return home
