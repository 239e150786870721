//! A path with wildcards, split into the folder to start in and what to match below it.

use glob::Pattern;
use std::path::{Component, Path, PathBuf};

/// The longest path with wildcards, in bytes.
const GLOB_BYTES_MAX: usize = 4_096;
/// The most parts below the starting folder.
const PARTS_MAX: usize = 16;

/// A checked path with wildcards.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Glob {
    /// The folder above the first wildcard, or the file's folder if there is none.
    pub(super) start: PathBuf,
    /// What to match below it; the last part matches files.
    pub(super) parts: Vec<Part>,
}

/// One part of a path below the starting folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// `**`: any number of folders.
    AnyFolders,
    /// A name, perhaps with wildcards.
    Name(Pattern),
}

impl Glob {
    /// Reads an absolute path with wildcards, or says what is wrong with it.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.len() > GLOB_BYTES_MAX || text.chars().any(char::is_control) {
            return Err(format!("a path has at most {GLOB_BYTES_MAX} bytes and no control characters"));
        }
        let mut names = names(Path::new(text))?;
        let last = names.pop().ok_or_else(|| "a path must name files, not only a folder".to_owned())?;
        let plain = names.iter().take_while(|name| !name.contains(['*', '?', '['])).count();
        let wild = names.split_off(plain);
        let start = names.iter().fold(PathBuf::from("/"), |path, name| path.join(name));
        let parts = wild.into_iter().chain([last]).map(part).collect::<Result<Vec<_>, _>>()?;
        match parts.last() {
            Some(Part::Name(_)) if parts.len() <= PARTS_MAX => Ok(Self { start, parts }),
            Some(Part::AnyFolders) => Err("a path must end in a file name, as in `**/*.log`".to_owned()),
            _ => Err(format!("a path has at most {PARTS_MAX} parts behind its first wildcard")),
        }
    }
}

/// The names of an absolute path without `..`.
fn names(path: &Path) -> Result<Vec<&str>, String> {
    let mut components = path.components();
    if components.next() != Some(Component::RootDir) {
        return Err("a path must be absolute".to_owned());
    }
    let name = |component| match component {
        Component::Normal(name) => name.to_str().ok_or_else(|| "a path must be UTF-8".to_owned()),
        _ => Err("a path must not contain `..`".to_owned()),
    };
    components.map(name).collect()
}

fn part(name: &str) -> Result<Part, String> {
    if name == "**" {
        return Ok(Part::AnyFolders);
    }
    Pattern::new(name)
        .map(Part::Name)
        .map_err(|error| format!("`{name}` is not a name with wildcards: {}", error.msg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_starts_above_its_first_wildcard() {
        for (text, start, parts) in [
            ("/var/log/app.log", "/var/log", 1),
            ("/var/log/*.log", "/var/log", 1),
            ("/var/*/x/**/*.log", "/var", 4),
            ("/app.log", "/", 1),
            ("/var/./log//app.log", "/var/log", 1),
        ] {
            let glob = Glob::parse(text).unwrap();
            assert_eq!((glob.start.to_str().unwrap(), glob.parts.len()), (start, parts), "{text}");
        }
    }

    #[test]
    fn paths_that_leave_or_end_nowhere_are_refused() {
        for text in ["var/log", "/var/../etc/passwd", "/", "/var/**", "/var/[a", "/a\nb", "/a/***/b", ""] {
            assert!(Glob::parse(text).is_err(), "{text}");
        }
        assert!(Glob::parse(&"/*".repeat(40)).is_err());
    }
}
