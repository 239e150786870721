//! Runs diagnostics near the data; checks consents and scope itself.
