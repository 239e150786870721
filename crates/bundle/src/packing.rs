//! What something is, by how it begins.

use crate::utf16;

/// How something begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Gzip,
    Xz,
    Zstd,
    Tar,
    Zip,
    /// An archive that is not read, by its name.
    Unsupported(&'static str),
    Encrypted,
    /// A text that begins an object or a list.
    Json,
    Other,
}

const MAGIC: &[(&[u8], Form)] = &[
    (&[0x1f, 0x8b], Form::Gzip),
    (&[0xfd, b'7', b'z', b'X', b'Z', 0], Form::Xz),
    (&[0x28, 0xb5, 0x2f, 0xfd], Form::Zstd),
    (b"PK\x03\x04", Form::Zip),
    // Without entries.
    (b"PK\x05\x06", Form::Zip),
    (b"BZh", Form::Unsupported("bzip2")),
    (b"7z\xbc\xaf\x27\x1c", Form::Unsupported("7-Zip")),
    (b"Rar!\x1a\x07", Form::Unsupported("RAR")),
    (b"LZIP", Form::Unsupported("lzip")),
    (b"age-encryption.org/v1", Form::Encrypted),
    (b"-----BEGIN PGP MESSAGE", Form::Encrypted),
    (b"-----BEGIN AGE ENCRYPTED FILE", Form::Encrypted),
    // OpenPGP (RFC 9580): a session key packet, by public key or by password, in the old and the new form.
    (&[0x84], Form::Encrypted),
    (&[0x85], Form::Encrypted),
    (&[0x8c, 0x0d], Form::Encrypted),
    (&[0xc1], Form::Encrypted),
    (&[0xc3, 0x0d], Form::Encrypted),
];

/// The form of what begins with `head`.
pub(crate) fn of(head: &[u8]) -> Form {
    if is_tar(head) {
        return Form::Tar;
    }
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic));
    match known {
        Some((_, form)) => *form,
        None if is_json(head) => Form::Json,
        None => Form::Other,
    }
}

/// Whether a block is a tar header: its check sum is right (POSIX.1-1988 *ustar*; older tars have no magic).
fn is_tar(head: &[u8]) -> bool {
    let (Some(block), Some(field)) = (head.get(..512), head.get(148..156)) else { return false };
    let digits: Vec<u8> = field.iter().copied().filter(|byte| (b'0'..=b'7').contains(byte)).collect();
    let stated = std::str::from_utf8(&digits).ok().and_then(|digits| u32::from_str_radix(digits, 8).ok());
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte }))
        .sum();
    stated == Some(sum)
}

/// How many bytes a byte order mark takes at the start of a text.
pub(crate) fn byte_order_mark(head: &[u8]) -> usize {
    if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

fn is_json(head: &[u8]) -> bool {
    let head = utf16::decoded(head);
    let text = head.get(byte_order_mark(&head)..).unwrap_or_default();
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Whether a text is a HAR: an object that begins with `log`, which is an object. (Container engines write
/// `{"log":"…"` a line.)
pub(crate) fn is_har(head: &[u8]) -> bool {
    let head = utf16::decoded(head);
    let mut text = head.get(byte_order_mark(&head)..).unwrap_or_default();
    for part in [&b"{"[..], b"\"log\"", b":", b"{"] {
        match text.trim_ascii_start().strip_prefix(part) {
            Some(rest) => text = rest,
            None => return false,
        }
    }
    true
}

impl Form {
    /// Whether there is something in it to be read.
    pub(crate) const fn is_opened(self) -> bool {
        matches!(self, Self::Tar | Self::Zip | Self::Gzip | Self::Xz | Self::Zstd)
    }
}

/// Endings of names under which an archive inside a bundle is opened. Others (`.jar`, `.docx`) are files of their own kind.
const ARCHIVES: [&str; 9] = [".tar", ".tgz", ".txz", ".tzst", ".zip", ".gz", ".xz", ".zst", ".zstd"];

/// Whether a name says that there is an archive or a packed file to be opened.
pub(crate) fn is_named_as_archive(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| lower.ends_with(ending))
}

/// The name of what is packed alone in a file: `syslog.1` of `syslog.1.gz`.
pub(crate) fn name_without_packing(name: &str) -> &str {
    let ending = name.rfind('.').filter(|at| *at > 0);
    ending.and_then(|at| name.get(..at)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known_by_their_beginning() {
        for (head, form) in [
            (&b"\x1f\x8b\x08"[..], Form::Gzip),
            (b"PK\x03\x04rest", Form::Zip),
            (b"BZh9", Form::Unsupported("bzip2")),
            (b" \n {\"a\":1}", Form::Json),
            (b"\xef\xbb\xbf[1]", Form::Json),
            (b"\x85\x02", Form::Encrypted),
            (b"hello", Form::Other),
            (b"", Form::Other),
            (&[0; 1_024], Form::Other),
        ] {
            assert_eq!(of(head), form, "{head:?}");
        }
    }

    #[test]
    fn a_har_is_told_from_a_log_line() {
        assert!(is_har(b"\xef\xbb\xbf{\n \"log\" : {\"version\""));
        assert!(!is_har(b"{\"log\":\"text\\n\",\"stream\":\"stdout\"}"));
        assert!(!is_har(b"{\"logs\":{"));
        let wide: Vec<u8> = "\u{feff}{\"log\":{".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(is_har(&wide) && of(&wide) == Form::Json);
    }

    #[test]
    fn names_say_what_is_opened() {
        assert!(is_named_as_archive("a/b.TAR.GZ") && is_named_as_archive("syslog.1.gz"));
        assert!(!is_named_as_archive("app.jar") && !is_named_as_archive("tar"));
        assert_eq!((name_without_packing("syslog.1.gz"), name_without_packing(".gz")), ("syslog.1", ".gz"));
    }
}
