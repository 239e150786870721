-- Finds who has a user principal name already, however it is capitalised.
ALTER TABLE person ADD COLUMN upn_folded TEXT NOT NULL DEFAULT '';
UPDATE person SET upn_folded = lower(upn);
CREATE INDEX person_by_upn ON person (tenant, upn_folded);
