//! Tests that need what a machine may not have.

/// Says why a test was skipped.
#[expect(clippy::print_stdout, reason = "whoever reads a test's output should know that it proved nothing")]
pub(crate) fn because(why: &str) {
    println!("skipped: {why}");
}
