//! What a container engine may be asked: three questions of its API (Docker Engine API, which Podman answers too), all GET.

use serde::{Deserialize, Serialize};

/// The longest answer that is taken, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 8 << 20;
/// The shortest and longest id of a container.
const ID_BYTES: std::ops::RangeInclusive<usize> = 12..=64;

/// A question. There is no other request to an engine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Question {
    /// Which engine it is.
    Version,
    /// Which containers there are, running or not.
    Containers,
    /// The state of the container with this id.
    Container(String),
}

impl Question {
    /// Path and query. Without a version, so that old and new engines answer. None if the id is none.
    pub(crate) fn path(&self) -> Option<String> {
        match self {
            Self::Version => Some("/version".to_owned()),
            Self::Containers => Some("/containers/json?all=true".to_owned()),
            Self::Container(id) => {
                let is_id = ID_BYTES.contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
                is_id.then(|| format!("/containers/{id}/json"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_one_path() {
        let container = |id: &str| Question::Container(id.to_owned()).path();
        let id = "0123456789abcdef";
        assert_eq!(container(id).as_deref(), Some("/containers/0123456789abcdef/json"));
        for id in ["", "shop", "0123456789ab/..", "0123456789ab/json?x=", &"0".repeat(65), "0123456789ab\r\n"]
        {
            assert_eq!(container(id), None, "{id}");
        }
    }
}
