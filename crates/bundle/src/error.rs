//! Why a bundle is refused.

use std::io;

/// Why a bundle cannot be read, with the entry it is about. [`BundleError::advice`] says what to do.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file itself cannot be read.
    #[error("cannot read `{place}`: {why}")]
    Unreadable {
        /// The file.
        place: String,
        /// What the system says.
        why: io::Error,
    },
    /// It is none of the forms that are read.
    #[error("`{place}` is no tar, tar.gz, tar.xz, tar.zst or zip archive, and no HAR or other JSON text")]
    Unknown {
        /// The file.
        place: String,
    },
    /// It is an archive of a form that is not read.
    #[error("`{place}` is packed with {form}, which is not read")]
    Unsupported {
        /// The file.
        place: String,
        /// The form's name.
        form: &'static str,
    },
    /// It is encrypted, or an entry is.
    #[error("`{place}` is encrypted")]
    Encrypted {
        /// The file or the entry.
        place: String,
    },
    /// It ends too early.
    #[error("`{place}` is cut off: it ends before its content does")]
    Truncated {
        /// The file or the entry.
        place: String,
    },
    /// It contradicts itself, or its check sums.
    #[error("`{place}` is damaged: {reason}")]
    Damaged {
        /// The file or the entry.
        place: String,
        /// What is wrong, without a word of the content.
        reason: String,
    },
    /// An entry's path is absolute or climbs out.
    #[error("the entry `{place}` would lie outside of the bundle")]
    Outside {
        /// The path as it is written.
        place: String,
    },
    /// A link leads out of the bundle.
    #[error("the link `{place}` leads out of the bundle, to `{target}`")]
    LinkOutside {
        /// The link.
        place: String,
        /// Where it leads.
        target: String,
    },
    /// An entry is no file, folder or link.
    #[error("the entry `{place}` is {what}, which no support bundle holds")]
    Special {
        /// The entry.
        place: String,
        /// What it is.
        what: &'static str,
    },
    /// Two entries have the same path, so which one counts would depend on who reads it.
    #[error("the entry `{place}` comes twice")]
    Twice {
        /// The path.
        place: String,
    },
    /// There are too many entries.
    #[error("the bundle holds more than {limit} entries")]
    TooMany {
        /// How many there may be.
        limit: u64,
    },
    /// It unpacks to too much.
    #[error("the bundle unpacks to more than {limit} bytes; the limit was reached in `{place}`")]
    TooLarge {
        /// Where that was noticed.
        place: String,
        /// How many bytes there may be.
        limit: u64,
    },
    /// It unpacks to far more than texts and logs do.
    #[error(
        "the bundle unpacks to more than {ratio} times its size, as only archives made to do harm do (in `{place}`)"
    )]
    Bomb {
        /// Where that was noticed.
        place: String,
        /// How many times there may be.
        ratio: u64,
    },
    /// An archive lies in an archive in an archive.
    #[error("the archive `{place}` lies too deep: archives inside of archives are read {depth} level deep")]
    TooDeep {
        /// The archive.
        place: String,
        /// How deep it may lie.
        depth: u32,
    },
    /// An entry's own bounds are exceeded: a name, a header, a window.
    #[error("`{place}` cannot be read in bounded memory: {what} is larger than {limit} bytes")]
    Unbounded {
        /// The file or the entry.
        place: String,
        /// What is too large.
        what: &'static str,
        /// How large it may be.
        limit: u64,
    },
    /// The receiver could not take what came.
    #[error("cannot go on: {0}")]
    Taken(io::Error),
}

impl BundleError {
    /// Whether it says something of an archive inside alone, and nothing of the bundle or of who receives it.
    pub(crate) const fn is_of_what_is_inside(&self) -> bool {
        !matches!(
            self,
            Self::Unreadable { .. } | Self::TooMany { .. } | Self::TooLarge { .. } | Self::Taken(_)
        )
    }

    /// The entry that it is about, if others behind that one may be sound.
    pub(crate) fn entry(&self) -> Option<&str> {
        match self {
            Self::Unsupported { place, .. }
            | Self::Encrypted { place }
            | Self::Truncated { place }
            | Self::Damaged { place, .. }
            | Self::Outside { place }
            | Self::LinkOutside { place, .. }
            | Self::Special { place, .. }
            | Self::Twice { place }
            | Self::TooDeep { place, .. }
            | Self::Unbounded { place, .. } => Some(place),
            _ => None,
        }
    }

    /// What to do about it.
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "check the path and that you may read the file",
            Self::Unknown { .. } => {
                "give the file as the tool wrote it; a folder can be packed with `tar -czf`"
            }
            Self::Unsupported { .. } => "unpack it and pack it again with `tar -czf` or as a zip",
            Self::Encrypted { .. } => "decrypt it first: what cannot be read cannot be screened",
            Self::Truncated { .. } => {
                "copy or make it again; compare its size or check sum with the original"
            }
            Self::Damaged { .. } => {
                "copy or make it again; if an archive inside is damaged, leave that one out"
            }
            Self::Outside { .. } | Self::LinkOutside { .. } | Self::Special { .. } | Self::Twice { .. } => {
                "no support tool writes that: do not unpack it elsewhere; if you made it, pack it again without the entry"
            }
            Self::TooMany { .. } | Self::TooLarge { .. } => "make it smaller: fewer logs, or a shorter time",
            Self::Bomb { .. } => {
                "do not unpack it elsewhere; if its logs are really that uniform, leave them out"
            }
            Self::TooDeep { .. } => "take the inner archive out and import it by itself",
            Self::Unbounded { .. } => "leave that entry out, or import it by itself",
            Self::Taken(_) => "see what is said before",
        }
    }
}
