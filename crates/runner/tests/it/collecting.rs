//! The collecting process of these tests: this very test program, told to be one.

use collect::{Confinement, Program};

/// Starts this program as a collecting process.
pub(crate) fn program() -> Program {
    Program {
        path: std::env::current_exe().unwrap(),
        arguments: ["collecting::process", "--exact", "--ignored", "--quiet"].map(Into::into).to_vec(),
        confinement: Confinement::Required,
    }
}

#[test]
#[ignore = "it is what the other tests start as a process, with a socket as its standard input"]
fn process() {
    collect::collecting_process();
}
