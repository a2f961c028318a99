-- What was seen. Ids come from content, rows are never edited: reading the same bytes again adds nothing.
-- All offsets are half-open ranges of Unicode code points in article.text.

CREATE TABLE article (
    id          TEXT PRIMARY KEY,
    number      INTEGER NOT NULL UNIQUE,     -- in the order in which articles came
    name        TEXT NOT NULL,               -- file stem, or the id the source gave
    title       TEXT,
    outlet      TEXT,
    byline      TEXT,
    published   TEXT,                        -- ISO 8601, as precise as the source
    language    TEXT,
    url         TEXT,
    sha256      TEXT NOT NULL,               -- of the original bytes
    read_from   TEXT,                        -- path, row or address
    text        TEXT NOT NULL,
    words       INTEGER NOT NULL,
    reader      TEXT NOT NULL,               -- which reader filled the rows below
    matched     TEXT                         -- by which matchers it was held against the others
);
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_published ON article (published);

-- The bytes an article was read from, as they came; empty where the build was told not to keep them.
CREATE TABLE original (
    sha256      TEXT PRIMARY KEY,
    bytes       BLOB NOT NULL,               -- zlib
    size        INTEGER NOT NULL             -- before compression
);

CREATE TABLE article_entity (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    local_id    TEXT NOT NULL,               -- its id in the output of `read`
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,               -- person, organisation, outlet, state, place, group
    aliases     TEXT NOT NULL,               -- JSON list
    roles       TEXT NOT NULL,               -- JSON list
    geonameid   INTEGER,
    lat         REAL,
    lon         REAL
);
CREATE INDEX article_entity_article ON article_entity (article);

CREATE TABLE mention (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    entity      TEXT NOT NULL REFERENCES article_entity (id) ON DELETE CASCADE,
    form        TEXT NOT NULL,               -- name, nominal, pronoun
    text        TEXT NOT NULL
);
CREATE INDEX mention_entity ON mention (entity);
CREATE INDEX mention_article ON mention (article);

CREATE TABLE attribution (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    local_id    TEXT NOT NULL,
    place_in_text INTEGER NOT NULL,          -- 0 for the first of the article
    source      TEXT,
    cue         TEXT,
    content     TEXT NOT NULL,
    kind        TEXT NOT NULL,               -- direct, indirect, mixed
    speaker     TEXT REFERENCES article_entity (id),
    act         TEXT,
    certainty   TEXT,
    polarity    TEXT,
    said_from   TEXT,
    said_to     TEXT,
    said_at     TEXT REFERENCES article_entity (id),
    denies      TEXT,                        -- another attribution of the article
    score       REAL NOT NULL
);
CREATE INDEX attribution_article ON attribution (article);
CREATE INDEX attribution_speaker ON attribution (speaker);

-- Which entities an attribution's content names.
CREATE TABLE content_entity (
    attribution TEXT NOT NULL REFERENCES attribution (id) ON DELETE CASCADE,
    entity      TEXT NOT NULL REFERENCES article_entity (id) ON DELETE CASCADE,
    PRIMARY KEY (attribution, entity)
) WITHOUT ROWID;

CREATE TABLE hop (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    attribution TEXT NOT NULL REFERENCES attribution (id) ON DELETE CASCADE,
    step        INTEGER NOT NULL,            -- 0 is nearest to the speaker
    relation    TEXT NOT NULL,               -- told, via, quoted by, at, ...
    entity      TEXT REFERENCES article_entity (id),
    text        TEXT NOT NULL
);
CREATE INDEX hop_attribution ON hop (attribution);
CREATE INDEX hop_article ON hop (article);

CREATE TABLE gap (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,               -- undisclosed, unverified, declined, unclear, not_elaborated
    what        TEXT,
    cue         TEXT NOT NULL,
    holder      TEXT,
    withheld_by TEXT REFERENCES article_entity (id),
    sentence    TEXT NOT NULL
);
CREATE INDEX gap_article ON gap (article);

CREATE TABLE unsourced (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    reason      TEXT NOT NULL,               -- speculation, insinuation, judgement
    text        TEXT NOT NULL
);
CREATE INDEX unsourced_article ON unsourced (article);

CREATE TABLE notice (
    id          TEXT PRIMARY KEY,
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    suggestion  TEXT
);
CREATE INDEX notice_article ON notice (article);

-- Where each of the above stands. `owner` is an id of its table; pieces that stand apart have several rows.
CREATE TABLE span (
    article     TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    owner       TEXT NOT NULL,
    role        TEXT NOT NULL,               -- source, cue, content, firmness, said, place, hop, mention, what, holder, text
    piece       INTEGER NOT NULL,
    start       INTEGER NOT NULL CHECK (start >= 0),
    end         INTEGER NOT NULL CHECK (end > start),
    PRIMARY KEY (owner, role, piece)
) WITHOUT ROWID;
CREATE INDEX span_article ON span (article, start);

CREATE TABLE skipped (
    read_from   TEXT NOT NULL,
    error       TEXT NOT NULL,               -- its name in onrecord.errors
    what        TEXT NOT NULL,
    remedy      TEXT NOT NULL,
    PRIMARY KEY (read_from, error, what)
);

CREATE VIRTUAL TABLE article_words USING fts5 (title, text, content='article', content_rowid='number');
