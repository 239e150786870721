//! What is no plain text in a bundle: archives that are no good, other encodings, logs of package managers.

use super::attach::open_case;
use super::{Desk, import, packed, screened, told};
use crate::runner::site::Site;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// A bundle whose old log is cut off, and whose zip is encrypted.
fn bundle(desk: &Desk) -> String {
    let old = gzip("joe@contoso.example was here\n".repeat(900).as_bytes());
    let encrypted = include_bytes!("../../../../bundle/tests/data/encrypted.zip");
    let log = b"2026-11-20T10:00:01Z ERROR no answer for joe@contoso.example\n";
    packed(
        desk,
        "bundle.tar.gz",
        &[
            ("b/logs/app.log", log),
            ("b/logs/joe@contoso.example.log.1.gz", &old[..old.len() - 12]),
            ("b/more.zip", encrypted),
        ],
    )
}

#[test]
fn archives_inside_that_are_no_good_are_named_and_the_rest_is_read() {
    let desk = Desk::new();
    let (bundle, out) = (bundle(&desk), desk.path("out.zip"));
    let shown = import(&bundle, &["--out", &out]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    for words in [
        "holds     1 files",
        "2 files that cannot be opened",
        "warn  b/logs/joe@contoso.example.log.1.gz was not opened: ",
        "is cut off",
        "warn  b/more.zip was not opened: ",
        "is encrypted",
        "ERROR no answer",
    ] {
        assert!(shown.out.contains(words), "{words}: {}", shown.out);
    }
    let written = screened(&out);
    let names: Vec<_> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["b/logs/app.log", "glasscase-import.json"]);
    assert!(written[1].1.contains("unread") && !written[1].1.contains("joe@"), "{}", written[1].1);
    let report = told(&bundle, &[]);
    let reasons =
        report["files"].as_array().unwrap().iter().filter(|file| file["left_out"]["why"] == "unread");
    assert_eq!(reasons.count(), 2, "{report:#}");
}

#[test]
fn each_folder_of_a_path_is_screened() {
    let desk = Desk::new();
    let name = "b/joe@contoso.example/ann@contoso.example/joe@contoso.example.log.1.gz";
    let (bundle, out) = (packed(&desk, "b.tar.gz", &[(name, &gzip(b"x\n"))]), desk.path("out.zip"));
    told(&bundle, &["--out", &out]);
    for (name, text) in screened(&out) {
        assert!(!name.contains('@') && !text.contains("joe") && !text.contains("ann@"), "{name}: {text}");
    }
}

#[test]
fn a_case_is_told_what_was_passed_over() {
    let desk = Desk::new();
    let (bundle, site) = (bundle(&desk), Site::new(""));
    let case = open_case(&site);
    let imported = site.owner(&["import", &bundle, "--attach", &case, "--french"]);
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    let said = site.owner(&["case", "show", &case]).out;
    assert!(said.contains("b/more.zip was not opened: ") && !said.contains("joe"), "{said}");
    for text in [said, imported.out] {
        assert!(text.contains("Aucune sorte d’erreur"), "findings in French: {text}");
    }
}

#[test]
fn texts_in_utf_16_and_latin_1_are_screened_as_any_other() {
    let desk = Desk::new();
    let text = "J\u{e9}r\u{f4}me joe@contoso.example\r\npassword=Tr0ub4dor&3\r\n";
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let files: [(&str, &[u8]); 3] =
        [("b/wide.reg", &wide), ("b/latin.txt", &latin), ("b/plain.txt", text.as_bytes())];
    let (bundle, out) = (packed(&desk, "b.tar.gz", &files), desk.path("out.zip"));
    let report = told(&bundle, &["--out", &out]);
    let encodings: Vec<_> =
        report["files"].as_array().unwrap().iter().map(|file| &file["encoding"]).collect();
    for encoding in ["UTF-16LE", "windows-1252"] {
        assert!(encodings.iter().any(|known| *known == encoding), "{encodings:?}");
    }
    let written = screened(&out);
    let texts: Vec<_> =
        written.iter().filter(|(name, _)| name.starts_with("b/")).map(|(_, text)| text).collect();
    assert!(texts.len() == 3 && texts.iter().all(|text| *text == texts[0]), "{texts:?}");
    assert!(
        texts[0].starts_with("J\u{e9}r\u{f4}me \u{ab}euii:") && !texts[0].contains("Tr0ub4dor"),
        "{}",
        texts[0]
    );
    let shown = import(&bundle, &["--files"]).out;
    assert!(shown.contains("; read as UTF-16LE") && shown.contains("; read as windows-1252"), "{shown}");
}

#[test]
fn logs_of_package_managers_are_no_errors() {
    let desk = Desk::new();
    let log = b"2025-06-24 14:36:38 install liberror-perl:all <none> 0.17029-2\n\
        2025-06-24 14:37:01 status installed liberror-perl:all 0.17029-2\n\
        2026-05-09 07:29:25 status installed libgpg-error-dev:amd64 1.46-1\n";
    let report = told(&packed(&desk, "b.tar.gz", &[("b/var/log/dpkg.log", log)]), &[]);
    assert_eq!((&report["logs"]["lines"], &report["logs"]["errors"]), (&3.into(), &serde_json::json!([])));
}
