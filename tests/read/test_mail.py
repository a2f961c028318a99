"""Mail: the words of a message, what was attached left out and counted, hostile parts refused."""

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import BadRow, EmptyInput, ItemError, NoArticle, NotText, TooLarge
from onrecord.values import Article

from .reading import article, error, examples, outline, read_bytes

WORDS = "“We saw the boat,” said Mira Solvang.\n\nShe gave no more details.\n"
HTML = "<html><body><p>“We saw the boat,” said Mira Solvang.</p><p>She gave no more <b>details</b>.</p>"


def _message(**fields: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Ilka Brandvold <ilka@courier.example>",
        "Subject": "Boat seen off Varn – again",
        "Date": "Thu, 05 Mar 2026 07:40:00 +0100",
        "Message-ID": "<1@courier.example>",
        "Archived_At": "<https://courier.example/list/1>",
        **fields,
    }
    for name, value in given.items():
        message[name.replace("_", "-")] = value
    return message


def _plain(text: str = WORDS, **fields: str) -> EmailMessage:
    message = _message(**fields)
    message.set_content(text)
    return message


def _raw(body: str | bytes, *fields: str) -> bytes:
    head = ["From: a@b.example", "Message-ID: <x>", *fields, "", ""]
    return "\r\n".join(head).encode() + (body.encode() if isinstance(body, str) else body)


def test_a_message_is_an_article_with_its_words_as_they_stand(tmp_path):
    got = article(tmp_path, "boat.eml", bytes(_plain()))
    assert got.text == WORDS.rstrip("\n")
    assert (got.id, got.title, got.byline) == (
        "boat",
        "Boat seen off Varn – again",
        "Ilka Brandvold",
    )
    assert (got.published, got.outlet) == ("2026-03-05T07:40:00+01:00", None)
    assert (got.url, got.language) == ("https://courier.example/list/1", "en")
    assert got.original == bytes(_plain())


def test_mail_is_told_by_what_it_holds_and_not_by_its_name(tmp_path):
    assert article(tmp_path, "boat", bytes(_plain())).title == "Boat seen off Varn – again"


@pytest.mark.parametrize(
    "text",
    [
        "From: Varn\nDate: Thursday\n\nThe mayor said so.",
        "Subject: the boat\nFrom: the harbour\n\nThe mayor said so.",
        "From here on, 2026: no more boats, she said.",
        "From Varn to Norrby, 2026\nIlka: no more boats, she said.",
    ],
)
def test_an_article_that_opens_like_a_letter_stays_as_it_is(tmp_path, text):
    assert article(tmp_path, "a.txt", text).text == text


def test_plain_text_is_preferred_unless_it_only_points_at_the_html(tmp_path):
    both = _plain()
    both.add_alternative(HTML, subtype="html")
    assert article(tmp_path, "a.eml", bytes(both)).text == WORDS.rstrip("\n")
    pointing = _plain("No HTML here.")
    pointing.add_alternative(HTML + "<p>And so on it went.</p>" * 20, subtype="html")
    assert article(tmp_path, "b.eml", bytes(pointing)).text.startswith("“We saw the boat,”")


def test_html_mail_is_read_as_its_reader_would_see_it(tmp_path):
    message = _message()
    message.set_content(HTML + "<script>x()</script><p hidden>trap</p>", subtype="html")
    assert article(tmp_path, "a.eml", bytes(message)).text == WORDS.rstrip("\n")


def test_attachments_are_left_out_and_counted(tmp_path):
    message = _plain()
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment("He said no.", filename="notes.txt")
    message.add_attachment(_plain("Another message."))
    got = read_bytes(tmp_path, "a.eml", bytes(message))
    assert outline(got) == [WORDS.rstrip("\n"), "NotText"]
    assert "3 attachments, left out (plan.pdf, notes.txt)" in str(got[1])


def test_pictures_within_the_text_are_no_attachments(tmp_path):
    message = _message()
    message.set_content(HTML + '<img src="cid:1">', subtype="html")
    message.add_related(b"\x89PNG", maintype="image", subtype="png", cid="<1>")
    assert article(tmp_path, "a.eml", bytes(message)).text == WORDS.rstrip("\n")


def test_fields_are_decoded_and_an_address_serves_where_there_is_no_name(tmp_path):
    encoded = _raw("Yes.", "Subject: =?iso-8859-1?q?B=E5t_sett?=")
    got = article(tmp_path, "a.eml", encoded)
    assert (got.title, got.byline) == ("Båt sett", "a@b.example")
    bare = article(tmp_path, "b.eml", _raw("Yes.", "Subject: Båt sett"))
    assert bare.title == "Båt sett"
    unknown = article(tmp_path, "c.eml", _raw("Yes.", "Subject: =?x-none?q?B=E5t?="))
    assert unknown.title == "=?x-none?q?B=E5t?="


def test_a_wrong_charset_gives_way_to_what_the_bytes_are(tmp_path):
    for label in ("us-ascii", "x-none", "utf-16"):
        raw = _raw("Båten ble sett, sa hun.", f"Content-Type: text/plain; charset={label}")
        assert article(tmp_path, "a.eml", raw).text == "Båten ble sett, sa hun."


def test_faults_of_quoted_printable_are_left_as_they_stand(tmp_path):
    raw = _raw("B=C3=A5t =ZZ 5 =\r\nmil=", "Content-Transfer-Encoding: quoted-printable")
    assert article(tmp_path, "a.eml", raw).text == "Båt =ZZ 5 mil"


def test_broken_base64_is_named(tmp_path):
    raw = _raw("A" * 101, "Content-Transfer-Encoding: base64")
    assert isinstance(error(tmp_path, "a.eml", raw), BadRow)


def test_lines_that_were_broken_for_the_way_are_whole_again(tmp_path):
    flowed = "“We saw \r\nthe boat,” she said.\r\n> quoted \r\nNot more.\r\n-- \r\nMira"
    raw = _raw(flowed, "Content-Type: text/plain; charset=utf-8; format=flowed")
    got = article(tmp_path, "a.eml", raw)
    assert got.text == "“We saw the boat,” she said.\n> quoted \nNot more.\n-- \nMira"


def _nested(depth: int) -> bytes:
    lines = ["From: a@b.example", "Message-ID: <x>"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "", "Deep down, she said."]).encode()


def test_parts_within_parts_are_read_to_a_depth_and_refused_beyond(tmp_path):
    assert article(tmp_path, "a.eml", _nested(40)).text == "Deep down, she said."
    for depth in (100, 5000):
        assert isinstance(error(tmp_path, "b.eml", _nested(depth)), TooLarge)


def test_very_many_parts_and_very_long_fields_are_refused(tmp_path):
    parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 5000
    many = _raw(parts, "Content-Type: multipart/mixed; boundary=b")
    assert isinstance(error(tmp_path, "a.eml", many), TooLarge)
    long = _raw("x", "Content-Type: text/plain; a=" + '"' * 100_000)
    assert isinstance(error(tmp_path, "b.eml", long), TooLarge)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (_raw(""), EmptyInput),
        (_raw("x", "Content-Type: application/pkcs7-mime"), NotText),
        (_raw("", "Content-Type: multipart/encrypted; boundary=b"), NotText),
        (_raw("x", "Content-Type: image/png"), NoArticle),
        (_raw(base64.b64encode(b"a\0b\0"), "Content-Transfer-Encoding: base64"), NotText),
    ],
)
def test_a_message_without_words_says_why(tmp_path, raw, kind):
    assert isinstance(error(tmp_path, "a.eml", raw), kind)


def test_each_message_of_a_mailbox_is_an_article(tmp_path):
    envelope = b"From ilka@courier.example Thu Mar  5 07:40:00 2026\n"
    first, second = (
        bytes(_plain()),
        bytes(_plain("Two.\n\n>From here on, she said.\nFrom 2026 on.")),
    )
    items = read_bytes(tmp_path, "box", b"\n".join([envelope + first, envelope + second, b""]))
    assert outline(items) == [WORDS.rstrip("\n"), "Two.\n\nFrom here on, she said.\nFrom 2026 on."]
    assert items[1].where == f"{tmp_path}/box, message 2"


def test_a_message_of_a_mailbox_over_the_limit_costs_itself_only(tmp_path):
    envelope = b"From ilka@courier.example Thu Mar  5 07:40:00 2026\n"
    bodies = [bytes(_plain("One.")), bytes(_plain("x " * 9000)), bytes(_plain("Three."))]
    data = b"\n".join(envelope + body for body in bodies)
    assert outline(read_bytes(tmp_path, "box", data, max_item_bytes=5000)) == [
        "One.",
        "TooLarge",
        "Three.",
    ]


@pytest.mark.parametrize("word", [b"=?\x80tf-8?q?a?=", b"=?none?q?a?=", b"=?utf-8?b?a?="])
def test_a_field_that_cannot_be_decoded_is_as_it_was_sent(tmp_path, word):
    raw = b"Subject: " + word + b"\nFrom: ilka@courier.example\n\nThe ferry sails at noon.\n"
    (article,) = read_bytes(tmp_path, "a.eml", raw)
    assert article.title == word.decode("utf-8", "replace")


@examples
@given(cut=st.integers(30, 2000), junk=st.binary(max_size=30))
def test_whatever_is_done_to_a_message_no_error_escapes(tmp_path, cut, junk):
    message = _plain()
    message.add_alternative(HTML, subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    raw = bytes(message)
    items = read_bytes(tmp_path, "a.eml", raw[:cut] + junk + raw[cut + len(junk) :])
    assert items and all(isinstance(i, Article | ItemError) for i in items)
