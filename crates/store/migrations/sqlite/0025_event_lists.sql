-- Expands: what an event is and who caused it, as its leaf says: lists of both find rare events among many.
ALTER TABLE event ADD COLUMN kind  TEXT GENERATED ALWAYS AS (leaf ->> '$.event.type') VIRTUAL;
ALTER TABLE event ADD COLUMN actor TEXT GENERATED ALWAYS AS (leaf ->> '$.by') VIRTUAL;

CREATE INDEX event_by_kind ON event (tenant, kind, sequence);
CREATE INDEX event_by_actor ON event (tenant, actor, kind, sequence);

-- The same of a case's events.
ALTER TABLE case_event ADD COLUMN kind TEXT NOT NULL DEFAULT '';

UPDATE case_event SET kind = (
    SELECT event.kind FROM event WHERE event.tenant = case_event.tenant AND event.sequence = case_event.sequence
);

CREATE INDEX case_event_by_kind ON case_event (tenant, case_id, kind, sequence);
