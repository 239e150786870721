//! The policy's text (RFC 8461, section 3.2).

use serde::Serialize;

/// The longest policy, in bytes; senders need not take more (section 3.3).
pub(super) const BYTES_MAX: usize = 64 << 10;
/// The longest that a policy may be kept, in seconds: about a year.
const MAX_AGE_MAX: u64 = 31_557_600;
/// The most patterns and the most faults that are told.
const TOLD_MAX: usize = 50;

/// What the policy says.
#[derive(Debug, Default, Serialize)]
pub(super) struct Policy {
    /// `enforce`, `testing` or `none`.
    mode: Option<String>,
    /// The names that mail servers may have; `*.` stands for one label.
    mx: Vec<String>,
    /// Seconds that senders keep it.
    max_age: Option<u64>,
    errors: Vec<String>,
}

impl Policy {
    /// Reads a policy; what is wrong with it is noted.
    pub(super) fn parse(body: &[u8]) -> Self {
        let mut policy = Self::default();
        if body.len() > BYTES_MAX {
            policy.fault(format!("it has more than {BYTES_MAX} bytes"));
        }
        let text = String::from_utf8_lossy(body);
        let mut version = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let Some((key, value)) = line.split_once(':') else {
                policy.fault(format!("`{}` is no `key: value`", short(line)));
                continue;
            };
            match (key.trim(), value.trim()) {
                ("version", value) => version = Some(value.to_owned()),
                ("mode", value) => policy.mode(value),
                ("mx", value) => policy.pattern(value),
                ("max_age", value) => policy.max_age(value),
                // Others may be added (section 3.2).
                _ => {}
            }
        }
        if version.as_deref() != Some("STSv1") {
            policy.fault("`version` is not STSv1".to_owned());
        }
        policy.complete();
        policy
    }

    /// Whether senders may deliver to a mail server of this name, in lower case (section 4.1).
    pub(super) fn covers(&self, server: &str) -> bool {
        self.mx.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(domain) => server.split_once('.').is_some_and(|(_, parent)| parent == domain),
            None => pattern == server,
        })
    }

    fn mode(&mut self, value: &str) {
        if matches!(value, "enforce" | "testing" | "none") {
            self.mode.get_or_insert_with(|| value.to_owned());
        } else {
            self.fault(format!("`mode: {}` is not enforce, testing or none", short(value)));
        }
    }

    fn pattern(&mut self, value: &str) {
        let name = value.strip_prefix("*.").unwrap_or(value);
        if name.parse::<crate::scope::Domain>().is_err() {
            self.fault(format!("`mx: {}` is no host name", short(value)));
        } else if self.mx.len() < TOLD_MAX {
            self.mx.push(value.trim_end_matches('.').to_ascii_lowercase());
        }
    }

    fn max_age(&mut self, value: &str) {
        match value.parse() {
            Ok(seconds) if seconds <= MAX_AGE_MAX => self.max_age = Some(seconds),
            _ => self.fault(format!("`max_age: {}` is not 0 to {MAX_AGE_MAX}", short(value))),
        }
    }

    /// Notes what has to be there and is not.
    fn complete(&mut self) {
        if self.mode.is_none() {
            self.fault("`mode` is missing".to_owned());
        }
        if self.max_age.is_none() {
            self.fault("`max_age` is missing".to_owned());
        }
        if self.mx.is_empty() && self.mode.as_deref() != Some("none") {
            self.fault("`mx` is missing".to_owned());
        }
    }

    fn fault(&mut self, fault: String) {
        if self.errors.len() < TOLD_MAX {
            self.errors.push(fault);
        }
    }
}

/// The start of a text, for messages.
fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_judged() {
        for (text, errors) in [
            ("version: STSv1\nmode: enforce\nmx: a.example\nmax_age: 86400", 0),
            ("version: STSv1\r\nmode: testing\r\nmx: *.a.example\r\nmax_age: 86400\r\nfuture: x\r\n", 0),
            ("version: STSv1\nmode: none\nmax_age: 0\n", 0),
            ("version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1", 1),
            ("version: STSv1\nmode: strict\nmx: a.example\nmax_age: 1", 2),
            ("version: STSv1\nmode: enforce\nmx: a b\nmax_age: x", 4),
            ("<html>not here</html>", 5),
            ("", 4),
        ] {
            assert_eq!(Policy::parse(text.as_bytes()).errors.len(), errors, "{text}");
        }
        let long = ["x: y\n".repeat(20_000), "version: STSv1\nmode: none\nmax_age: 1\n".to_owned()].concat();
        assert_eq!(Policy::parse(long.as_bytes()).errors.len(), 1);
    }

    #[test]
    fn a_star_stands_for_one_label() {
        let policy = Policy::parse(b"mx: mx.a.example\nmx: *.B.example.\n");
        for (server, covered) in [
            ("mx.a.example", true),
            ("a.example", false),
            ("mx2.a.example", false),
            ("x.b.example", true),
            ("x.y.b.example", false),
            ("b.example", false),
        ] {
            assert_eq!(policy.covers(server), covered, "{server}");
        }
    }
}
