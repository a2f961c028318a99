"""What is learnt beside an encoder: kept small, put back whole, and nothing else touched."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra training")
pytest.importorskip("transformers", reason="needs the extra training")
pytest.importorskip("peft", reason="needs the extra training")

from safetensors import safe_open  # noqa: E402

from training.corpus import Example, Lesson, plain  # noqa: E402
from training.model import Reader  # noqa: E402
from training.predict import emissions  # noqa: E402
from training.teacher import COURSES, KEPT, keep, teacher, tokenizer_of  # noqa: E402
from training.train import Course, Recipe, train  # noqa: E402

from .networks import reader  # noqa: E402

TEXT = "The quay reopens on Monday, harbour master Ines Roald said. “We waited,” said Tove Lind."
RANK = 4


def said_of(model: Reader, folder: Path) -> np.ndarray:
    tokenizer = tokenizer_of(folder)
    ((tags, names),) = emissions(model, [plain("a", TEXT, tokenizer)], tokenizer)
    return np.hstack([tags, names])


def adapted(folder: Path) -> Reader:
    """A network whose adapters say something, as after training."""
    model = reader("mpnet", folder)
    model.adapt(RANK)
    for name, weight in model.named_parameters():
        if ".lora_B" in name:
            torch.nn.init.normal_(weight, std=0.3)
    return model.eval()


def test_only_adapters_heads_shapes_and_crf_learn(tmp_path: Path) -> None:
    model = adapted(tmp_path)
    learnt = model.learnt()
    assert {n.split(".")[0] for n in learnt} == {"encoder", "shape", "tag", "name", "crf"}
    beside = {n.split(".layer.")[1].split(".lora_")[0] for n in learnt if n.startswith("encoder")}
    assert beside == {
        f"{i}.{part}"
        for i in range(2)
        for part in ("attention.attn.v", "attention.attn.o", "intermediate.dense", "output.dense")
    }
    assert sum(map(torch.numel, learnt.values())) < sum(map(torch.numel, model.parameters())) / 10


def test_folded_adapters_say_the_same(tmp_path: Path) -> None:
    plainly = said_of(reader("mpnet", tmp_path), tmp_path)
    model = adapted(tmp_path)
    wanted = said_of(model, tmp_path)
    assert np.abs(wanted - plainly).max() > 0.1
    model.fold()
    assert not any("lora" in name or "base_layer" in name for name in model.state_dict())
    np.testing.assert_allclose(said_of(model, tmp_path), wanted, atol=1e-4)


def test_what_was_learnt_is_kept_in_a_small_file_and_put_back(tmp_path: Path) -> None:
    model = adapted(tmp_path)
    facts = {"courses": {"teacher1": {"rank": RANK}}, "linker": {"none": 0.5}}
    keep(model.learnt(), facts, tmp_path / "teacher.safetensors")
    back, held = teacher(tmp_path, tmp_path / "teacher.safetensors")
    assert held == facts
    np.testing.assert_allclose(said_of(back, tmp_path), said_of(model, tmp_path), atol=0.02)
    assert (tmp_path / "teacher.safetensors").stat().st_size < 200_000


def test_a_file_that_lacks_a_weight_is_refused(tmp_path: Path) -> None:
    learnt = adapted(tmp_path).learnt()
    learnt.pop("tag.bias")
    keep(learnt, {}, tmp_path / "teacher.safetensors")
    with pytest.raises(KeyError, match=r"tag\.bias"):
        teacher(tmp_path, tmp_path / "teacher.safetensors")


def test_the_teacher_in_the_repository_is_of_the_courses_here_and_ready_to_read() -> None:
    with safe_open(KEPT, "pt") as held:
        facts, names = json.loads(held.metadata()["onrecord"]), list(held.keys())
    assert facts["courses"] == COURSES
    assert {"linker", "score", "apart"} <= facts.keys()
    assert len([n for n in names if n.startswith("encoder.")]) == 12 * 4 * 2
    assert {"tag.weight", "name.weight", "shape.weight", "crf.step"} <= set(names)


def lessons_in(folder: Path) -> list[Lesson]:
    """The same sentence eight times, every word of it tagged."""
    bare = plain("a", TEXT, tokenizer_of(folder))
    tags = np.zeros(len(bare), dtype=np.int64)
    tags[:3] = (1, 2, 2)
    parts = {s: getattr(bare, s) for s in ("name", "text", "starts", "ends", "words", "shapes")}
    return [Lesson(Example(**parts, tags=(tags,)))] * 8


def test_a_course_with_adapters_leaves_the_encoder_alone_and_goes_on_after_a_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = reader("mpnet", tmp_path)
    recipe = Recipe(str(tmp_path), epochs=1.5, batch=2, rank=RANK, body_rate=1e-2, augment=False)
    lessons, tokenizer = lessons_in(tmp_path), tokenizer_of(tmp_path)
    learn = Course.learn

    def stopped(course: Course, *about: object) -> float:
        if course.done == 3:
            raise KeyboardInterrupt
        return learn(course, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(Course, "learn", stopped)
    with pytest.raises(KeyboardInterrupt):
        train(recipe, lessons, tokenizer, tmp_path / "course", every_s=0)
    monkeypatch.setattr(Course, "learn", learn)
    done = []
    monkeypatch.setattr(Course, "_average", lambda course: done.append(course.done))
    learnt = train(recipe, lessons, tokenizer, tmp_path / "course", every_s=0)
    assert done == [4]  # of six steps; the first three were not taken again
    assert not (tmp_path / "course" / "checkpoint.pt").exists()
    kept = torch.load(tmp_path / "course" / "weights.pt", weights_only=True)
    assert all(".lora_" in name for name in kept if name.startswith("encoder."))
    table = "encoder.embeddings.word_embeddings.weight"
    assert torch.equal(learnt.state_dict()[table], first.state_dict()[table])
