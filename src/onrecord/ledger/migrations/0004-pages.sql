-- So that pages of a large ledger come at once: what a person decided is found by its pair.

CREATE INDEX judgement_person ON judgement (subject, object) WHERE made_by LIKE 'person: %';
CREATE INDEX judgement_copied ON judgement (relation, subject, object, made_by, holds, superseded_by)
    WHERE relation = 'copied from' AND holds AND superseded_by IS NULL;
CREATE INDEX article_outlet ON article (outlet);
CREATE INDEX claim_speaker ON claim (speaker);
CREATE INDEX entity_by_name ON entity (name);

DROP VIEW copies;
DROP VIEW contradictions;
DROP VIEW standing;

-- Judgements that count: not superseded, and not gainsaid by a person.
CREATE VIEW standing AS
SELECT * FROM judgement j WHERE superseded_by IS NULL AND (made_by LIKE 'person: %' OR (
    NOT EXISTS (
        SELECT 1 FROM judgement p INDEXED BY judgement_person
        WHERE p.made_by LIKE 'person: %' AND p.subject = j.subject AND p.object = j.object
          AND p.relation = j.relation AND p.holds != j.holds AND p.superseded_by IS NULL)
    AND NOT EXISTS (
        SELECT 1 FROM judgement p INDEXED BY judgement_person
        WHERE p.made_by LIKE 'person: %' AND p.subject = j.object AND p.object = j.subject
          AND p.relation = j.relation AND p.holds != j.holds AND p.superseded_by IS NULL)));

CREATE VIEW contradictions AS
SELECT j.id AS judgement, j.relation, j.type, j.reason, j.score, j.made_by,
       a.content AS one, a.article AS one_article, b.content AS other, b.article AS other_article,
       j.subject, j.object
FROM standing j JOIN attribution a ON a.id = j.subject JOIN attribution b ON b.id = j.object
WHERE j.relation IN ('contradicts', 'changes') AND j.holds;

CREATE VIEW copies AS
SELECT j.id AS judgement, taker.outlet AS taken_by, taker.title AS taken_by_title,
       giver.outlet AS taken_from, giver.title AS taken_from_title, j.type, j.score, j.reason,
       j.subject, j.object
FROM standing j JOIN article taker ON taker.id = j.subject JOIN article giver ON giver.id = j.object
WHERE j.relation = 'copied from' AND j.holds;
