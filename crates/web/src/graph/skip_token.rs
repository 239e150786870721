//! Where the next page begins. A token is no secret and grants nothing: whose log is read says the bearer token alone. It is
//! bound to that log, filter and order all the same, so that it is never taken for another list's.

use aws_lc_rs::digest::{SHA256, digest};
use operations::AuditPlace;

/// The version of the form.
const VERSION: &str = "1";

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SkipToken {
    /// How many events the log held when the first page was read.
    pub(super) size: u64,
    /// The last entry of the page before.
    pub(super) after: AuditPlace,
}

impl SkipToken {
    /// The token's text: letters, digits and dots alone, which every client leaves as they are.
    pub(super) fn text(&self, list: &[&str]) -> String {
        let Self { size, after } = self;
        format!("{VERSION}.{size}.{}.{}.{}", after.sequence, after.number, bound_to(list))
    }

    /// Reads a token of this list.
    pub(super) fn read(text: &str, list: &[&str]) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [VERSION, size, sequence, number, bound] = parts[..] else { return None };
        let after = AuditPlace { sequence: sequence.parse().ok()?, number: number.parse().ok()? };
        let token = Self { size: size.parse().ok()?, after };
        (bound == bound_to(list)).then_some(token)
    }
}

fn bound_to(list: &[&str]) -> String {
    let list = list.join("\0");
    hex::encode(digest(&SHA256, list.as_bytes()).as_ref().get(..8).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_of_one_list() {
        let token = SkipToken { size: 9, after: AuditPlace { sequence: 4, number: 1 } };
        let text = token.text(&["contoso", "", "desc"]);
        assert_eq!(SkipToken::read(&text, &["contoso", "", "desc"]), Some(token));
        assert_eq!(SkipToken::read(&text, &["fabrikam", "", "desc"]), None);
        for bad in ["", "1", "1.2.3.4.5", "1.-1.0.0.x", "é.ü", &"9.".repeat(400)] {
            assert_eq!(SkipToken::read(bad, &["contoso", "", "desc"]), None, "{bad}");
        }
    }
}
