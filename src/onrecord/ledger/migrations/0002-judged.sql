-- What was decided, and could be wrong. Rows are added and superseded, never deleted or edited otherwise.

CREATE TABLE judgement (
    id            TEXT PRIMARY KEY,
    relation      TEXT NOT NULL,             -- same entity, same claim, same gap, copied from, same origin, contradicts, changes, closes
    subject       TEXT NOT NULL,
    object        TEXT NOT NULL,
    holds         INTEGER NOT NULL,          -- 0: somebody decided that it does not
    type          TEXT,                      -- of a contradiction, a change or a copy
    score         REAL NOT NULL,
    reason        TEXT NOT NULL,
    parts         TEXT NOT NULL,             -- JSON: what was weighed, and what it gave
    made_by       TEXT NOT NULL,             -- rules and their version, or "person: NAME"
    made_at       TEXT NOT NULL,             -- UTC
    superseded_by TEXT
);
CREATE INDEX judgement_subject ON judgement (subject, relation);
CREATE INDEX judgement_object ON judgement (object, relation);
CREATE INDEX judgement_relation ON judgement (relation);

CREATE TABLE judgement_span (
    judgement   TEXT NOT NULL REFERENCES judgement (id) ON DELETE CASCADE,
    article     TEXT NOT NULL,
    piece       INTEGER NOT NULL,
    start       INTEGER NOT NULL CHECK (start >= 0),
    end         INTEGER NOT NULL CHECK (end > start),
    PRIMARY KEY (judgement, article, piece)
) WITHOUT ROWID;

-- Keys by which things that may belong together find one another; a key is 64 bits of a hash.
CREATE TABLE posting (
    kind        TEXT NOT NULL,               -- entity, text, claim, rival, gap, answer
    key         INTEGER NOT NULL,
    number      INTEGER NOT NULL,            -- of the owner's article: later articles come later
    owner       TEXT NOT NULL,
    PRIMARY KEY (kind, key, number, owner)
) WITHOUT ROWID;
CREATE INDEX posting_owner ON posting (owner);
