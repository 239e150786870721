//! A password or token, from its file to the server it is for and nowhere else.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use zeroize::Zeroizing;

/// The longest password file, in bytes.
const FILE_BYTES_MAX: u64 = 4 << 10;

/// What stands before a token (RFC 6750).
const BEARER: &str = "Bearer ";

/// A password. It is never shown, and its memory is overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Zeroizing<String>);

/// A password file that cannot be used. Says nothing of what it holds.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    #[error("it cannot be read: {0}; let the runner's own user read it, and nobody else")]
    Read(#[from] io::Error),
    #[error("it is not a plain file; write the password into a file of its own")]
    NotAFile,
    #[error("other users may read or change it (mode {mode:o}); run `chmod 600` on it")]
    Exposed { mode: u32 },
    #[error("it has more than {FILE_BYTES_MAX} bytes; it has to hold the password alone, on one line")]
    TooLong,
    #[error("it is not one line of text; it has to hold the password alone")]
    NotALine,
}

impl Secret {
    /// Reads the one line of a password file that nobody but its owner can read.
    pub(crate) fn read(file: &Path) -> Result<Self, SecretError> {
        Self::read_tolerating(file, 0)
    }

    /// Reads the one line of a file that a kubelet put into this pod. It lets everybody in the pod read it, unless the pod
    /// says as whom it runs; nobody may change it.
    pub(crate) fn read_mounted(file: &Path) -> Result<Self, SecretError> {
        Self::read_tolerating(file, 0o044)
    }

    /// Reads the one line of a file whose mode gives others no more than `tolerated`.
    fn read_tolerating(file: &Path, tolerated: u32) -> Result<Self, SecretError> {
        // Never waiting for a pipe: what is opened is judged afterwards.
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        let file = File::options().read(true).custom_flags(flags).open(file)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(SecretError::NotAFile);
        }
        let mode = metadata.mode() & 0o777;
        if mode & 0o077 & !tolerated != 0 {
            return Err(SecretError::Exposed { mode });
        }
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(FILE_BYTES_MAX).unwrap_or(0)));
        file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)?;
        if text.len() as u64 > FILE_BYTES_MAX {
            return Err(SecretError::TooLong);
        }
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || line.chars().any(char::is_control) {
            return Err(SecretError::NotALine);
        }
        Ok(Self(Zeroizing::new(line.to_owned())))
    }

    /// The same as a token that its bearer shows.
    pub(crate) fn as_bearer(&self) -> Self {
        Self(Zeroizing::new([BEARER, &self.0].concat()))
    }

    /// The same without the word before a token, as `Bearer`.
    pub(crate) fn without_scheme(&self) -> Self {
        Self(Zeroizing::new(self.0.strip_prefix(BEARER).unwrap_or(&self.0).to_owned()))
    }

    /// The same as it stands between the quotes of JSON.
    pub(crate) fn in_json(&self) -> Self {
        let quoted = Zeroizing::new(serde_json::Value::from(self.0.as_str()).to_string());
        let text = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        Self(Zeroizing::new(text.unwrap_or(&quoted).to_owned()))
    }

    /// The password itself, for the server alone.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// It crosses to the collecting process, over their own socket.
impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Zeroizing::new(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    fn read(text: &[u8], mode: u32) -> Result<Secret, String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), text).unwrap();
        fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
        Secret::read(file.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_password_is_the_one_line_of_its_file() {
        for text in ["hunter 2é", "hunter 2é\n", "hunter 2é\r\n"] {
            assert_eq!(read(text.as_bytes(), 0o600).unwrap().reveal(), "hunter 2é");
        }
        for text in [&b""[..], b"\n", b"a\nb\n", b"a\0b"] {
            assert!(read(text, 0o600).unwrap_err().contains("one line"), "{text:?}");
        }
        assert!(read(&[b'x'; 5_000], 0o600).unwrap_err().contains("4096 bytes"));
        assert!(read(b"\xff\xfe", 0o600).unwrap_err().contains("cannot be read"));
    }

    #[test]
    fn a_password_file_that_others_can_read_is_refused() {
        assert!(read(b"hunter2", 0o400).is_ok());
        for mode in [0o640, 0o604, 0o620, 0o666] {
            let refusal = read(b"hunter2", mode).unwrap_err();
            assert!(refusal.contains("chmod 600") && !refusal.contains("hunter2"), "{refusal}");
        }
        assert!(Secret::read(Path::new("/dev/zero")).unwrap_err().to_string().contains("not a plain file"));
    }

    #[test]
    fn what_a_kubelet_mounted_may_be_read_and_not_changed() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "token").unwrap();
        for (mode, fits) in [(0o644, true), (0o640, true), (0o600, true), (0o664, false), (0o646, false)] {
            fs::set_permissions(file.path(), fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(Secret::read_mounted(file.path()).is_ok(), fits, "{mode:o}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let secret = read(b"hunter2", 0o600).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
