//! What stands where something was dropped.

/// The mark for something that had so many bytes in the file.
pub(super) fn mark(bytes: u64) -> String {
    format!("[dropped: {bytes} bytes]")
}

/// Members of HAR 1.2 that are dropped. What tools add begins with `_`.
const DROPPED: [&str; 8] =
    ["comment", "params", "encoding", "beforeRequest", "afterRequest", "path", "domain", "fileName"];

/// Whether a member that is dropped is shown with its name: as HAR or tools call them.
pub(super) fn is_member_name(name: &str) -> bool {
    DROPPED.contains(&name) || (name.starts_with('_') && is_plain_name(name))
}

/// Whether a name is one that programs give to members, headers and parameters: it can be shown.
pub(super) fn is_plain_name(name: &str) -> bool {
    let plain =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.' | b'[' | b']');
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    (1..=48).contains(&name.len()) && name.as_bytes().iter().all(plain) && digits <= 4
}
