from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

import onrecord as package
from onrecord import cli
from onrecord.cli.reading import settings_of
from onrecord.present.example import article
from onrecord.values import Settings

RAIN = "Ann Lee, the mayor of Port Ansel, said on Friday that the bridge was safe.\n"
IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8


@pytest.fixture
def rain(tmp_path: Path) -> Path:
    path = tmp_path / "rain.txt"
    path.write_text(RAIN, "utf8")
    return path


def commands() -> dict[str, click.Command]:
    assert isinstance(cli.onrecord, click.Group)
    return cli.onrecord.commands


def in_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments], capture_output=True, text=True, timeout=120
    )


@pytest.mark.parametrize("command", ["read", "demo", "eval"])
def test_every_command_says_what_it_is_for_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set(commands()) >= {command}
    assert cli.status([command, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    examples = [line.strip() for line in lines if not line.startswith("Usage")]
    assert any(e.split()[:2] == ["onrecord", command] for e in examples)


def test_every_option_is_explained() -> None:
    for command in commands().values():
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (command.name, parameter.name)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["--version"]) == 0
    assert capsys.readouterr().out == f"onrecord {package.__version__}\n"


def test_help_needs_neither_the_network_nor_the_views() -> None:
    heavy = "onnxruntime tokenizers rich.table jinja2 trafilatura onrecord.present.html"
    code = (
        "import sys; from onrecord import cli; cli.status(['--help']); "
        f"sys.exit(' '.join(m for m in '{heavy}'.split() if m in sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stderr.strip() == ""


def test_an_article_becomes_a_line_of_json(rain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["read", str(rain), "--format", "jsonl"]) == 0
    captured = capsys.readouterr()
    line = json.loads(captured.out)
    assert (line["id"], line["text"]) == ("rain", RAIN)
    assert captured.err == ""


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("text", "ON WHOSE WORD"),
        ("html", "<!DOCTYPE html>"),
        ("csv", "article,title"),
        ("jsonl", '{"id": "rain"'),
    ],
)
def test_what_goes_to_a_file_is_what_goes_to_standard_output(
    rain: Path, form: str, sign: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert cli.status(["read", str(rain), "-f", form, "-o", str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert cli.status(["read", str(rain), "-f", form]) == 0
    shown = capsys.readouterr().out
    assert sign in shown
    assert out.read_bytes().decode("utf8") == shown
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_brat_goes_to_folders_for_many_and_to_standard_output_for_one(
    rain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "snow.txt"
    other.write_text(RAIN.replace("bridge", "road"), "utf8")
    out = tmp_path / "out"
    assert cli.status(["read", str(rain), str(other), "-f", "brat", "-o", str(out)]) == 0
    assert sorted(p.name for p in out.rglob("*") if p.is_file()) == [
        "rain.txt", "rain_read.ann", "snow.txt", "snow_read.ann",
    ]  # fmt: skip
    assert (out / "text" / "rain.txt").read_bytes() == rain.read_bytes()
    assert cli.status(["read", str(rain), "-f", "brat"]) == 0
    assert capsys.readouterr().out == (out / "attributions" / "rain_read.ann").read_text("utf8")
    assert cli.status(["read", str(rain), str(other), "-f", "brat"]) == 2
    assert "-o" in capsys.readouterr().err


def test_a_bad_item_is_listed_and_the_rest_goes_on(
    rain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "image.png").write_bytes(IMAGE)
    (tmp_path / "empty.txt").write_bytes(b"")
    code = cli.status(
        [
            "read",
            *(str(tmp_path / n) for n in ("image.png", "empty.txt", "rain.txt")),
            "-f",
            "jsonl",
        ]
    )
    captured = capsys.readouterr()
    assert code == 1
    assert [json.loads(line)["id"] for line in captured.out.splitlines()] == ["rain"]
    assert "2 items were skipped" in captured.err
    assert "image.png" in captured.err
    assert "empty.txt" in captured.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["read", "x.txt", "--format", "pdf"],
        ["read", "x.txt", "--min-score", "2"],
        ["read", "x.txt", "--encoding", "klingon"],
        ["read", "x.txt", "--outlets", "no-such-file"],
        ["no-such-command"],
        ["eval", "no-such-task", "."],
        ["eval", "attributions", "no-such-folder"],
        ["demo", "-f", "html", "-o", "."],
        ["demo", "-f", "html", "-o", "no/such/folder/x.html"],
    ],
)
def test_wrong_usage_is_2_and_writes_no_data(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.status(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err if arguments != ["read"] else captured.err + captured.out
    assert not captured.out or arguments == ["read"]


def test_a_path_that_holds_nothing_is_2_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["read", "/no/such/folder/*.txt"]) == 2
    assert "/no/such/folder" in capsys.readouterr().err


def test_the_demo_shows_its_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.status(["demo", "-f", "jsonl"]) == 0
    line = json.loads(capsys.readouterr().out)
    assert line["text"] == article().text
    assert len(line["attributions"]) >= 8


def test_standard_input_is_a_path(rain: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", "-", "-f", "jsonl"],
        input=rain.read_bytes(), capture_output=True, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0
    assert json.loads(ran.stdout)["text"] == RAIN


def test_a_pipe_gets_no_colour_and_utf8_whatever_the_locale(rain: Path) -> None:
    rain.write_text(RAIN + "“Да”, she said.\n", "utf8")
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "read", str(rain)],
        capture_output=True, timeout=120,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "TERM": "xterm-256color"},
    )  # fmt: skip
    assert ran.returncode == 0
    assert b"\x1b" not in ran.stdout
    assert "“Да”" in ran.stdout.decode("utf8")


def test_a_reader_that_has_seen_enough_ends_the_run_quietly(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": RAIN * 9, "id": str(n)}) + "\n" for n in range(48))
    (tmp_path / "many.jsonl").write_text(rows, "utf8")
    ran = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "read", str(tmp_path / "many.jsonl"), "-f", "jsonl"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert ran.stdout and ran.stderr
    ran.stdout.read(10)
    ran.stdout.close()
    assert ran.stderr.read() == b""
    assert ran.wait(120) == 0
    ran.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to send")
def test_ctrl_c_leaves_one_line_and_no_half_file(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"text": RAIN, "id": str(n)}) + "\n" for n in range(20_000))
    (tmp_path / "many.jsonl").write_text(rows, "utf8")
    out = tmp_path / "out.jsonl"
    ran = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "read", str(tmp_path / "many.jsonl"), "-f", "jsonl",
         "-o", str(out)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    partial = tmp_path / "out.jsonl.part"
    while not partial.exists():
        assert ran.poll() is None
        time.sleep(0.05)
    ran.send_signal(signal.SIGINT)
    _, err = ran.communicate(timeout=120)
    assert ran.returncode == 130, err
    assert err.strip() == "onrecord: stopped"
    assert not out.exists()
    assert not partial.exists()


def test_tasks_are_listed_in_the_help_of_eval(capsys: pytest.CaptureFixture[str]) -> None:
    from onrecord.measure import TASKS

    assert cli.status(["eval", "--help"]) == 0
    shown = capsys.readouterr().out
    for task in TASKS:
        assert f"  {task} " in shown


def test_every_task_has_its_measure() -> None:
    from onrecord.measure import TASKS

    assert all(callable(TASKS[task]) for task in TASKS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("eval", "weather", "."), "no task is called 'weather'; there are "),
        (("read", "-", "--encoding", "utf-99"), "Python knows no encoding called 'utf-99'"),
        (("read", "-", "--outlets", "{folder}/broken.txt"), "can't decode byte 0xff"),
    ],
)
def test_what_cannot_be_meant_is_told_with_what_can(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe")
    assert cli.status([a.format(folder=tmp_path) for a in arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in " ".join(said.err.split())


def test_outlets_are_read_from_lists_with_remarks(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("\ufeff# ours\n\n  The Gull \n", "utf8")
    other.write_text("Radio Ansel", "utf8")
    settings = settings_of(0.5, "latin-1", (one, other))
    assert settings == Settings(
        encoding="latin-1", min_score=0.5, outlets=("The Gull", "Radio Ansel")
    )
