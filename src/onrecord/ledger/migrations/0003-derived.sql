-- What follows from the above. It may be emptied at any time: `Ledger.derive()` makes it again.

CREATE TABLE entity (
    id          TEXT PRIMARY KEY,            -- the id of the member that came first
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    members     INTEGER NOT NULL             -- entities of single articles that it is made of
);
-- How its members are spelt, and what each takes it for.
CREATE TABLE entity_name (
    entity      TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    members     INTEGER NOT NULL,
    PRIMARY KEY (entity, name, kind)
) WITHOUT ROWID;
CREATE TABLE entity_member (
    article_entity TEXT PRIMARY KEY REFERENCES article_entity (id) ON DELETE CASCADE,
    entity      TEXT NOT NULL
);
CREATE INDEX entity_member_entity ON entity_member (entity);

CREATE TABLE claim (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,        -- the id of the statement that came first
    text        TEXT NOT NULL,               -- its wording in the earliest statement
    speaker     TEXT,                        -- entity.id, where all its statements have the same
    first_seen  TEXT,
    last_seen   TEXT,
    statements  INTEGER NOT NULL,
    articles    INTEGER NOT NULL,
    outlets     INTEGER NOT NULL,
    origins     INTEGER NOT NULL
);
CREATE TABLE claim_statement (
    attribution TEXT PRIMARY KEY REFERENCES attribution (id) ON DELETE CASCADE,
    claim       TEXT NOT NULL,
    origin      TEXT NOT NULL                -- statements with one origin count once
);
CREATE INDEX claim_statement_claim ON claim_statement (claim);
CREATE INDEX claim_statement_origin ON claim_statement (origin);

CREATE TABLE gap_thread (
    gap         TEXT PRIMARY KEY REFERENCES gap (id) ON DELETE CASCADE,
    thread      TEXT NOT NULL,               -- the same thing withheld in several articles
    closed_by   TEXT                         -- attribution.id
);
CREATE INDEX gap_thread_thread ON gap_thread (thread);

CREATE TABLE version (
    article     TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    url         TEXT NOT NULL,
    number      INTEGER NOT NULL,
    previous    TEXT
);
CREATE INDEX version_url ON version (url);

CREATE VIRTUAL TABLE claim_words USING fts5 (text, content='claim', content_rowid='number');

-- Judgements that count: not superseded, and not gainsaid by a person.
CREATE VIEW standing AS
SELECT * FROM judgement j WHERE superseded_by IS NULL AND (made_by LIKE 'person: %' OR NOT EXISTS (
    SELECT 1 FROM judgement p
    WHERE p.relation = j.relation AND p.holds != j.holds AND p.superseded_by IS NULL
      AND p.made_by LIKE 'person: %'
      AND ((p.subject = j.subject AND p.object = j.object)
        OR (p.subject = j.object AND p.object = j.subject))));

CREATE VIEW contradictions AS
SELECT j.id AS judgement, j.relation, j.type, j.reason, j.score, j.made_by,
       a.content AS one, a.article AS one_article, b.content AS other, b.article AS other_article,
       j.subject, j.object
FROM standing j JOIN attribution a ON a.id = j.subject JOIN attribution b ON b.id = j.object
WHERE j.relation IN ('contradicts', 'changes') AND j.holds;

CREATE VIEW statements AS
SELECT s.id AS attribution, a.published, a.outlet, a.title, e.name AS speaker, s.content, s.kind,
       s.act, s.certainty, s.polarity, c.claim, c.origin, s.said_from, s.said_to, a.url, s.article
FROM attribution s JOIN article a ON a.id = s.article
LEFT JOIN entity_member m ON m.article_entity = s.speaker
LEFT JOIN entity e ON e.id = m.entity
LEFT JOIN claim_statement c ON c.attribution = s.id;

CREATE VIEW open_gaps AS
SELECT t.thread, min(a.published) AS first_seen, count(DISTINCT g.article) AS articles,
       g.kind, g.what, g.cue, g.holder
FROM gap_thread t JOIN gap g ON g.id = t.gap JOIN article a ON a.id = g.article
GROUP BY t.thread HAVING count(t.closed_by) = 0;

CREATE VIEW copies AS
SELECT j.id AS judgement, taker.outlet AS taken_by, taker.title AS taken_by_title,
       giver.outlet AS taken_from, giver.title AS taken_from_title, j.type, j.score, j.reason,
       j.subject, j.object
FROM standing j JOIN article taker ON taker.id = j.subject JOIN article giver ON giver.id = j.object
WHERE j.relation = 'copied from' AND j.holds;
