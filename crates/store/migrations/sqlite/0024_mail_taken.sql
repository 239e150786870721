-- Expands: which process sends a mail. Where no other can be alive, one that died with a mail under way is known by it.
ALTER TABLE mail ADD COLUMN taken_by TEXT;
