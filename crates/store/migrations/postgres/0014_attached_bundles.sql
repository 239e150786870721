-- Expands: evidence that the customer attached comes from no run.
ALTER TABLE collection_row ALTER COLUMN run DROP NOT NULL;
