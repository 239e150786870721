//! Has the program's own addresses packed (`DT_RELR`), where the C library of this machine knows how to unpack them:
//! they take two megabytes less, on disk and in the memory of each process. Copied to a machine with an older library, the
//! program does not start, and the loader says what it misses.

use std::env;
use std::process::Command;

/// The first version of the GNU C library that unpacks them.
const UNPACKS: [u32; 2] = [2, 36];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // This machine's library says nothing of the one that a program for another kind of machine meets.
    let is_for_here = env::var("HOST").ok() == env::var("TARGET").ok();
    let is_gnu = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if is_for_here && is_gnu && library_version().is_some_and(|version| version >= UNPACKS) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's C library, from an answer such as `glibc 2.36`.
fn library_version() -> Option<[u32; 2]> {
    let told = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?.stdout;
    let told = String::from_utf8(told).ok()?;
    let (major, minor) = told.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some([major.parse().ok()?, minor.split('.').next()?.parse().ok()?])
}
