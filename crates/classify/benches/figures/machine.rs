//! What the figures were measured on.

use std::fs;
use std::process::Command;

/// A sentence: processor, load, commit, and how much was screened.
pub(crate) fn told(lines: &[u8]) -> String {
    let read = |file| fs::read_to_string(file).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    let git = Command::new("git").args(["rev-parse", "--short", "HEAD"]).output();
    let commit = git.map(|told| String::from_utf8_lossy(&told.stdout).trim().to_owned()).unwrap_or_default();
    format!(
        "Commit {commit}, {cores} cores ({}), load {load} at the end; {} MB of lines, {} of them; contenders in turn, medians \
         of {} by processor time.",
        model.trim_start_matches([':', ' ', '\t']),
        lines.len() / 1_000_000,
        memchr::memchr_iter(b'\n', lines).count(),
        crate::speed::ROUNDS,
    )
}
