//! The shapes that cross HTTP, and the client that sends them.
