//! The folder that the project stands in, and the files that belong to it.

use crate::process::{cargo, output};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Clone)]
pub(crate) struct Workspace {
    root: PathBuf,
}

/// A text file of the project.
pub(crate) struct TextFile {
    /// Relative to the root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Workspace {
    /// The workspace that the current folder is in.
    pub(crate) fn find() -> Result<Self> {
        let manifest = output(cargo().args(["locate-project", "--workspace", "--message-format", "plain"]))?;
        let root = Path::new(manifest.trim_end()).parent().context("the root manifest has no folder")?;
        Ok(Self { root: root.to_owned() })
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// `program`, to be started in the root.
    pub(crate) fn command(&self, mut program: Command) -> Command {
        program.current_dir(&self.root);
        program
    }

    /// Cargo with these arguments, to be started in the root.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = self.command(cargo());
        cargo.args(arguments);
        cargo
    }

    /// Where cargo puts what it builds.
    pub(crate) fn target(&self) -> PathBuf {
        let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
        self.root.join(folder)
    }

    /// Every text file that git tracks or would track, in the order of their paths.
    pub(crate) fn text_files(&self) -> Result<Vec<TextFile>> {
        let mut git = self.command(Command::new("git"));
        git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"]);
        let mut files = Vec::new();
        for path in output(&mut git)?.split_terminator('\0') {
            files.extend(self.text_file(path)?);
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(files)
    }

    /// Nothing for a file that is deleted but not yet committed, and for one that is no text.
    fn text_file(&self, path: &str) -> Result<Option<TextFile>> {
        let file = self.root.join(path);
        if !file.is_file() {
            return Ok(None);
        }
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read `{path}`"))?;
        let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
        Ok(text.map(|text| TextFile { path: path.to_owned(), text }))
    }
}

impl TextFile {
    pub(crate) fn is_rust(&self) -> bool {
        self.extension() == Some("rs")
    }

    pub(crate) fn extension(&self) -> Option<&str> {
        Path::new(&self.path).extension()?.to_str()
    }

    /// Whether it is data that tests read: what stands in it is quoted from elsewhere.
    pub(crate) fn is_test_data(&self) -> bool {
        !self.is_rust()
            && self.path.split('/').any(|folder| folder == "tests" || folder == "proptest-regressions")
    }
}

#[cfg(test)]
mod tests {
    use super::{TextFile, Workspace};

    #[test]
    fn the_workspace_lists_its_own_manifest_and_sources() {
        let files = Workspace::find().unwrap().text_files().unwrap();
        for path in ["Cargo.toml", "xtask/src/workspace.rs"] {
            assert!(files.iter().any(|file| file.path == path), "{path} is missing");
        }
    }

    #[test]
    fn only_data_below_tests_is_test_data() {
        let is_test_data =
            |path: &str| TextFile { path: path.to_owned(), text: String::new() }.is_test_data();
        assert!(is_test_data("crates/domain/tests/it/access.jsonl"));
        assert!(!is_test_data("crates/domain/tests/it/main.rs"));
        assert!(!is_test_data("crates/domain/data/problems.json"));
    }
}
