//! Appends and loads events and keeps projections, in SQLite or PostgreSQL.
