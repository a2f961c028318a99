"""The same bytes from a real cluster of two machines' worth of Ray, and none lost with a machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import ray
from ray.cluster_utils import Cluster

from onrecord.scale import Outcome, extracted
from onrecord.scale.chunks import CHUNK_BYTES

LINE = "The bridge at {} is safe, engineer Lena Ost said on Monday. She declined to name the firm."
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.*")
NODE = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    made = Cluster(initialize_head=True, head_node_args=NODE)
    made.add_node(**{k: v for k, v in NODE.items() if k != "include_dashboard"})
    ray.init(address=made.address, log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("corpus")
    for n in range(6):
        rows = [{"id": f"{n}-{i}", "text": LINE.format(n)} for i in range(4)]
        rows[0]["pad"] = "x" * CHUNK_BYTES
        (home / f"{n}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf8")
    (home / "broken.txt").write_bytes(b"")
    return home


def tree(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}


def run(corpus: Path, out: Path, **choice: Any) -> list[Outcome]:
    return [o for o in extracted([corpus], out, **choice) if isinstance(o, Outcome)]


def test_a_cluster_gives_the_bytes_that_one_machine_gives(
    cluster: Cluster, corpus: Path, tmp_path: Path
) -> None:
    assert len(ray.nodes()) == 2
    here = run(corpus, tmp_path / "local", engine="local", workers=2)
    there = run(corpus, tmp_path / "ray", engine="ray", workers=2)
    assert {o.chunk: o.articles for o in there} == {o.chunk: o.articles for o in here}
    assert [e.where for o in there for e in o.skipped] == [str(corpus / "broken.txt")]
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")


def test_a_lost_machine_costs_nothing_that_is_not_read_again(
    cluster: Cluster, corpus: Path, tmp_path: Path
) -> None:
    lost = cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    outcomes = []
    for outcome in extracted([corpus], tmp_path / "out", engine="ray", workers=3):
        if not outcomes:
            cluster.remove_node(lost, allow_graceful=False)
        outcomes.append(outcome)
    assert all(isinstance(o, Outcome) and o.failed is None for o in outcomes)
    again = run(corpus, tmp_path / "out", engine="local")
    assert [o.fresh for o in again] == [False] * len(again)
    assert sum(o.articles for o in again) == 24
