"""The measure of dates reads both formats, and counts spans and values apart."""

from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.dates import dates, marked

TIMEX2 = """<DOC>
<DATETIME> <TIMEX2 val="2009-12-19T17:00:00">2009-12-19T17:00:00</TIMEX2> </DATETIME>
<TEXT>
The siege of Velm began in <TIMEX2 val="1643-05">May 1643</TIMEX2> &amp; lasted
<TIMEX2 val="P3M">three months</TIMEX2>, to <TIMEX2 val="1643-08" mod="END">the end of <TIMEX2
val="1643-08">August</TIMEX2></TIMEX2>. It was <TIMEX2>a dark time</TIMEX2>.
</TEXT>
</DOC>
"""

TIMEML = """<?xml version="1.0" ?>
<TimeML>
<DOCID>velm-1</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2026-03-06" functionInDocument="CREATION_TIME"
>2026-03-06</TIMEX3></DCT>
<TEXT>Minister Maren Ostrova <EVENT class="REPORTING" eid="e1">said</EVENT> on
<TIMEX3 tid="t1" type="DATE" value="2026-03-05">Thursday</TIMEX3> that the bridge, shut
<TIMEX3 tid="t2" type="DATE" value="2026-02">last month</TIMEX3>, would reopen on
<TIMEX3 tid="t3" type="DATE" value="2026-03-09">Sunday</TIMEX3>.</TEXT>
</TimeML>
"""


def test_timex2_gives_the_text_its_marks_and_its_date(tmp_path: Path) -> None:
    document = marked(TIMEX2)
    assert document.published == "2009-12-19T17:00:00"
    assert "&" in document.text
    assert [(document.text[s:e].replace("\n", " "), v) for s, e, v in document.timexes] == [
        ("May 1643", "1643-05"),
        ("three months", "P3M"),
        ("the end of August", "1643-08"),
        ("August", "1643-08"),
        ("a dark time", None),
    ]
    (tmp_path / "one.key.xml").write_text(TIMEX2, "utf8")
    figures = dates(tmp_path)
    assert figures == {
        "span_f1": pytest.approx(2 * 3 / (3 + 5)),
        "value_f1": pytest.approx(2 * 2 / (3 + 5)),  # one month too few to make a story of 1643
        "n": 5,
    }


def test_timeml_anchors_on_its_creation_time_and_a_wrong_value_costs(tmp_path: Path) -> None:
    assert marked(TIMEML).published == "2026-03-06"
    (tmp_path / "one.tml").write_text(TIMEML, "utf8")
    (tmp_path / "readme.txt").write_text("May 1643", "utf8")
    assert dates(tmp_path) == {"span_f1": 1.0, "value_f1": pytest.approx(2 / 3), "n": 3}
    assert dates(tmp_path / "one.tml") == dates(tmp_path)


def test_a_folder_without_marked_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"no \.tml"):
        dates(tmp_path)
