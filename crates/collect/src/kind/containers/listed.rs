//! What an engine tells of itself, and of a container in its list.

use serde::Deserialize;

/// What an engine says of itself.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct About {
    pub(super) version: Option<String>,
    pub(super) api_version: Option<String>,
    components: Option<Vec<Component>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Component {
    name: Option<String>,
}

impl About {
    /// What the engine calls itself: the first of its parts.
    pub(super) fn engine(&self) -> Option<&str> {
        self.components.as_ref()?.first()?.name.as_deref()
    }
}

/// A container in the list.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Listed {
    pub(super) id: String,
    #[serde(default)]
    names: Option<Vec<String>>,
}

impl Listed {
    /// Whether `name` is one of its names, which the API writes with a slash before them.
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.names.iter().flatten().any(|own| own.trim_start_matches('/') == name)
    }
}
