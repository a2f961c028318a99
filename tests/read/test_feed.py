"""Feeds: entries as articles, `<source>` kept, and nothing expanded, fetched or run."""

import pytest

from onrecord.errors import BadRow, NoArticle
from onrecord.values import Article

from .reading import article, error, outline, read_bytes

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>The Varn Courier</title><link>https://courier.example/</link><language>en-gb</language>
{items}
</channel></rss>
"""
HARBOUR = """<item>
<title>Harbour &amp;amp; memorial: &lt;i&gt;a plan&lt;/i&gt;</title>
<link>https://courier.example/harbour</link>
<guid isPermaLink="false">a-1</guid>
<pubDate>Thu, 05 Mar 2026 07:40:00 +0100</pubDate>
<dc:creator>Ilka Brandvold</dc:creator><dc:creator>Tomas Reeve</dc:creator>
<media:title>A picture of the quay</media:title>
<description>A short summary of it.</description>
<content:encoded><![CDATA[<p>The mayor said the memorial was &ldquo;a debt&rdquo;.</p>
<script>alert(1)</script><p>“Nobody asked us,”<br>said Per Aune.</p>]]></content:encoded>
</item>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title type="text">Norrby Press</title><link rel="self" href="https://press.example/feed"/>
{entries}</feed>"""


def _rss(*items: str) -> str:
    return RSS.format(items="\n".join(items))


def _item(text: str, more: str = "") -> str:
    return f"<item><title>News</title><description>{text}</description>{more}</item>"


def test_an_entry_of_rss_is_an_article_with_its_full_content(tmp_path):
    got = article(tmp_path, "feed", _rss(HARBOUR))
    assert (
        got.text
        == "The mayor said the memorial was “a debt”.\n\n“Nobody asked us,”\nsaid Per Aune."
    )
    assert (got.title, got.byline) == ("Harbour & memorial: a plan", "Ilka Brandvold, Tomas Reeve")
    assert (got.outlet, got.language) == ("The Varn Courier", "en")
    assert got.url == "https://courier.example/harbour"
    assert got.published == "2026-03-05T07:40:00+01:00"
    assert got.where == f"{tmp_path}/feed, entry 1"
    assert got.original == HARBOUR.encode()


def test_the_source_of_an_entry_is_its_outlet(tmp_path):
    source = '<source url="https://press.example/feed">Norrby Press</source>'
    items = read_bytes(tmp_path, "a.xml", _rss(_item("He said so.", source), _item("She did not.")))
    assert [i.outlet for i in items] == ["Norrby Press", "The Varn Courier"]


def test_the_source_of_an_atom_entry_is_its_outlet(tmp_path):
    entry = """<entry><title>Ferry</title><source><id>x</id><title>The Varn Courier</title></source>
<link rel="edit" href="https://press.example/edit"/><link href="https://press.example/ferry"/>
<author><name>Ilka Brandvold</name></author><updated>2026-03-06T10:00:00Z</updated>
<published>2026-03-05T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One said <b>no</b>.</p><p>Two.</p></div></content>
<summary>Less.</summary></entry>"""
    got = article(tmp_path, "a.atom", ATOM.format(entries=entry))
    assert (got.outlet, got.byline) == ("The Varn Courier", "Ilka Brandvold")
    assert got.text == "One said no.\n\nTwo."
    assert (got.url, got.published) == ("https://press.example/ferry", "2026-03-05T10:00:00Z")


def test_atom_says_whether_content_is_text_or_html(tmp_path):
    entries = """<entry><title>a</title><content type="text">1 &lt;b&gt; 2, he said.</content></entry>
<entry><title>b</title><content type="html">&lt;b&gt;No&lt;/b&gt;, he said.</content></entry>"""
    items = read_bytes(tmp_path, "a.atom", ATOM.format(entries=entries))
    assert outline(items) == ["1 <b> 2, he said.", "No, he said."]


def test_prefixed_atom_and_rdf_feeds_are_read(tmp_path):
    prefixed = """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Norrby Press</a:title>
<a:entry><a:title>x</a:title><a:summary>He said so.</a:summary></a:entry></a:feed>"""
    assert article(tmp_path, "p", prefixed).outlet == "Norrby Press"
    rdf = """<?xml version="1.0"?><!-- a feed --><?xml-stylesheet href="x"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://v.example/">
<title>Varn Post</title><dc:language>en</dc:language></channel>
<item rdf:about="https://v.example/1"><title>x</title><description>She said so.</description>
<dc:date>2026-03-05</dc:date></item></rdf:RDF>"""
    got = article(tmp_path, "r", rdf)
    assert (got.outlet, got.url, got.published) == (
        "Varn Post",
        "https://v.example/1",
        "2026-03-05",
    )


def test_a_broken_entry_costs_no_other(tmp_path):
    items = [_item("One."), _item("Two <b>is broken."), _item("Three."), "<item><title>x</title>"]
    got = read_bytes(tmp_path, "a.xml", _rss(*items, _item("Five.")))
    assert outline(got) == ["One.", "BadRow", "Three.", "BadRow", "Five."]
    assert "entry 2" in str(got[1]) and "not well-formed" in str(got[1])


def test_a_feed_that_is_cut_short_loses_its_last_entry_only(tmp_path):
    whole = _rss(_item("One."), _item("Two."))
    got = read_bytes(tmp_path, "a.xml", whole[: whole.index("Two")])
    assert outline(got) == ["One.", "BadRow"]
    assert isinstance(got[0], Article) and got[0].outlet == "The Varn Courier"


def test_an_entry_without_text_names_the_page_it_links_to(tmp_path):
    got = error(
        tmp_path, "a.xml", _rss("<item><title>x</title><link>https://v.example/1</link></item>")
    )
    assert isinstance(got, NoArticle) and "https://v.example/1" in str(got)


def test_a_feed_without_entries_is_named(tmp_path):
    assert isinstance(error(tmp_path, "a.xml", _rss()), NoArticle)


def test_an_end_tag_in_cdata_or_a_comment_ends_nothing(tmp_path):
    items = _item("<![CDATA[He wrote </item> and <item> there.]]>"), _item("Two.<!-- </item> -->")
    assert outline(read_bytes(tmp_path, "a.xml", _rss(*items))) == ["He wrote and there.", "Two."]


def test_ampersands_and_control_characters_that_xml_forbids_are_kept_as_they_read(tmp_path):
    got = article(tmp_path, "a.xml", _rss(_item("Aune & Sons\x0b said: 2 &lt; 3&nbsp;km")))
    assert got.text == "Aune & Sons� said: 2 < 3\xa0km"


def test_prefixes_that_nobody_declared_do_not_break_an_entry(tmp_path):
    got = article(tmp_path, "a.xml", _rss(_item("He said so.", '<itunes:image x:href="y"/>')))
    assert got.text == "He said so."


def test_the_encoding_that_a_feed_declares_is_its_encoding(tmp_path):
    feed = _rss(_item("Le maire a déclaré que le pont était fermé.")).replace("UTF-8", "iso-8859-1")
    got = article(tmp_path, "a.xml", feed.encode("latin-1"))
    assert "déclaré" in got.text and got.language == "fr"
    wide = feed.replace("iso-8859-1", "utf-16").encode("utf-16")
    assert article(tmp_path, "b.xml", wide).text == got.text


def test_entities_are_never_expanded(tmp_path):
    bomb = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
    )
    feed = f"<!DOCTYPE rss [{bomb}]>" + _rss(_item("They said &m; to it.")).partition("?>")[2]
    assert article(tmp_path, "a.xml", feed).text == "They said &m; to it."


@pytest.mark.parametrize("target", ["file:///etc/hostname", "http://127.0.0.1:9/x"])
def test_nothing_outside_a_feed_is_loaded(tmp_path, target):
    doctype = f'<!DOCTYPE rss SYSTEM "{target}" [<!ENTITY x SYSTEM "{target}">]>'
    feed = doctype + _rss(_item("He said &x; so.")).partition("?>")[2]
    assert article(tmp_path, "a.xml", feed).text == "He said &x; so."


@pytest.mark.parametrize(
    ("hostile", "outcome"),
    [
        ("<item>" * 40_000, "BadRow"),
        ("<![CDATA[" * 100_000, "NoArticle"),
        ("<item <" * 100_000, "NoArticle"),
        (_item("<b>" * 50_000), "BadRow"),
        (_item("a" * 11_000_000), "BadRow"),
    ],
    ids=["unclosed", "cdata", "half tags", "deep", "one long word"],
)
def test_hostile_feeds_are_named_errors(tmp_path, hostile, outcome):
    assert set(outline(read_bytes(tmp_path, "a.xml", _rss(hostile)))) == {outcome}


def test_xml_that_is_no_feed_says_so(tmp_path):
    got = error(tmp_path, "a.xml", '<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>')
    assert "no page or feed" in str(got)


def test_an_article_that_speaks_of_feeds_stays_text(tmp_path):
    assert article(tmp_path, "a.txt", "He said: <rss> is dead.").text == "He said: <rss> is dead."


def test_an_entry_keeps_its_id_wherever_it_stands(tmp_path):
    one = article(tmp_path, "a.xml", _rss(HARBOUR))
    _, two = read_bytes(tmp_path, "b.xml", _rss(_item("First."), HARBOUR))
    assert isinstance(two, Article) and two.id == one.id


def test_an_unclosed_entry_is_a_bad_row(tmp_path):
    assert isinstance(error(tmp_path, "a.xml", _rss("<entry>")), BadRow)


def test_a_feed_of_very_many_prefixes_is_refused(tmp_path):
    """The parser looks through all prefixes for every name."""
    items = HARBOUR.replace(
        "</item>", "".join(f"<p{n}:x>y</p{n}:x>" for n in range(300)) + "</item>"
    )
    fault = error(tmp_path, "feed.xml", RSS.format(items=items).encode())
    assert isinstance(fault, BadRow)
    assert "more than 200 prefixes" in str(fault)
