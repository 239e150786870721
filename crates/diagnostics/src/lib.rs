//! The form of a diagnostic, its checks, and its analyzers.
