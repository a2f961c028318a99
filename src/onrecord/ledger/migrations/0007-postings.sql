-- A row for each key, where there was one for each key of each thing: what is found under a key is
-- read at once, and an article writes half as many pages.

CREATE TABLE found_under (
    kind        TEXT NOT NULL,               -- entity, text, claim, rival, gap, answer
    key         INTEGER NOT NULL,            -- 64 bits of a hash
    owners      TEXT,                        -- ids with a space between; NULL for a key that is common
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
INSERT INTO found_under
SELECT kind, key, CASE WHEN min(owner) != '' THEN group_concat(owner, ' ') END
FROM (SELECT kind, key, owner FROM posting ORDER BY kind, key, number, owner) GROUP BY kind, key;

CREATE TABLE posted (
    number      INTEGER NOT NULL,            -- of the owner's article
    kind        TEXT NOT NULL,
    owner       TEXT NOT NULL,
    keys        TEXT NOT NULL,               -- that it stands or stood under, with a space between
    PRIMARY KEY (number, kind, owner)
) WITHOUT ROWID;
INSERT INTO posted
SELECT number, kind, owner, group_concat(key, ' ') FROM posting WHERE owner != ''
GROUP BY number, kind, owner;

DROP TABLE posting;
ALTER TABLE found_under RENAME TO posting;
