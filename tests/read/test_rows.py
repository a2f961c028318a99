"""JSON Lines, JSON arrays and tables: a row an article, and no row takes others with it."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadRow, EmptyInput, NoArticle, TooLarge
from onrecord.values import Article, content_id

from .reading import article, error, examples, outline, read, read_bytes

ROW = {
    "id": 7,
    "headline": "Ferry  late\n",
    "body": " She said so.\n",
    "date": "March 4, 2026",
    "link": "https://varn.example/1",
    "source": {"id": None, "name": "The Varn Courier"},
    "authors": ["Ilka Brandvold", "Tomas Reeve"],
    "lang": "en-GB",
}


def test_a_row_fills_an_article_by_the_usual_names(tmp_path):
    line = json.dumps(ROW)
    assert article(tmp_path, "feed.jsonl", line + "\n") == Article(
        id="7",
        text=" She said so.\n",
        sha256=hashlib.sha256(line.encode()).hexdigest(),
        title="Ferry late",
        outlet="The Varn Courier",
        byline="Ilka Brandvold, Tomas Reeve",
        published="2026-03-04",
        language="en",
        url="https://varn.example/1",
        where=f"{tmp_path}/feed.jsonl, line 1",
    )


@pytest.mark.parametrize(
    "name", ["Article Body", "article_body", "articleBody", "TEXT", "maintext"]
)
def test_column_names_are_compared_without_case_and_punctuation(tmp_path, name):
    assert article(tmp_path, "a.jsonl", json.dumps({name: "Words."})).text == "Words."


def test_a_row_without_an_id_is_named_by_its_bytes(tmp_path):
    one = article(tmp_path, "a.jsonl", '{"text": "Words."}\n')
    again = article(tmp_path, "b.jsonl", '\n{"text": "Words."}')
    assert one.id == again.id == content_id(one.sha256)


def test_rows_that_share_an_id_keep_apart(tmp_path):
    items = read_bytes(tmp_path, "a.jsonl", '{"id":1,"text":"a"}\n{"id":1,"text":"b"}\n' * 2)
    assert len({i.id for i in items if isinstance(i, Article)}) == 4


def test_what_onrecord_writes_it_can_read(tmp_path):
    line = json.dumps({"id": "x", "article": {"title": "T", "published": "2026-03"}, "text": "W."})
    got = article(tmp_path, "a.jsonl", line)
    assert (got.id, got.title, got.published, got.text) == ("x", "T", "2026-03", "W.")


BROKEN = [
    ('{"text": "cut', BadRow, "column 10"),
    ("not json", BadRow, "column 1"),
    ('{"text": ""}', EmptyInput, "no text"),
    ('{"text": null}', EmptyInput, "no text"),
    ('{"title": "t"}', NoArticle, "columns: title"),
    ('{"text": 5}', BadRow, "int"),
    ('{"text": [1]}', BadRow, "a list"),
    ('{"text": "\\ud800"}', BadRow, "surrogate"),
    ('"text"', BadRow, "no object"),
    ('{"text":' + "[" * 100_000, BadRow, "deep"),
    ('{"n":' + "9" * 5000 + ',"text":"a"}', BadRow, "number"),
    ('{"text": "a\0b"', BadRow, "JSON"),
]


@pytest.mark.parametrize(("line", "kind", "said"), BROKEN)
def test_a_broken_line_costs_no_other(tmp_path, line, kind, said):
    items = read_bytes(tmp_path, "a.jsonl", '{"text": "One."}\n' + line + '\n{"text": "Two."}\n')
    assert outline(items) == ["One.", kind.__name__, "Two."]
    assert said in items[1].what
    assert items[1].where.endswith("a.jsonl, line 2") and items[1].remedy


def test_a_line_over_the_limit_is_skipped_as_it_streams_past(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "One."}\n{"text": "')
        for _ in range(20):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n{"text": "Two."}\n')
    items = read(path, max_item_bytes=100_000)
    assert outline(items) == ["One.", "TooLarge", "Two."]
    assert "max_item_bytes (100,000)" in str(items[1]) and "20,000," in str(items[1])


def test_a_bad_first_line_does_not_hide_the_kind(tmp_path):
    assert outline(read_bytes(tmp_path, "a.jsonl", 'oops\n{"text": "One."}\n')) == [
        "BadRow",
        "One.",
    ]


TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])).filter(str.strip), min_size=1)


@examples
@given(texts=TEXTS, indent=st.sampled_from([None, 0, 2]), ascii_only=st.booleans())
def test_an_array_of_any_layout_gives_its_texts_back(tmp_path, texts, indent, ascii_only):
    data = json.dumps([{"text": t, "n": [{"a": "]},{"}]} for t in texts], indent=indent)
    items = read_bytes(tmp_path, "a.json", data)
    assert outline(items) == texts


@examples
@given(texts=TEXTS)
def test_lines_give_their_texts_back(tmp_path, texts):
    data = "".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts)
    assert outline(read_bytes(tmp_path, "a.jsonl", data)) == texts


@examples
@given(
    texts=TEXTS,
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_gives_its_texts_back(tmp_path, texts, quoting, delimiter, end):
    texts = [t.replace("\0", " ").replace("\r", "\n") for t in texts]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end)
    writer.writerow(["title", "text"])
    writer.writerows(("T", t) for t in texts)
    items = read_bytes(tmp_path, "a.csv", out.getvalue())
    assert outline(items) == [t if t.strip() else "EmptyInput" for t in texts]


def test_a_broken_element_of_a_spread_out_array_costs_no_other(tmp_path):
    data = '[\n  {\n   "text": "cut\n  },\n  {\n   "text": "Two."\n  },\n {"text": "Three."}\n]'
    assert outline(read_bytes(tmp_path, "a.json", data)) == ["BadRow", "Two.", "Three."]


def test_an_array_with_an_object_a_line_is_read_by_lines(tmp_path):
    data = '[{"text": "One."},\n{"text": "x" oops},\n{"text": "Three."}]\n'
    assert outline(read_bytes(tmp_path, "a.json", data)) == ["One.", "BadRow", "Three."]


def test_several_elements_on_a_line_are_all_read(tmp_path):
    data = '[{"text": "a"},\n {"title": "x"}, 5, {"text": "b"}]'
    assert outline(read_bytes(tmp_path, "a.json", data)) == ["a", "NoArticle", "BadRow", "b"]


def test_an_element_over_the_limit_is_skipped(tmp_path):
    data = '[{"text": "One."}, {"text": "' + "x" * 300_000 + '"}, {"text": "Two."}]'
    items = read_bytes(tmp_path, "a.json", data, max_item_bytes=1000)
    assert outline(items) == ["One.", "TooLarge", "Two."]
    assert isinstance(items[1], TooLarge) and items[1].where.endswith("row 2")


def test_one_object_spread_over_lines_is_one_article_with_the_files_stem(tmp_path):
    got = article(tmp_path, "story.json", json.dumps({"title": "T", "text": "W."}, indent=2))
    assert (got.id, got.title, got.text) == ("story", "T", "W.")


def test_a_quoted_field_may_run_over_lines_and_its_line_ends_stay(tmp_path):
    data = 'title,text\r\nA,"One ""said"".\r\n\r\nTwo."\r\nB,Three.\r\n'
    one, two = read_bytes(tmp_path, "a.csv", data)
    assert outline([one, two]) == ['One "said".\r\n\r\nTwo.', "Three."]
    assert one.sha256 == hashlib.sha256(b'A,"One ""said"".\r\n\r\nTwo."').hexdigest()
    assert two.where.endswith("line 5")


def test_an_unclosed_quotation_mark_costs_its_row_only(tmp_path):
    data = 'title,text\na,One.\nb,"oops\nc,Three.\nd,"Four, ""said""."\ne,Five.\n'
    items = read_bytes(tmp_path, "a.csv", data)
    assert outline(items) == ["One.", "BadRow", "Three.", 'Four, "said".', "Five."]
    assert items[1].where.endswith("line 3")


def test_rows_of_another_width_are_broken(tmp_path):
    items = read_bytes(tmp_path, "a.csv", "title;text\na;One.\nb;c;d\ne\nf;Two.")
    assert outline(items) == ["One.", "BadRow", "BadRow", "Two."]
    assert "3 fields where the header has 2" in str(items[1])


def test_tabs_without_quoting_and_backslashes_are_recognised(tmp_path):
    tabs = 'title\tbody\na\t"No," she said.\nb\tHe "agreed".\n'
    assert outline(read_bytes(tmp_path, "a.tsv", tabs)) == ['"No," she said.', 'He "agreed".']
    escaped = 'title,text\na,"She said \\"no\\", twice."\n'
    assert outline(read_bytes(tmp_path, "b.csv", escaped)) == ['She said "no", twice.']


def test_a_table_is_told_by_its_columns_and_not_its_suffix(tmp_path):
    assert outline(read_bytes(tmp_path, "a.dat", "title,text\na,One.\n")) == ["One."]
    prose = "He said, text and title.\nShe agreed.\n"
    assert outline(read_bytes(tmp_path, "b.txt", prose)) == [prose]


def test_a_table_without_a_text_column_says_so_once(tmp_path):
    failed = error(tmp_path, "a.csv", "a,b\n1,2\n3,4\n")
    assert isinstance(failed, NoArticle) and '"text"' in failed.remedy and "a, b" in failed.what


def test_a_row_over_the_limit_and_a_null_byte_cost_their_rows_only(tmp_path):
    data = b"title,text\na,One.\nb," + b"x" * 500 + b"\nc,Two.\nd,a\0b\ne,Three.\n"
    items = read_bytes(tmp_path, "a.csv", data, max_item_bytes=400)
    assert outline(items) == ["One.", "TooLarge", "Two.", "BadRow", "Three."]


def test_thousands_of_rows_that_are_the_same_keep_apart(tmp_path):
    items = read_bytes(tmp_path, "a.csv", "id,text\n" + "7,Words.\n" * 2_000)
    assert len({i.id for i in items if isinstance(i, Article)}) == 2_000


def test_fields_longer_than_the_csv_modules_default_are_read(tmp_path):
    assert len(article(tmp_path, "a.csv", "title,text\na," + "x" * 200_000 + "\n").text) == 200_000


def test_marks_everywhere_do_not_make_reading_slow(tmp_path):
    assert len(read_bytes(tmp_path, "a.csv", "title,text\n" + 'a,"b\n' * 2_001)) == 2_001


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_rows_may_be_in_any_encoding(tmp_path, encoding):
    text = "L'été est déjà passé, a déclaré le maire."
    for name, data in (
        ("a.csv", f'title,text\na,"{text}"\n'),
        ("a.jsonl", json.dumps({"text": text}, ensure_ascii=False)),
    ):
        assert article(tmp_path, name, data.encode(encoding)).text == text


def test_wikinews_is_read_whole():
    folder = Path(__file__).parents[3] / "shared" / "data" / "wikinews"
    if not folder.is_dir():
        pytest.skip("needs the Wikinews tables beside the repository")
    items = read(folder)
    assert len(items) == 295 and all(isinstance(i, Article) for i in items)
    assert all(i.title and i.url and len(i.published) == 10 for i in items)
    assert sum(i.language == "en" for i in items) == 294  # the other is a date and nothing else
