//! ripgrep, as the peer: it counts what 21 shapes match, in one expression.

use std::path::Path;
use std::process::{Command, Stdio};

/// Shapes that scanners of secrets and personal data look for.
const SHAPES: [&str; 21] = [
    r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b",
    r"\b(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}\b",
    r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b",
    r"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b",
    r"\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b",
    r"\bS-1-5-21(?:-[0-9]+){4}\b",
    r"\\\\[A-Za-z0-9._-]+\\[A-Za-z0-9$._-]+",
    r"[A-Z]:\\Users\\[^\\\s]+",
    r"/home/[a-z_][a-z0-9_-]*",
    r"\+[0-9]{1,3}(?:[ .-]?[0-9]{2,4}){3,5}\b",
    r"\(?\b[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}\b",
    r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}\b",
    r"\b[2-6](?:[ -]?[0-9]){12,18}\b",
    r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
    r"[Bb]earer [A-Za-z0-9._~+/-]+=*",
    r#"(?:password|passwd|pwd|secret)["']?\s*[=:]\s*\S+"#,
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"[a-z]+://[^\s/:@]+:[^\s/@]+@",
    r"\$[1256][abxy]?\$[^\s:]+",
    r"\b(?:[a-z0-9-]+\.)+(?:com|net|org|fr|de|io|local)\b",
];

/// Counts the matches in `file`; `flags` are those of the expression, such as `(?-u)`.
pub(crate) fn count(file: &Path, flags: &str) {
    let expression = format!("{flags}{}", SHAPES.map(|shape| format!("(?:{shape})")).join("|"));
    let mut search = Command::new("rg");
    search.args(["--no-config", "--count-matches", "--text", "--threads", "1", "--regexp", &expression]);
    let status = search.arg(file).stdout(Stdio::null()).status().expect("ripgrep (`rg`) is installed");
    assert!(status.success(), "ripgrep found nothing, or failed");
}

/// Its version.
pub(crate) fn version() -> String {
    let told = Command::new("rg").arg("--version").output().expect("ripgrep (`rg`) is installed").stdout;
    String::from_utf8_lossy(&told).lines().next().unwrap_or_default().to_owned()
}
