//! The files that were asked for: named, matched by a pattern, or below a folder.

use crate::failure::Failure;
use anyhow::Result;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// Whether it lies in a folder that was named, and not itself.
    pub(super) is_found: bool,
}

/// All files that were asked for, and what is none.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    pub(super) files: Vec<Input>,
    /// What is left out: its path and why.
    pub(super) left_out: Vec<(String, String)>,
    /// What cannot be listed.
    pub(super) unread: Vec<(String, String)>,
}

impl Inputs {
    /// The files that `given` stands for, in the order given, those of a folder in the order of their names. A link in a
    /// folder is left out: it may lead anywhere, or back.
    ///
    /// # Errors
    /// If there is no such file, or a pattern matches nothing or is none.
    pub(super) fn of(given: &[PathBuf]) -> Result<Self> {
        let mut inputs = Self::default();
        for path in given {
            if path.exists() {
                inputs.add(path, false);
                continue;
            }
            for matched in matches(path)? {
                inputs.add(&matched, false);
            }
        }
        Ok(inputs)
    }

    fn add(&mut self, path: &Path, is_found: bool) {
        let name = path.display().to_string();
        if path.is_dir() {
            match inside(path) {
                Ok(entries) => entries.iter().for_each(|entry| self.add_inside(entry)),
                Err(why) => self.unread.push((name, why.to_string())),
            }
        } else if is_found && !path.is_file() {
            self.left_out.push((name, "it is no file".to_owned()));
        } else {
            self.files.push(Input { path: path.to_owned(), is_found });
        }
    }

    fn add_inside(&mut self, entry: &Path) {
        if entry.is_symlink() {
            self.left_out.push((entry.display().to_string(), "it is a link".to_owned()));
        } else {
            self.add(entry, true);
        }
    }

    /// How many bytes all of them have, as they are.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().filter_map(|input| fs::metadata(&input.path).ok()).map(|found| found.len()).sum()
    }
}

fn inside(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut paths: Vec<_> = entries.iter().map(fs::DirEntry::path).collect();
    paths.sort();
    Ok(paths)
}

/// What a pattern matches: shells that know none leave it to us.
fn matches(pattern: &Path) -> Result<Vec<PathBuf>> {
    let name = pattern.display();
    let absent = || Failure::unread(format!("cannot open `{name}`: there is no such file"));
    let text = pattern.to_str().filter(|text| text.contains(['*', '?', '['])).ok_or_else(absent)?;
    let found =
        glob::glob(text).map_err(|why| Failure::bad_input(format!("`{name}` is no pattern: {why}")))?;
    let mut paths: Vec<PathBuf> = found.filter_map(Result::ok).collect();
    paths.sort();
    if paths.is_empty() {
        Err(Failure::unread(format!("nothing matches `{name}`")).into())
    } else {
        Ok(paths)
    }
}

/// Where in a folder the screened form of `path` belongs: the same path without its root and whatever climbs.
pub(super) fn mirrored(path: &Path) -> PathBuf {
    path.components().filter(|part| matches!(part, Component::Normal(_))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirrored_path_stays_inside() {
        for (path, mirror) in
            [("/var/log/a", "var/log/a"), ("../../a/./b", "a/b"), ("a/../../b", "a/b"), ("..", "")]
        {
            assert_eq!(mirrored(Path::new(path)), Path::new(mirror));
        }
    }

    #[test]
    fn folders_are_gone_through_without_links_and_patterns_are_matched() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        for name in ["b.log", "a.log", "sub/c.log"] {
            fs::write(at(name), "x").unwrap();
        }
        std::os::unix::fs::symlink(folder.path(), at("sub/loop")).unwrap();
        let inputs = Inputs::of(&[folder.path().to_owned(), at("*.log")]).unwrap();
        let paths: Vec<_> = inputs.files.iter().map(|input| input.path.clone()).collect();
        let expected = ["a.log", "b.log", "sub/c.log", "a.log", "b.log"].map(at);
        assert_eq!(paths, expected);
        assert_eq!((inputs.left_out.len(), inputs.bytes()), (1, 5));
        assert!(Inputs::of(&[at("*.txt")]).is_err() && Inputs::of(&[at("absent")]).is_err());
    }
}
