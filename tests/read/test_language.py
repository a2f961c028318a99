"""Languages told apart, and texts in one that was not learnt: marked, and not guessed at."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import onrecord
from onrecord.read.language import language_of, other_language
from onrecord.values import Article

TEXTS = {
    "de": "Die Fähre nach der Insel fährt am Montag nicht, sagte der Hafenmeister der Zeitung. Er habe "
    "das nicht mit dem Ministerium besprochen, und auch die Stadt wurde nach seinen Worten nicht gefragt.",
    "fr": "Le ferry pour l'île ne partira pas lundi, a dit le maître du port au journal. Selon lui, la "
    "ville n'a pas été consultée et les habitants de la côte ne sont pas au courant de la décision.",
    "es": "El barco a la isla no saldrá el lunes, dijo el jefe del puerto al diario. Según él, la ciudad "
    "no fue consultada y los vecinos de la costa ya no saben qué hacer con sus barcos este año.",
    "it": "Il traghetto per l'isola non parte lunedì, ha detto il capo del porto al giornale. Secondo "
    "lui la città non è stata sentita e gli abitanti della costa non sono stati informati della cosa.",
    "ru": "Паром на остров в понедельник не пойдёт, сказал начальник порта газете. По его словам, с "
    "городом это не обсуждали, и жители побережья не знают, что будет с их лодками и как они поедут.",
    "uk": "Пором на острів у понеділок не піде, сказав начальник порту газеті. За його словами, з містом "
    "це не обговорювали, і жителі узбережжя не знають, що буде з їхніми човнами та як вони поїдуть.",
    "ko": "섬으로 가는 배는 월요일에 떠나지 않는다고 항만장이 신문에 말했다. 그는 시와 상의하지 않았다고 했다.",
    "ja": "島へのフェリーは月曜日には出ないと港長が新聞に語った。市には相談していないという。",
    "zh": "港务长对报纸说，前往该岛的渡轮周一不会开航。他说没有与市政府商量过此事。",
    "el": "Το πλοίο για το νησί δεν θα φύγει τη Δευτέρα, είπε ο λιμενάρχης στην εφημερίδα.",
}
ENGLISH = (
    "The ferry to the island will not run on Monday, the harbour master told the paper. "
    "“Nous n'avons pas été consultés par la ville, et les habitants de la côte ne sont pas au courant "
    "de la décision,” he said, and added that the council had been told of it by letter in March."
)
WIKINEWS = Path("../shared/data/wikinews")


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_another_language_is_marked_and_not_read(language: str) -> None:
    text = TEXTS[language]
    assert language_of(text) == other_language(text) == language
    reading = onrecord.extract(Article("a", text, "0"))
    assert (reading.attributions, reading.entities, reading.gaps, reading.unsourced) == ((),) * 4
    (notice,) = [n for n in reading.notices if n.kind == "untrained-language"]
    assert [span.of(text) for span in notice.spans] == [notice.text]


@pytest.mark.parametrize("text", [ENGLISH, "", "Oslo, 4 May", "Le Monde, Die Zeit, El País"])
def test_english_and_what_is_too_short_to_tell_is_read(text: str) -> None:
    assert other_language(text) is None
    assert not onrecord.extract(Article("a", text, "0")).notices


def test_no_english_article_is_taken_for_another_language() -> None:
    if not WIKINEWS.is_dir():
        pytest.skip("the data sets are not beside this checkout")
    for path in WIKINEWS.glob("*.csv"):
        with path.open(encoding="utf8", newline="") as file:
            assert [r["url"] for r in csv.DictReader(file) if other_language(r["text"])] == []


def test_articles_in_two_languages_are_read_side_by_side() -> None:
    articles = [Article("a", TEXTS["de"], "0"), Article("b", ENGLISH, "1")]
    german, english = onrecord.pipeline.extract_all(articles)
    assert german.article.id == "a" and not german.attributions
    assert english.attributions == onrecord.extract(articles[1]).attributions != ()
