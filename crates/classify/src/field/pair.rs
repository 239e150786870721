//! Keys that name another's value, and those whose value is named so (`{"Name":"ClientIP","Value":"…"}`).

use crate::key::ends_in;

/// Whether a key says of its value only that it is one.
pub(crate) fn is_value(key: &[u8]) -> bool {
    ends_in(key, b"value") || ends_in(key, b"valuestring")
}

/// Whether a key says which side of a change its value is: `{"field":"displayName","from":"…","to":"…"}`.
pub(super) fn is_side(key: &[u8]) -> bool {
    matches!(key, b"from" | b"to" | b"old" | b"new" | b"before" | b"after")
}

/// Whether a key names the `value` that follows it, in JSON and in the attributes of XML.
pub(crate) fn names_a_pair(key: &[u8]) -> bool {
    is_last_word(key, b"name")
        || is_last_word(key, b"key")
        || key == b"field"
        || PAIR_NAMES.iter().any(|name| key.eq_ignore_ascii_case(name))
}

/// What formats call it beside `name` and `key`: `"ParameterKey": "DbPassword", "ParameterValue": "…"` of `CloudFormation`.
const PAIR_NAMES: [&[u8]; 7] = [
    b"parameterkey",
    b"parametername",
    b"optionname",
    b"settingname",
    b"attributename",
    b"variablename",
    b"headername",
];

fn is_last_word(key: &[u8], word: &[u8]) -> bool {
    let Some(front) = key.len().checked_sub(word.len()) else { return false };
    (front == 0 || key[front - 1] == b' ') && key[front..].eq_ignore_ascii_case(word)
}
