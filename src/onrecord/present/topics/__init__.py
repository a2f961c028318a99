"""The questions that a ledger answers, one function each; every view of a story is made of these.

    claims          what is said, by whom, on how many origins
    speakers        who speaks, under which names, in which roles
    gaps            what nobody says, since when, and what closed it
    origins         where words came from, and who took them
    contradictions  statements that cannot both stand
    changes         what a speaker said otherwise later
    timeline        what was said when
    notices         what is wrong with the texts
    questions       how a template's questions stand
    versions        what changed when an article was published again
    decisions       what persons decided

Each takes a `Ledger` and how many to give at most (-1: all), and gives values that lead back to
characters of an article.
"""

from onrecord.present.topics.claims import (
    changes,
    claims,
    claims_by_id,
    contradictions,
    leading,
    said_by,
    speaker,
    speakers,
    timeline,
    wordings,
)
from onrecord.present.topics.counts import counts
from onrecord.present.topics.decisions import decisions
from onrecord.present.topics.fetch import sources
from onrecord.present.topics.find import like, search
from onrecord.present.topics.missing import gaps, notices
from onrecord.present.topics.questions import questions
from onrecord.present.topics.revised import versions
from onrecord.present.topics.spread import origins

__all__ = [
    "changes",
    "claims",
    "claims_by_id",
    "contradictions",
    "counts",
    "decisions",
    "gaps",
    "leading",
    "like",
    "notices",
    "origins",
    "questions",
    "said_by",
    "search",
    "sources",
    "speaker",
    "speakers",
    "timeline",
    "versions",
    "wordings",
]
