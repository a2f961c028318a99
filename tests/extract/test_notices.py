"""What is wrong with a text is found and told; what only looks wrong is left alone."""

import time
from pathlib import Path

import pytest

from onrecord.extract.notices import MAX_OF_A_KIND, notices_in

SEED = Path(__file__).parents[3] / "shared" / "data" / "seed" / "article.txt"


def told(text: str) -> list[tuple[str, str, str | None]]:
    return [(n.kind, n.text, n.suggestion) for n in notices_in(text)]


@pytest.mark.parametrize(
    ("text", "kind", "word", "suggestion"),
    [
        ("Mayor Harlusов spoke.", "mixed-script", "Harlusов", "Harlusov"),
        ("The Pаlverton accord", "mixed-script", "Pаlverton", "Palverton"),
        ("Mr Рelling said so.", "mixed-script", "Рelling", "Pelling"),
        ("She read Gοοdwind daily.", "mixed-script", "Gοοdwind", "Goodwind"),
        ("В городе Кoринск тихо.", "mixed-script", "Кoринск", "Коринск"),
        ("a сору of the copy", "look-alike", "сору", "copy"),
        ("He saw а dog.", "look-alike", "а", "a"),
        ("𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠 news", "look-alike", "𝐁𝐫𝐞𝐚𝐤𝐢𝐧𝐠", "Breaking"),
        ("an oﬃcial letter", "look-alike", "oﬃcial", "official"),
        ("the har\u00adbour", "invisible", "har\u00adbour", "harbour"),
        ("the har\u200bbour", "invisible", "har\u200bbour", "harbour"),
        ("wide \ufeff open", "invisible", "\ufeff", ""),
        ("an \u202elive\u202c b", "bidi-control", "\u202elive\u202c", "live"),
        ("itâ€™s late", "broken-encoding", "itâ€™s", "it’s"),
        ("in the cafÃ© now", "broken-encoding", "cafÃ©", "café"),
        ("she don\ufffdt know", "broken-encoding", "don\ufffdt", "don’t"),
        ("the Sch\ufffdler papers", "broken-encoding", "Sch\ufffdler", None),
        ("and it?s late", "broken-encoding", "it?s", "it’s"),
        ("a \x93quoted word", "broken-encoding", "\x93quoted", "“quoted"),
        ("Ash &amp; Sons", "markup", "&amp;", "&"),
        ("one<br>two", "markup", "<br>", ""),
        ("Dear [insert name here], hello", "machine-leftover", "[insert name here]", None),
        ("Dear {{first_name}}, hello", "machine-leftover", "{{first_name}}", None),
    ],
)
def test_a_fault_is_shown_with_its_word_and_its_cure(
    text: str, kind: str, word: str, suggestion: str | None
) -> None:
    assert told(text) == [(kind, word, suggestion)]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "Share this article",
        "Read more: Storm hits Palverton",
        "RELATED: Storm hits Palverton",
        "Click here to subscribe to our newsletter.",
        "Sign up for our daily newsletter",
        "This website uses cookies to improve your visit.",
        "© 2026 The Palverton Post. All rights reserved.",
        "Story continues below advertisement",
    ],
)
def test_a_line_of_the_page_is_no_part_of_the_article(line: str) -> None:
    text = f"The harbour was closed.\n\n{line}\n\nIt will open on Monday."
    assert told(text) == [("page-furniture", line, "")]


@pytest.mark.parametrize(
    "words",
    [
        "Click here to see the pictures.",
        "ADVERTISEMENT",
        "Article continues below advertisement",
        "Subscribe to our weekly newsletter.",
    ],
)
def test_a_sentence_of_the_page_is_noticed_within_a_paragraph(words: str) -> None:
    text = f"The harbour was closed on Monday. {words} It will open on Friday."
    assert told(text) == [("page-furniture", words, "")]


@pytest.mark.parametrize(
    "words",
    [
        "As an AI language model",
        "I hope this helps!",
        "Certainly! Here is a shorter version of the story:",
        "Lorem ipsum dolor sit amet",
        "As of my last knowledge update",
    ],
)
def test_what_a_machine_says_to_its_user_is_noticed(words: str) -> None:
    found = notices_in(f"The harbour was closed.\n{words} and no more\nIt opens on Monday.")
    assert [n.kind for n in found] == ["machine-leftover"]
    assert found[0].text.startswith(words.rstrip("!"))


@pytest.mark.parametrize(
    "text",
    [
        "Ярослав Голубев сказал это в Коринске. Yaroslav (Ярослав) came.",
        "5 µg and 10 μm, 3 kΩ, Δt = 2, πr², NFκB, TNFα, β-carotene, sinαcosβ",
        "T恤 and 卡拉OK and K팝",
        "Zoë, Łukasz, Đorđe, Ngô Đình, Dvor\u030ca\u0301k",
        "👨‍👩‍👧 and 🏴󠁧󠁢󠁥󠁮󠁧󠁿 and ❤️",
        "می\u200cخواهم in Persian, \u200fשלום\u200f in Hebrew",
        "\ufeffA byte order mark at the start",
        "« déjà… » dit-il au CAFÉ» et «É»",
        "IRMÃO e NÃO, disse em SÃO PAULO",
        "https://palverton.example/a?s=1 tells it",
        "WhatsAppом пользуются в Коринске все",
        "The Cyrillic letter “а” stands in “Россия”.",
        "The bot said: “As an AI language model, I cannot say.”",
        "“I hope this helps,” she said.",
        "Of course, here is a man who lies.",
        "“On [date] we met [name],” he said.",
        "He said the advertisement was misleading.",
        "The site uses cookies, the regulator found, and asked nobody.",
        "Share prices fell.\nPrint is dead, he said.\nComment was refused.",
        "Donate blood, the hospital asked.\nWatch this space.",
        "AT&T, R&D; and 5 < 6 and x<y",
    ],
)
def test_what_only_looks_like_a_fault_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_spelling_found_elsewhere_in_the_text_decides_between_look_and_sound() -> None:
    assert told("Kарasin came. Karasin left.")[0][2] == "Karasin"
    assert told("Kарasin came. Kapasin left.")[0][2] == "Kapasin"


def test_each_occurrence_has_its_own_exact_span() -> None:
    text = "Harlusов came, and Harlusов left."
    found = notices_in(text)
    assert [n.spans[0].of(text) for n in found] == ["Harlusов", "Harlusов"]
    assert [n.spans[0].start for n in found] == [0, 19]


def test_a_paragraph_that_comes_again_is_noticed_where_it_comes_again() -> None:
    paragraph = "The harbour of Palverton was closed on Monday after a storm, officials said."
    text = f"{paragraph}\n\nIt opens on Friday.\n\n{paragraph}"
    (found,) = notices_in(text)
    assert found.kind == "repeated-paragraph"
    assert found.spans[0].start == text.rindex(paragraph)


@pytest.mark.parametrize(
    "piece",
    [
        "aб",
        "a\u200b ",
        "â€™ ",
        "[insert ",
        "{{",
        "<p ",
        "Click here to ",
        "we use ",
        "a?s ",
        '"as an ai model" ',
    ],
)
def test_hostile_text_costs_linear_time_and_bounded_memory(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    found = notices_in(text)
    assert time.process_time() - started < 5
    assert len(found) <= 3 * MAX_OF_A_KIND


def test_halves_of_surrogate_pairs_do_no_harm() -> None:
    assert told("Harlusов\ud800 said")[0][:2] == ("mixed-script", "Harlusов")


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not beside this checkout")
def test_the_half_cyrillic_name_of_the_seed_article_is_all_that_is_wrong_with_it() -> None:
    assert told(SEED.read_text("utf8")) == [("mixed-script", "Beloусов", "Belousov")] * 2
