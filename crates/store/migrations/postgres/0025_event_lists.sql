-- Expands: what an event is and who caused it, as its leaf says: lists of both find rare events among many.
ALTER TABLE event
    ADD COLUMN kind  TEXT COLLATE "C" GENERATED ALWAYS AS (leaf::json #>> '{event,type}') STORED,
    ADD COLUMN actor TEXT COLLATE "C" GENERATED ALWAYS AS (leaf::json ->> 'by') STORED;

CREATE INDEX event_by_kind ON event (tenant, kind, sequence);
CREATE INDEX event_by_actor ON event (tenant, actor, kind, sequence);

-- The same of a case's events, of all tenants: while it is filled, its owner is not bound to one.
ALTER TABLE case_event ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE case_event NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event NO FORCE ROW LEVEL SECURITY;

UPDATE case_event SET kind = event.kind FROM event
    WHERE event.tenant = case_event.tenant AND event.sequence = case_event.sequence;

ALTER TABLE event FORCE ROW LEVEL SECURITY;
ALTER TABLE case_event FORCE ROW LEVEL SECURITY;

CREATE INDEX case_event_by_kind ON case_event (tenant, case_id, kind, sequence);
