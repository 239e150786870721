//! An entry as lines of a log, for what reads lines.

use super::Record;
use std::io::Write as _;

/// The words for priorities, from 0 on.
const PRIORITIES: [&str; 8] =
    ["emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"];

impl Record {
    /// The word for its priority.
    pub(crate) fn priority_word(&self) -> Option<&'static str> {
        PRIORITIES.get(usize::from(self.priority?)).copied()
    }

    /// Its unit without `.service`, with which an instance (`getty@tty1.service`) would look like somebody's address.
    pub(crate) fn unit_name(&self) -> Option<&str> {
        self.unit.as_deref().map(|unit| unit.strip_suffix(".service").unwrap_or(unit))
    }

    /// What it says, line by line.
    pub(crate) fn message_lines(&self) -> impl Iterator<Item = &[u8]> {
        let message = self.message.strip_suffix(b"\n").unwrap_or(&self.message);
        message.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
    }

    /// `2026-11-24T00:18:21.000000Z host error nginx nginx[77]: what it says`, into `text`: the first line. The unit and
    /// the priority stand where other logs have them, so that a pattern finds them.
    pub(crate) fn write_first_line(&self, text: &mut Vec<u8>) {
        text.clear();
        let time = self.time.map(|time| time.to_string());
        let words = [time.as_deref(), self.host.as_deref(), self.priority_word(), self.unit_name()];
        for word in words.into_iter().flatten() {
            text.extend_from_slice(word.as_bytes());
            text.push(b' ');
        }
        text.extend_from_slice(self.identifier.as_deref().unwrap_or("unknown").as_bytes());
        if let Some(pid) = self.pid.as_deref() {
            // Writing into memory does not fail.
            let _written = write!(text, "[{pid}]");
        }
        text.extend_from_slice(b": ");
        text.extend_from_slice(self.message_lines().next().unwrap_or_default());
    }
}
