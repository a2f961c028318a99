"""An article that was just added is held against what its ledger holds.

    people    each entity against those with like names           -> same entity
    copies    the text against texts that share passages          -> copied from
    claims    each statement against those that share rare words  -> same claim, contradicts, changes
    origins   statements of one claim                             -> same origin
    gaps      what is missing, and what later fills it            -> same gap, closes

The ledger finds candidates, by keys that both have; `onrecord.match` judges pairs; what it says is
recorded. Adding an article looks at its neighbours only, a bounded number of them, so the
ten-thousandth costs little more than the thousandth did.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from onrecord.judged import Evidence, Judgement, Relation, Statement
from onrecord.ledger import Found, Ledger
from onrecord.match import claims, contradictions, copies, gaps, origins, people
from onrecord.match.differences import differences
from onrecord.match.stems import default_weight
from onrecord.resolve.names import name_likeness
from onrecord.values import EntityKind, Span

MATCHERS = " ".join(
    m.VERSION.replace(" ", "-") for m in (people, copies, claims, contradictions, origins, gaps)
)
OF_ONE_NAME = 2  # entities that are one, and called alike, compared with a new one
OF_ONE_ORIGIN = 4  # statements of one origin compared with a new one
LIKEST = 3  # judgements kept for a statement that many others repeat; joins carry the rest
SOURCES = 8  # articles kept from which one may have been copied
BESIDE = 48  # statements, or gaps, of its own article that each is compared with
NEAREST = 12  # statements compared with a new one: what is found is among the first ten
ANSWERS = 16  # and with a gap, where the right one may come late
GAPS = 8  # the same for gaps
ENTITIES = 20  # and for entities, among whom rivals must be seen
TEXTS = 6  # and for whole texts
FEW = 2  # keys that the rejection of a report shares with the report
LEAST = 3  # keys that two statements share if they say the same or the opposite


def match(ledger: Ledger, article: str) -> None:
    """Hold an article that has just been added against what its ledger holds."""
    match_entities(ledger, article)
    copied = match_text(ledger, article)
    said = match_statements(ledger, article, copied)
    match_gaps(ledger, article, said)
    ledger.db.execute("UPDATE article SET matched = ? WHERE id = ?", (MATCHERS, article))


def match_again(ledger: Ledger, id: str, why: str) -> None:
    """Judge a statement anew whose words or speaker a person put right, or that is none any more.

    Whatever a machine judged it to be together with is looked at again, in the same order, so
    that a correction taken back leaves what there was before.
    """
    pairs = ledger.pairs_of(id)
    ends = {end for pair in pairs for end in pair} - {id}
    ledger.forget_statement(id, why)
    others = ledger.statements(ends)
    this = ledger.statements([id]).get(id)
    gaps_met = {object for subject, object in pairs if subject == id and object not in others}
    if this is None:
        for other in others.values():
            _look_around(ledger, other, {end for p in ledger.pairs_of(other.id) for end in p})
    else:
        after = [others[subject] for subject, _ in pairs if subject in others]
        judged = {object for _, object in pairs if object in others} - {o.id for o in after}
        for later in dict.fromkeys(after):
            versions = ledger.versions(later.article)
            taken = _passages(ledger.copied(later.article), versions)
            _compare(ledger, later, [this], [], versions, taken, judged={id})
        _look_around(ledger, this, {o.id for o in after}, judged)
        gaps_met |= _answers_again(ledger, this, gaps_met)
    for relation in (Relation.SAME_CLAIM, Relation.SAME_ORIGIN):
        ledger.follow(relation, [*others, *([id] if this else [])])
    ledger.close_gaps(gaps_met)


def _look_around(
    ledger: Ledger, statement: Statement, known: Collection[str], judged: Collection[str] = ()
) -> None:
    """Compare a statement with those near it that are not `known`, and with those `judged`."""
    id, versions = statement.id, ledger.versions(statement.article)
    found = ledger.look_up("claim", claims.keys_of(statement))
    rivals = ledger.look_up("rival", contradictions.keys_of(statement))
    close, rest = found.nearest(NEAREST, LEAST), rivals.nearest(NEAREST)
    copied = ledger.copied(statement.article)
    origin, at_hand = _origins(ledger, [*close, *rest, *known, *judged], copied)
    at_hand |= {*known, *judged}
    near = dict.fromkeys([*_few_of_each(close, origin, OF_ONE_ORIGIN, at_hand), *sorted(judged)])
    far = [
        other for other in _few_of_each(rest, origin, OF_ONE_ORIGIN, at_hand) if other not in near
    ]
    others = ledger.statements({*near, *far} - {*known, id})
    _compare(
        ledger, statement, [others[o] for o in near if o in others],
        [others[o] for o in far if o in others], versions, _passages(copied, versions),
        judged=judged,
    )  # fmt: skip
    _reject(ledger, statement, ledger.beside(statement))
    ledger.post("claim", statement.article, {id: found})
    ledger.post("rival", statement.article, {id: rivals})


def _answers_again(ledger: Ledger, statement: Statement, met: Collection[str]) -> set[str]:
    """Gaps that a statement closes, among those that it was held against and those near it."""
    keys = {statement.id: gaps.keys_of_statement(statement)}
    closed = set(_closed(ledger, {statement.id: statement}, keys))
    for id, gap in open_gaps(ledger, set(met) - closed).items():
        if found := _closing(ledger, gap, [statement]):
            ledger.record(found)
            closed.add(id)
    found_by = ledger.look_up("answer", keys[statement.id])
    ledger.post("answer", statement.article, {statement.id: found_by})
    return closed


def match_entities(ledger: Ledger, article: str) -> None:
    """Entities of the article and those of others that may be the same."""
    own = ledger.profiles(ledger.owners("article_entity", article))
    found = ledger.look_up_all("entity", {id: people.keys_of(own[id]) for id in own})
    near = {id: found[id].nearest(ENTITIES) for id in own}
    known = ledger.named({*chain(*near.values())})
    near = {id: _few_of_each(its, known, OF_ONE_NAME) for id, its in near.items()}
    others = ledger.profiles({*chain(*near.values())})
    entity = {id: one for id, (one, _) in known.items()}
    ledger.record(
        judgement
        for id, profile in own.items()
        for judgement in people.same_entity(
            profile, [others[o] for o in near[id]], likeness, entity
        )
    )
    ledger.admit(Relation.SAME_ENTITY, list(own))
    ledger.post("entity", article, found)


@lru_cache(maxsize=1 << 15)
def likeness(one: str, other: str, kind: EntityKind) -> tuple[float, str]:
    """How like two names are, and why, for `people`."""
    found = name_likeness(one, other, kind)
    return found.score, found.explanation


def match_text(ledger: Ledger, article: str) -> list[Judgement]:
    """The article's text and those from which its passages may come."""
    text = ledger.texts([article])[article]
    found = ledger.look_up("text", copies.keys_of(text))
    near = ledger.texts(found.nearest(TEXTS))
    copied = sorted(copies.copied(text, list(near.values())), key=lambda j: (-j.score, j.id))
    ledger.record(copied[:SOURCES])
    ledger.post("text", article, {article: found})
    return copied[:SOURCES]


def match_statements(
    ledger: Ledger, article: str, copied: Collection[Judgement]
) -> dict[str, Statement]:
    """Statements of the article and others that say the same or the opposite; gives its own."""
    own = ledger.owners("stated", article)
    statements = ledger.statements(own)
    found = ledger.look_up_all("claim", {id: claims.keys_of(statements[id]) for id in own})
    keyed = {id: contradictions.keys_of(statement) for id, statement in statements.items()}
    rivals = ledger.look_up_all("rival", {id: keys for id, keys in keyed.items() if keys})
    near = {id: found[id].nearest(NEAREST, LEAST) for id in own}
    far = {id: rivals[id].nearest(NEAREST) for id in rivals}
    origin, at_hand = _origins(ledger, chain(*near.values(), *far.values()), copied)
    near, far = (
        {
            id: _few_of_each(its, origin, OF_ONE_ORIGIN, at_hand) + before[id]
            for id, its in all_of.items()
        }
        for all_of, before in ((near, _before(found)), (far, _before(rivals)))
    )
    wanted = {*chain(*near.values(), *far.values())}
    others = ledger.statements(wanted - statements.keys()) | statements
    versions = ledger.versions(article)
    taken = _passages(copied, versions)
    beside = list(statements.values())
    for id in own:
        close = [others[other] for other in near[id]]
        rest = [others[other] for other in far.get(id, ()) if other not in near[id]]
        _compare(ledger, statements[id], close, rest, versions, taken)
        _reject(ledger, statements[id], beside)
    ledger.admit(Relation.SAME_CLAIM, own)
    ledger.post("claim", article, found)
    ledger.post("rival", article, rivals)
    return statements


def _origins(
    ledger: Ledger, statements: Iterable[str], copied: Iterable[Judgement]
) -> tuple[dict[str, str], set[str]]:
    """The origins of statements, and those of them that are in texts that share passages."""
    wanted = set(statements)
    sharing = {article for j in copied for article in (j.subject, j.object)}
    articles = ledger.article_of(wanted)
    at_hand = {id for id, article in articles.items() if article in sharing}
    return ledger.group_of(Relation.SAME_ORIGIN, wanted), at_hand


def _few_of_each(
    ranked: Sequence[str], group: Mapping[str, object], few: int, first: Collection[str] = ()
) -> list[str]:
    """The best of `ranked`, a `few` of each group, those that are among the `first` before others.

    The rest of a group would say nothing that these do not.
    """
    alike: dict[object, list[str]] = {}
    for id in (*(i for i in ranked if i in first), *(i for i in ranked if i not in first)):
        alike.setdefault(group.get(id, id), []).append(id)
    kept = set(chain(*(its[:few] for its in alike.values())))
    return [id for id in ranked if id in kept]


def _compare(
    ledger: Ledger, statement: Statement, near: Sequence[Statement], far: Sequence[Statement],
    versions: Collection[str], taken: origins.Copied, *, judged: Collection[str] = (),
) -> None:  # fmt: skip
    """Record what a statement has to do with others: `near` by its words, `far` by its matter.

    Those that it was `judged` with before, or was taken over from, are kept however many there are.
    """
    same = claims.same_claim(statement, [*near, *far], default_weight, differences)
    same = sorted(same, key=lambda j: (-j.score, j.id))
    by_id = {other.id: other for other in (*near, *far)}
    same = same[:LIKEST] + [
        j for j in same[LIKEST:] if j.object in judged or taken(statement, by_id[j.object])
    ]
    # What a paper puts right in its own text is told by its versions.
    against = [other for other in (*near, *far) if other.article not in versions]
    partners = [by_id[j.object] for j in same]
    ledger.record(
        [
            *same,
            *contradictions.contradictions(statement, against, default_weight, ledger.one_story),
            *origins.same_origin(statement, partners, taken),
        ]
    )


def _reject(ledger: Ledger, statement: Statement, beside: Sequence[Statement]) -> None:
    """Record which report of another paper a statement rejects; `beside` are its article's."""
    rejection = contradictions.rejected_report(statement, beside)
    if rejection is not None:
        # What is rejected is told in other words: two that both have will do to look at it.
        near = ledger.look_up("claim", claims.keys_of(rejection)).nearest(NEAREST, FEW)
        told = list(ledger.statements(near).values())
        ledger.record(contradictions.rejections(statement, rejection, told, default_weight))


def _before(found: Mapping[str, Found]) -> dict[str, list[str]]:
    """What stands before each in its article and shares keys with it, in order.

    No more than `BESIDE`, those that share most: in an article that says one thing a thousand
    times, each would share keys with all.
    """
    place = {id: at for at, id in enumerate(found)}
    under: dict[int, deque[str]] = defaultdict(lambda: deque(maxlen=BESIDE))
    before = {}
    for id, its in found.items():
        keys = its.telling
        shared = Counter(chain.from_iterable(under[key] for key in keys))
        before[id] = sorted((o for o, _ in shared.most_common(BESIDE)), key=place.__getitem__)
        for key in keys:
            under[key].append(id)
    return before


def _passages(copied: Iterable[Judgement], versions: Collection[str]) -> origins.Copied:
    """Whether two statements stand in one article's versions, or in a passage that one took.

    A rewrite takes no passage: what it has a speaker say that its giver does, it has from there.
    """
    rewritten = {
        (one.article, other.article): j.reason
        for j in copied
        if j.type == "rewrite" and any(p.name == "in the same order" for p in j.parts)
        for one in j.evidence
        for other in j.evidence
        if one.article != other.article
    }
    pairs = {
        (one.article, other.article): (one, other, j.reason)
        for j in copied
        for one in j.evidence
        for other in j.evidence
        if one.article != other.article
    }

    def taken(new: Statement, other: Statement) -> str | None:
        if other.article in versions:
            return "both stand in versions of one article"
        articles = new.article, other.article
        if articles in rewritten and new.speaker is not None and new.speaker == other.speaker:
            return rewritten[articles]
        pair = pairs.get(articles)
        if pair is None or not (_within(new, pair[0]) and _within(other, pair[1])):
            return None
        return pair[2]

    return taken


def _within(statement: Statement, passage: Evidence) -> bool:
    """Whether most of what a statement says stands in a passage."""
    covered = sum(_shared(s, p) for s in statement.spans for p in passage.spans)
    return 2 * covered > sum(map(len, statement.spans))


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def match_gaps(ledger: Ledger, article: str, said: Mapping[str, Statement]) -> None:
    """What the article leaves open, what closed it elsewhere, and what `said` in it closes."""
    own = ledger.owners("gap", article)
    asked = open_gaps(ledger, own)
    keys = {id: gaps.keys_of_gap(gap) for id, gap in asked.items()}
    found = ledger.look_up_all("gap", keys)
    answered = ledger.look_up_all("answer", keys)
    near = {id: found[id].nearest(GAPS) + before for id, before in _before(found).items()}
    late = {id: answered[id].nearest(ANSWERS) for id in asked}
    others = open_gaps(ledger, {*chain(*near.values())})
    statements = ledger.statements({*chain(*late.values())})
    for id, gap in asked.items():
        alike = [others[other] for other in near[id] if other in others]
        ledger.record(map(_same_gap, gaps.same_gap(gap, alike)))
        ledger.record(_closing(ledger, gap, [statements[s] for s in late[id] if s in statements]))
    answers = {id: gaps.keys_of_statement(statement) for id, statement in said.items()}
    touched = {*own, *_closed(ledger, said, answers)}
    ledger.admit(Relation.SAME_GAP, own)
    ledger.post("gap", article, found)
    ledger.post("answer", article, ledger.look_up_all("answer", answers))
    ledger.close_gaps(touched)


def _closed(
    ledger: Ledger, said: Mapping[str, Statement], keys: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Gaps of other articles that statements close, with the judgements recorded."""
    asked_for = ledger.look_up_all("gap", {id: keys[id] for id in said})
    near = {id: asked_for[id].nearest(GAPS) for id in said}
    asked = open_gaps(ledger, {*chain(*near.values())})
    for id, statement in said.items():
        for gap in near[id]:
            if found := _closing(ledger, asked[gap], [statement]):
                ledger.record(found)
                yield gap


def _closing(ledger: Ledger, gap: gaps.OpenGap, said: list[Statement]) -> list[Judgement]:
    """What closes a gap, less what stands in an article that says it is open still."""
    found = gaps.closed_by(gap, said)
    if not found:
        return []
    articles = {statement.id: statement.article for statement in said}
    beside = chain(*(ledger.owners("gap", articles[j.subject]) for j in found))
    still = gaps.restated(gap, open_gaps(ledger, beside).values())
    return [j for j in found if articles[j.subject] not in still]


def open_gaps(ledger: Ledger, ids: Iterable[str]) -> dict[str, gaps.OpenGap]:
    """Gaps by id, as matching sees them."""
    return {row["id"]: gaps.OpenGap.of(row) for row in ledger.gaps(ids)}


def _same_gap(found: gaps.SameGap) -> Judgement:
    return Judgement(
        Relation.SAME_GAP, found.subject, found.object, found.by, found.score, found.reason,
        parts=found.parts,
    )  # fmt: skip
