//! The rules held against their vectors and against a fold too simple to be wrong.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "clippy takes only the test functions themselves for tests, not what they share"
)]

mod approvers;
mod causes;
mod loosening;
mod naive;
mod properties;
mod unsigned;
mod vectors;
