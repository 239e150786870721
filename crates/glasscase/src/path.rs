//! Paths of the API, made of words and ids.

use crate::failure::Failure;
use anyhow::Result;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Display;

/// What stands as it is in a path segment or a query value (RFC 3986, unreserved); all else is escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// `/api/v1/` and the segments, each escaped.
///
/// # Errors
/// If a segment is `.` or `..`, which URLs keep for folders and no server gives as an id.
pub(crate) fn api(segments: &[&str]) -> Result<String> {
    below("api/v1", segments)
}

/// The path of a partner in the cross-tenant access settings, as Microsoft Graph has it.
///
/// # Errors
/// As [`api`].
pub(crate) fn partner(tenant: &str) -> Result<String> {
    below("v1.0/policies/crossTenantAccessPolicy/partners", &[tenant])
}

fn below(root: &str, segments: &[&str]) -> Result<String> {
    let mut path = root.to_owned();
    for segment in segments {
        if matches!(*segment, "." | ".." | "") {
            return Err(Failure::bad_input(format!("`{segment}` is not an id")).into());
        }
        path.push('/');
        path.extend(utf8_percent_encode(segment, ESCAPED));
    }
    Ok(path)
}

/// `path` with a query of the parameters that have a value.
pub(crate) fn with_query(path: &str, parameters: &[(&str, Option<&dyn Display>)]) -> String {
    let mut whole = path.to_owned();
    for (name, value) in parameters {
        let Some(value) = value else { continue };
        whole.push(if whole.contains('?') { '&' } else { '?' });
        whole.push_str(name);
        whole.push('=');
        whole.extend(utf8_percent_encode(&value.to_string(), ESCAPED));
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_cannot_leave_its_place_in_a_path() {
        assert_eq!(
            api(&["cases", "a/../b?c#d é", "close"]).unwrap(),
            "api/v1/cases/a%2F..%2Fb%3Fc%23d%20%C3%A9/close"
        );
        for bad in [".", "..", ""] {
            assert!(api(&["cases", bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_parameters_with_a_value_are_sent() {
        let path = with_query("cases", &[("open", Some(&true)), ("after", None), ("limit", Some(&"1&2"))]);
        assert_eq!(path, "cases?open=true&limit=1%262");
        assert_eq!(with_query("cases", &[("after", None)]), "cases");
    }
}
