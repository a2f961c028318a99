"""The measure of names reads pairs and lists, and counts what it should."""

from pathlib import Path

import pytest

from onrecord.errors import BadRow, NothingToRead
from onrecord.measure.names import measure

PAIRS = """case_group,schema,name1,name2,is_match,quality
x,Person,Maren Ostrova,Ostrova Maren,true,STRONG
x,Person,Maren Ostrova,Konrad Tarrant,true,WEAK
x,Person,Boris Ostrova,Maren Ostrova,false,STRONG
x,Company,Harbour Post Ltd,Harbour Post Limited,true,STRONG
x,Company,Harbour Post,Harbor Post,false,WEAK
"""


def test_f1_is_of_same_over_all_and_over_persons(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, "utf8")
    figures = measure(tmp_path)
    assert figures["n"] == 5
    assert figures["f1"] == pytest.approx(2 / 3)
    assert figures["person_n"] == 3
    assert figures["person_f1"] == pytest.approx(2 / 3)
    assert figures["person_precision"] == 1
    assert measure(tmp_path / "pairs.csv") == figures


def test_lists_of_transliterations_count_pairs_and_strangers(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text(PAIRS, "utf8")
    names = {"tarrant": "таррант", "ostrova": "острова", "valcour": "валькур", "lidin": "лидин"}
    rows = [f"{latin}\t{' '.join(own)}\t1" for latin, own in names.items()]
    (tmp_path / "russian.tsv").write_text("\n".join(rows), "utf8")
    figures = measure(tmp_path)
    assert figures["russian"] == 1
    assert figures["russian_false"] == 0
    assert figures["russian_n"] == 4


def test_a_row_without_its_names_is_reported_by_line(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("schema,name1,name2,is_match\nPerson,Maren,,true\n", "utf8")
    with pytest.raises(BadRow, match=r"pairs\.csv: line 2"):
        measure(file)


def test_a_folder_without_pairs_cannot_be_measured(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead):
        measure(tmp_path)
