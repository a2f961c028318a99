"""The measure of places reads both formats, and counts what lies within 161 km."""

from pathlib import Path

import pytest

from onrecord.errors import NothingToRead
from onrecord.measure.places import marked, places

GEOVIRUS = """<articles><article>
<source>https://news.invalid/one</source>
<text>Fire brigades from Uppsala fought a blaze in Sala on Monday, police in Uppsala said.</text>
<locations>
<location><name>Uppsala</name><start>20</start><end>27</end><lat>59.85</lat><lon>17.64</lon></location>
<location><name>Sala</name><start>45</start><end>49</end><lat>-10.0</lat><lon>10.0</lon></location>
</locations>
</article></articles>
"""

TOPONYMS = """<articles><article docid="1">
<title>One</title>
<text>Fire brigades from Uppsala fought a blaze in Sala on Monday.</text>
<toponyms>
<toponym><start>19</start><end>26</end><phrase>Uppsala</phrase>
<gaztag geonameid="2666199"><name>Uppsala</name><lat>59.85882</lat><lon>17.63889</lon></gaztag>
</toponym>
<toponym><start>45</start><end>49</end><phrase>Sala</phrase></toponym>
</toponyms>
</article></articles>
"""


def test_geovirus_offsets_from_one_are_set_right(tmp_path: Path) -> None:
    path = tmp_path / "geo.xml"
    path.write_text(GEOVIRUS, "utf8")
    (article,) = marked(path)
    assert [span.of(article.text) for span, _, _ in article.places] == ["Uppsala", "Sala"]
    figures = places(path)
    assert (figures["acc161_gold"], figures["n"]) == (0.5, 2)
    assert 0 <= figures["acc161_end_to_end"] <= 0.5


def test_toponyms_without_a_point_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "lgl.xml").write_text(TOPONYMS, "utf8")
    figures = places(tmp_path)
    assert (figures["acc161_gold"], figures["n"]) == (1.0, 1)


def test_a_file_without_places_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.xml").write_text("<articles/>", "utf8")
    with pytest.raises(NothingToRead, match="no <location> or <toponym>"):
        places(tmp_path / "empty.xml")
