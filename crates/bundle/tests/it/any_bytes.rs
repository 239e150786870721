//! Whatever comes, the answer is files or an error.

use crate::listing::{gzip, listing, tar, xz, zip, zstd};
use proptest::prelude::*;

fn whole(form: usize) -> Vec<u8> {
    let files: [(&str, &[u8]); 3] = [
        ("b/a.log", b"one\ntwo\n"),
        ("b/x.har", b"{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://a.example/?t=1\"}}]}}"),
        ("b/in.tar", &tar(&[("y", b"z")])),
    ];
    let plain = tar(&files);
    match form {
        0 => plain,
        1 => gzip(&plain),
        2 => xz(&plain),
        3 => zstd(&plain),
        _ => zip(&files),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_behind_any_beginning_do_no_harm(
        magic in prop::sample::select(vec![
            &b""[..], b"PK\x03\x04", b"\x1f\x8b\x08\0", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"{\"log\":{", b"[",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..2_000),
    ) {
        let _ = listing(&[magic, &bytes].concat());
    }

    #[test]
    fn any_change_of_an_archive_does_no_harm(
        form in 0_usize..5, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in any::<prop::sample::Index>(), cuts in any::<bool>(),
    ) {
        let mut bytes = whole(form);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok((_, listing)) = listing(&bytes) {
            for (path, _) in listing.files {
                prop_assert!(!path.starts_with('/') && path.split('/').all(|part| part != ".."), "{path}");
            }
        }
    }
}
