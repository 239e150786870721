-- Expands: which of the vendor's engineers works a case. The id is the vendor's own and says nothing of the customer.
ALTER TABLE vendor_queue ADD COLUMN engineer TEXT;
