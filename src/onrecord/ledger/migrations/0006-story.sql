-- What whoever keeps a ledger says of the story as a whole.

CREATE TABLE story (
    key         TEXT PRIMARY KEY CHECK (key IN ('title', 'template')),
    value       TEXT NOT NULL                -- of a template, its YAML
);
