//! The export of a tenant's log and its verification by replay.
