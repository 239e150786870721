//! Finds sensitive spans in a byte stream and rewrites them.
