-- Expands: whether somebody proved that an address is theirs, and the code that proves it, sealed. Addresses from before
-- count as proved: their mails arrive already.
ALTER TABLE mail_address ADD COLUMN confirmed BIGINT NOT NULL DEFAULT 1;
ALTER TABLE mail_address ADD COLUMN code BYTEA;
ALTER TABLE mail_address ADD COLUMN asked_at BIGINT;

-- For what is forgotten once it is old.
CREATE INDEX notice_by_time ON notice (tenant, at);
