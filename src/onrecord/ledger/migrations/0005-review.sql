-- What persons decide, act by act, and what stands of each statement once they have put it right.

-- Judged: one act of a person, and the judgements that it made (or, of an undo, took back).
CREATE TABLE decision (
    number      INTEGER PRIMARY KEY,         -- in the order in which they were made
    act         TEXT NOT NULL,               -- same, apart, split, accept, reject, speaker, span, remove, undo
    made_by     TEXT NOT NULL,               -- "person: NAME"
    reason      TEXT NOT NULL,
    made_at     TEXT,                        -- UTC; NULL for what an older onrecord did not write down
    undoes      INTEGER REFERENCES decision (number)
);
CREATE INDEX decision_undoes ON decision (undoes) WHERE undoes NOTNULL;
CREATE TABLE decided (
    decision    INTEGER NOT NULL REFERENCES decision (number),
    judgement   TEXT NOT NULL REFERENCES judgement (id),
    PRIMARY KEY (decision, judgement)
) WITHOUT ROWID;
CREATE INDEX decided_judgement ON decided (judgement);
CREATE INDEX judgement_superseded ON judgement (superseded_by) WHERE made_by LIKE 'person: %';

INSERT INTO decision (number, act, made_by, reason, made_at, undoes)
SELECT row_number() OVER (ORDER BY made_at, id),
       CASE WHEN holds AND relation LIKE 'same%' THEN 'same' WHEN relation LIKE 'same%' THEN 'apart'
            WHEN holds THEN 'accept' ELSE 'reject' END, made_by, reason, made_at, NULL
FROM judgement WHERE made_by LIKE 'person: %';
INSERT INTO decided
SELECT row_number() OVER (ORDER BY made_at, id), id FROM judgement WHERE made_by LIKE 'person: %';
INSERT INTO decision (act, made_by, reason, made_at, undoes)
SELECT 'undo', j.superseded_by, '', NULL, d.decision FROM judgement j
JOIN decided d ON d.judgement = j.id WHERE j.superseded_by LIKE 'person: %' ORDER BY d.decision;

-- Derived: attributions as they stand after what persons corrected; what is no statement is not here.
CREATE TABLE stated (
    id          TEXT PRIMARY KEY REFERENCES attribution (id) ON DELETE CASCADE,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    place_in_text INTEGER NOT NULL,
    source      TEXT,
    cue         TEXT,
    content     TEXT NOT NULL,
    start       INTEGER NOT NULL,            -- of the content, its first piece
    end         INTEGER NOT NULL,            -- of the content, its last piece
    kind        TEXT NOT NULL,
    speaker     TEXT REFERENCES article_entity (id) ON DELETE SET NULL,
    act         TEXT,
    certainty   TEXT,
    polarity    TEXT,
    said_from   TEXT,
    said_to     TEXT,
    said_at     TEXT,
    denies      TEXT,
    score       REAL NOT NULL,
    corrected   TEXT                         -- what a person put right: speaker, source, cue, content
);
CREATE INDEX stated_article ON stated (article, place_in_text);
CREATE INDEX stated_speaker ON stated (speaker);
-- Where the parts stand that a person put right; all others as in `span`.
CREATE TABLE stated_span (
    statement   TEXT NOT NULL REFERENCES stated (id) ON DELETE CASCADE,
    role        TEXT NOT NULL,               -- source, cue, content
    piece       INTEGER NOT NULL,
    start       INTEGER NOT NULL CHECK (start >= 0),
    end         INTEGER NOT NULL CHECK (end > start),
    PRIMARY KEY (statement, role, piece)
) WITHOUT ROWID;

INSERT INTO stated
SELECT s.id, s.article, s.place_in_text, s.source, s.cue, s.content,
       (SELECT min(start) FROM span WHERE owner = s.id AND role = 'content'),
       (SELECT max(end) FROM span WHERE owner = s.id AND role = 'content'),
       s.kind, s.speaker, s.act, s.certainty, s.polarity, s.said_from, s.said_to, s.said_at,
       s.denies, s.score, NULL
FROM attribution s;

DROP VIEW statements;
CREATE VIEW statements AS
SELECT s.id AS attribution, a.published, a.outlet, a.title, e.name AS speaker, s.content, s.kind,
       s.act, s.certainty, s.polarity, c.claim, c.origin, s.said_from, s.said_to, a.url, s.article,
       s.corrected
FROM stated s JOIN article a ON a.id = s.article
LEFT JOIN entity_member m ON m.article_entity = s.speaker
LEFT JOIN entity e ON e.id = m.entity
LEFT JOIN claim_statement c ON c.attribution = s.id;

DROP VIEW contradictions;
CREATE VIEW contradictions AS
SELECT j.id AS judgement, j.relation, j.type, j.reason, j.score, j.made_by,
       a.content AS one, a.article AS one_article, b.content AS other, b.article AS other_article,
       j.subject, j.object
FROM standing j JOIN stated a ON a.id = j.subject JOIN stated b ON b.id = j.object
WHERE j.relation IN ('contradicts', 'changes') AND j.holds;

-- What persons decided, the latest first.
CREATE VIEW decisions AS
SELECT d.number, d.made_at, d.made_by, d.act, d.reason, j.relation, j.type,
       j.holds, j.subject, j.object, j.superseded_by IS NULL AS stands, d.undoes, j.id AS judgement
FROM decision d LEFT JOIN decided i ON i.decision = d.number LEFT JOIN judgement j ON j.id = i.judgement
ORDER BY d.number DESC;
