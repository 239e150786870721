//! Passwords and tokens that were handed to a collecting process: they do not come back.
//!
//! A server that took the process over, or echoes what it is told, could have its password handed over as evidence. What is
//! encoded first is not recognised here.

use crate::network::Told;
use crate::secret::Secret;
use memchr::memmem;

/// Shorter ones are found everywhere, and prove nothing.
const BYTES_MIN: usize = 6;

/// The secrets of a run, and the end of what was looked at last.
#[derive(Default)]
pub(super) struct KeptBack {
    /// As they are, and as JSON writes them.
    forms: Vec<Secret>,
    tail: Vec<u8>,
}

impl KeptBack {
    /// Notes what an answer hands over.
    pub(super) fn note(&mut self, told: &Told) {
        let secret = match told {
            Told::DatabaseServer { login, .. } => login.password.as_ref(),
            Told::Directory { login, .. } => login.password.as_ref(),
            Told::Service { access, .. } => access.credential.as_ref().map(|(_, secret)| secret),
            Told::Cluster { access, .. } => access.credential.as_ref().map(|(_, secret)| secret),
            _ => None,
        };
        let Some(secret) = secret.map(Secret::without_scheme) else { return };
        if secret.reveal().len() >= BYTES_MIN && !self.forms.contains(&secret) {
            self.forms.extend([secret.in_json(), secret]);
        }
    }

    /// Begins another text.
    pub(super) fn begin(&mut self) {
        self.tail.clear();
    }

    /// Whether a text that goes on with these bytes holds a secret.
    pub(super) fn holds(&mut self, bytes: &[u8]) -> bool {
        let Some(longest) = self.forms.iter().map(|form| form.reveal().len()).max() else { return false };
        let mut text = std::mem::take(&mut self.tail);
        text.extend_from_slice(bytes);
        let found = self.forms.iter().any(|form| memmem::find(&text, form.reveal().as_bytes()).is_some());
        self.tail = text.split_off(text.len().saturating_sub(longest - 1));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::ServiceAccess;
    use std::time::Duration;

    fn told(secret: &str) -> Told {
        let secret: Secret = serde_json::from_value(secret.into()).unwrap();
        let access =
            ServiceAccess { url: String::new(), credential: Some(("authorization".to_owned(), secret)) };
        let address = "127.0.0.1:1".parse().unwrap();
        Told::Service { address, dns: Duration::ZERO, connect: Duration::ZERO, access }
    }

    #[test]
    fn a_secret_is_found_however_the_text_is_cut() {
        let mut kept_back = KeptBack::default();
        assert!(!kept_back.holds(b"hunter22"));
        kept_back.begin();
        kept_back.note(&told("Bearer hunter22"));
        kept_back.note(&told("with \"quotes\""));
        kept_back.note(&told("short"));
        for (text, found) in [
            (&b"the token is hunter22."[..], true),
            (br#"{"name": "with \"quotes\""}"#, true),
            (b"with \"quotes\"", true),
            (b"hunter2 Bearer short with quotes", false),
        ] {
            for cut in 0..text.len() {
                kept_back.begin();
                let (front, back) = text.split_at(cut);
                let holds = kept_back.holds(front) | kept_back.holds(back);
                assert_eq!(holds, found, "{cut}");
            }
        }
        kept_back.begin();
        assert!(!kept_back.holds(b"hunter"));
        kept_back.begin();
        assert!(!kept_back.holds(b"22"), "another text begins anew");
    }
}
