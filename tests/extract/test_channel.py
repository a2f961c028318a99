import pytest
from marked import read

from onrecord.extract.channel import channels_in
from onrecord.extract.outlets import known, table
from onrecord.values import Attribution, EntityKind, Kind, Name, Span

INVENTED = ("Coast Agency", "Tellin Herald", "Port Ansel Radio 5")


def chains(marked: str, outlets: tuple[str, ...] = INVENTED) -> list[list[tuple[str, str]]]:
    text, attributions = read(marked)
    return [
        [(hop.spans[0].of(text), hop.relation) for hop in hops]
        for hops in channels_in(text, attributions, [], outlets)
    ]


def chain(marked: str) -> list[tuple[str, str]]:
    return chains(marked)[0]


@pytest.mark.parametrize(
    ("marked", "hops"),
    [
        ("[Maren] {told} Coast Agency <it would open in May>.", [("Coast Agency", "told")]),
        ("[Maren] {told} the Coast Agency’s Ilse Brandt <it would open>.", [("Coast Agency", "told")]),
        ("[Maren] {told} the state news agency Coast Agency <it would open>.", [("Coast Agency", "told")]),
        ("[Maren] {told} reporters <it would open>.", [("reporters", "told")]),
        ("Speaking to the Tellin Herald, [Maren] {said} <it would open>.",
         [("Tellin Herald", "speaking to")]),
        ("<It would open>, [Maren] {said} in an interview with Coast Agency.",
         [("Coast Agency", "interview with")]),
        ("<It would open>, [Maren] {said} in an interview on Tuesday.", [("interview", "interview")]),
        ("[Maren] {said} in a statement <it would open>.", [("statement", "in a statement")]),
        ("[Maren] {said} in a statement carried by Coast Agency <it would open>.",
         [("Coast Agency", "statement carried by")]),
        ("<It would open>, [Maren] {said}, quoted by Coast Agency.", [("Coast Agency", "quoted by")]),
        ("<It would open>, [Maren] {said}, as first reported by the Tellin Herald.",
         [("Tellin Herald", "first reported by")]),
        ("[Maren] {said}, according to Coast Agency, <that it would open>.",
         [("Coast Agency", "according to")]),
        ("[Coast Agency], citing state media, {said} <it would open>.", [("state media", "citing")]),
        ("[Maren] {wrote} on Telegram <that it would open>.", [("Telegram", "on")]),
        ("[Maren] {said} on state television <that it would open>.", [("state television", "on")]),
        ("[Maren] {confirmed} during a press conference in Tellin <it would open>.",
         [("press conference", "at")]),
        ("[Maren] {joked} at the start of her speech <that it rained>.", [("speech", "at")]),
        ("<The plan>, {first shared} with Coast Agency by [Alma Maren], is new.",
         [("Coast Agency", "first shared with")]),
        ("[Maren] {wrote} in a letter to the mayor <that it would open>.", [("letter", "in")]),
        ("Local media reported [Maren] {said} <it would open>.", [("Local media", "reported by")]),
        ("Coast Agency reported that [the sculptor] {said} <it would open>.",
         [("Coast Agency", "reported by")]),
    ],
)  # fmt: skip
def test_each_way_of_passing_words_on_is_a_hop(marked: str, hops: list[tuple[str, str]]) -> None:
    assert chain(marked) == hops


@pytest.mark.parametrize(
    "marked",
    [
        "[Maren] {told} the court <it would open>.",
        "[Maren] {told} her radio audience <it would open>.",
        "[Coast Agency] {reported} <it would open>.",
        "According to [Coast Agency]{,} <it would open>.",
        "[Maren] {said} <she had told the Tellin Herald all of it>.",
        "[Maren] {issued a statement saying} <it would open>.",
        "[Maren] {said} <it would open>. The clip was shown on Telegram.",
        "[Maren] {wondered} <why> at the end of the road to the rally.",
        "[Maren] {criticised} <the way that Twitter works>.",
    ],
)
def test_no_hop_where_nothing_carried_the_words(marked: str) -> None:
    assert chain(marked) == []


def test_hops_stand_in_the_order_in_which_the_words_travelled() -> None:
    marked = (
        "PORT ANSEL (Coast Agency) — [Maren] {told} the Tellin Herald <it would open> "
        "at a press conference."
    )
    assert chain(marked) == [
        ("press conference", "at"),
        ("Tellin Herald", "told"),
        ("Coast Agency", "dateline"),
    ]


def test_two_speakers_in_a_sentence_keep_their_own_outlets() -> None:
    marked = (
        "[Maren] {told} Coast Agency <it would open>, |"
        "while [Oduya] {told} the Tellin Herald <it was closed>."
    )
    assert chains(marked) == [[("Coast Agency", "told")], [("Tellin Herald", "told")]]


def test_one_speaker_in_a_sentence_shares_the_outlet() -> None:
    text, (told, adding) = read(
        "[Maren] {told} Coast Agency <it was open>, |{adding} <it was cheap>."
    )
    same = [told, Attribution(**{**_fields(adding), "source": told.source})]
    assert [len(hops) for hops in channels_in(text, same, [], INVENTED)] == [1, 1]


def _fields(attribution: Attribution) -> dict[str, object]:
    return {name: getattr(attribution, name) for name in Attribution.__slots__}


def test_a_nested_attribution_came_through_the_one_around_it() -> None:
    text = "The Tellin Herald reported that Maren said it would open."
    outer = Attribution("o", (Span(4, 17),), (Span(18, 26),), (Span(27, 56),), Kind.INDIRECT, 1.0)
    inner = Attribution("i", (Span(32, 37),), (Span(38, 42),), (Span(43, 56),), Kind.INDIRECT, 1.0)
    hops = channels_in(text, [outer, inner], [], INVENTED)
    assert [[h.spans[0].of(text) for h in each] for each in hops] == [[], ["Tellin Herald"]]


def test_a_sentence_that_takes_up_a_statement_tells_where_it_was_made() -> None:
    marked = (
        "[The minister] {confirmed} <the plan>. "
        "This statement, made during a rally in Tellin, surprised the town."
    )
    assert chain(marked) == [("rally", "at")]


@pytest.mark.parametrize(
    ("marked", "hop"),
    [
        ("Bridge opens.\n\nTELLIN, May 3 (UPI) — [Maren] {said} <it opened>.", ("UPI", "dateline")),
        ("TELLIN (PAN) — [Maren] {said} <it opened>.", ("PAN", "dateline")),
        ("(Reuters) - [Maren] {said} <it opened>.", ("Reuters", "dateline")),
        ("[Maren] {said} <it opened>. — Reuters", ("Reuters", "credit")),
        ("By Ilse Brandt, Coast Agency\n[Maren] {said} <it opened>.", ("Coast Agency", "credit")),
        ("[Maren] {said} <it opened>.\nThe Associated Press contributed to this report.",
         ("Associated Press", "credit")),
    ],
)  # fmt: skip
def test_datelines_and_credits_hold_for_the_whole_article(
    marked: str, hop: tuple[str, str]
) -> None:
    assert chain(marked) == [hop]


@pytest.mark.parametrize(
    "marked",
    [
        "The bridge (closed since May) — [Maren] {said} <it opened>.",
        "By the river, [Maren] {said} <it opened>.",
        "[Maren] {said} <it opened>.\nAP writers Ilse Brandt and Tam Oduya contributed to this report.",
    ],
)
def test_a_bracket_or_a_by_alone_is_no_credit(marked: str) -> None:
    assert chain(marked) == []


def test_an_outlet_that_only_the_reader_knows_is_a_hop() -> None:
    text, attributions = read("[Maren] {told} Nordlys <it opened>.")
    at = text.index("Nordlys")
    name = Name(Span(at, at + 7), EntityKind.OUTLET)
    assert channels_in(text, attributions, []) == [()]
    (hops,) = channels_in(text, attributions, [name])
    assert [h.spans[0].of(text) for h in hops] == ["Nordlys"]


@pytest.mark.parametrize("name", ["РИА Новости", "新华社", "연합뉴스", "الجزيرة"])
def test_outlets_are_known_in_their_own_script(name: str) -> None:
    found = known().at(name + " 3", 0)
    assert found
    assert found[0] == Span(0, len(name))


def test_a_longer_word_is_not_taken_for_an_outlet() -> None:
    assert known().at("RTL2", 0) is None
    assert known().at("Timeshare", 0) is None
    assert known().at("BBC-style", 0) is None


def test_the_table_names_every_outlet_once_and_says_what_it_is() -> None:
    names = [outlet.name for outlet, _ in table()]
    assert len(names) == len(set(names)) > 300
    kinds = {outlet.kind for outlet, _ in table()}
    assert kinds == {"agency", "paper", "magazine", "broadcaster", "site", "platform"}
    assert all(spelling.strip() == spelling != "" for _, all_ in table() for spelling in all_)


@pytest.mark.parametrize("piece", ["in the ", "Told A ", "AAAA", "on ", "according to the "])
def test_a_hostile_line_is_read_to_its_end(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    cues = [Span(i, i + 2) for i in range(0, len(text) - 10, 1000)]
    attributions = [
        Attribution(str(s.start), None, (s,), (Span(s.end, s.end + 2),), Kind.INDIRECT, 1.0)
        for s in cues
    ]
    assert len(channels_in(text, attributions, [])) == len(cues)
