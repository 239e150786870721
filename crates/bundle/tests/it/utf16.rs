//! Texts that Windows programs wrote.

use crate::listing::{gzip, listing, tar};

fn utf16(text: &str, bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(bytes).collect()
}

#[test]
fn texts_in_utf16_come_as_utf8() {
    let text = "caf\u{e9} \u{1f600}\r\n".repeat(9_000);
    let files = [utf16(&text, u16::to_le_bytes), utf16(&text, u16::to_be_bytes)];
    let bundle = tar(&[("b/le.reg", &files[0]), ("b/be.txt", &files[1]), ("b/plain", text.as_bytes())]);
    let (summary, found) = listing(&gzip(&bundle)).unwrap();
    assert!(found.texts().iter().all(|(_, read)| *read == text));
    assert_eq!(found.encodings, ["UTF-16LE", "UTF-16BE"]);
    assert_eq!(summary.bytes, 3 * text.len() as u64);
}

#[test]
fn a_har_in_utf16_is_cleaned_as_any_other() {
    let har = "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://a.example/?t=SECRET\",\"cookies\":[{\"name\":\"a\",\"value\":\"SECRET\"}]}}]}}";
    for bytes in [utf16(har, u16::to_le_bytes), utf16(har, u16::to_be_bytes)] {
        for bundle in [bytes.clone(), gzip(&bytes), tar(&[("b/x.json", &bytes)])] {
            let (summary, found) = listing(&bundle).unwrap();
            assert_eq!((found.hars, summary.har.unwrap().requests), (1, 1));
            assert!(!found.texts()[0].1.contains("SECRET"), "{:?}", found.texts());
        }
    }
}
