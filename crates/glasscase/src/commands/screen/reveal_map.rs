//! The customer's own file of which value each pseudonym stands for.

use crate::failure::Failure;
use anyhow::Result;
use classify::Revealed;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// A map that is being made; what it holds grows with the values that differ.
pub(super) struct RevealMap {
    file: File,
    name: String,
    tokens: BTreeMap<String, BTreeSet<String>>,
}

/// A line of the file. Values that differ in letter case alone, or in how they are written, share a token.
#[derive(Serialize)]
struct Entry<'m> {
    token: &'m str,
    values: &'m BTreeSet<String>,
}

impl RevealMap {
    /// Makes the file, readable by its owner alone.
    ///
    /// # Errors
    /// If there is such a file already, or none can be made.
    pub(super) fn create(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let file = made.map_err(|why| Failure::bad_input(format!("cannot make the map `{name}`: {why}")))?;
        Ok(Self { file, name, tokens: BTreeMap::new() })
    }

    pub(super) fn add(&mut self, values: Vec<Revealed>) {
        for (token, value) in values {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            self.tokens.entry(text(&token)).or_default().insert(text(&value));
        }
    }

    /// Writes the map, one JSON text a token.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(super) fn write(self) -> Result<()> {
        let cannot = |why| Failure::failed(format!("cannot write the map `{}`: {why}", self.name));
        let mut file = BufWriter::new(&self.file);
        for (token, values) in &self.tokens {
            let line = serde_json::to_string(&Entry { token, values })?;
            writeln!(file, "{line}").map_err(cannot)?;
        }
        file.flush().map_err(cannot)?;
        Ok(())
    }
}
