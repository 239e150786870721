//! How a stream is cut makes no difference; nothing panics; spans are in order.

use crate::sample::{RECORDS, context};
use classify::{Channel, Label, Policy, Pseudonyms, Screener, Sink, classify_line};
use domain::{Categories, Category};
use proptest::prelude::*;

#[derive(Default, PartialEq, Eq, Debug)]
struct Collected {
    output: Vec<u8>,
    labels: Vec<Label>,
    longest_piece: usize,
}

impl Sink for Collected {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        for label in labels {
            assert!(label.offset >= self.output.len() as u64);
            assert!(label.offset + label.len <= (self.output.len() + output.len()) as u64);
        }
        self.output.extend_from_slice(output);
        self.labels.extend_from_slice(labels);
        self.longest_piece = self.longest_piece.max(output.len());
    }
}

fn screen<'a>(chunks: impl Iterator<Item = &'a [u8]>) -> Collected {
    let policy = Policy::new(Categories::NONE.with(Category::Oii));
    let mut screener = Screener::new(context("northwind"), Channel::Log, policy, Pseudonyms::new([3; 32]));
    let mut collected = Collected::default();
    for chunk in chunks {
        screener.push(chunk, &mut collected);
    }
    screener.finish(&mut collected);
    collected
}

fn in_pieces<'a>(mut text: &'a [u8], sizes: &[usize]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    for size in sizes.iter().cycle() {
        if text.is_empty() {
            break;
        }
        let (piece, rest) = text.split_at((*size).min(text.len()));
        pieces.push(piece);
        text = rest;
    }
    pieces
}

fn check_cuts(text: &[u8], sizes: &[usize]) {
    let whole = screen(std::iter::once(text));
    let cut = screen(in_pieces(text, sizes).into_iter());
    assert_eq!(cut.labels, whole.labels);
    assert!(cut.output == whole.output, "the outputs differ");
}

/// Lines of the sample, one after the other, with line ends of both kinds.
fn log() -> Vec<u8> {
    let mut log = Vec::new();
    for (index, record) in RECORDS.iter().filter(|r| r.channel == Channel::Log).enumerate() {
        log.extend_from_slice(record.text.as_bytes());
        log.extend_from_slice(if index % 3 == 0 { b"\r\n" } else { b"\n" });
    }
    log
}

/// One line of about `bytes` bytes.
fn long_line(bytes: usize, separator: &[u8]) -> Vec<u8> {
    let mut line = Vec::new();
    for record in RECORDS.iter().cycle() {
        line.extend_from_slice(record.text.as_bytes());
        line.extend_from_slice(separator);
        if line.len() >= bytes {
            return line;
        }
    }
    line
}

#[test]
fn cutting_a_log_changes_nothing() {
    let log = log();
    for sizes in [&[1][..], &[7, 1, 4096], &[65_536]] {
        check_cuts(&log, sizes);
    }
}

#[test]
fn cutting_an_over_long_line_changes_nothing() {
    let mut text = long_line(700_000, b" ");
    text.extend_from_slice(b"\nnext joe@northwind.example\n");
    check_cuts(&text, &[100_000, 3, 255]);
    check_cuts(&long_line(600_000, b""), &[65_537]);
}

#[test]
fn an_over_long_line_is_handed_on_in_bounded_pieces() {
    let collected = screen(std::iter::once(&long_line(3_000_000, b" ")[..]));
    assert!(collected.longest_piece < 2 * 256 * 1024, "{}", collected.longest_piece);
}

#[test]
fn a_secret_longer_than_a_window_is_masked_to_its_end() {
    let mut text = b"token=".to_vec();
    text.extend(b"Ab3".iter().cycle().take(900_000));
    text.extend_from_slice(b" done\n");
    let collected = screen(std::iter::once(&text[..]));
    assert!(!collected.output.windows(6).any(|w| w == b"Ab3Ab3"));
    assert!(collected.output.ends_with(b" done\n"));
}

#[test]
fn a_private_key_over_lines_is_masked_in_any_cut() {
    let text = b"a\n-----BEGIN PRIVATE KEY-----\r\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\r\n-----END PRIVATE KEY-----\r\nb\n";
    check_cuts(text, &[1]);
    let output = String::from_utf8(screen(std::iter::once(&text[..])).output).unwrap();
    assert_eq!(
        output,
        "a\n«credential:private_key»\r\n«credential:private_key»\r\n«credential:private_key»\r\nb\n"
    );
}

#[test]
fn bytes_outside_spans_pass_unchanged() {
    let text = b"\xff\xfe\0 user=\xff\xc3 caf\xe9 \0\r\r\n\n\x80";
    let collected = screen(std::iter::once(&text[..]));
    let masked: Vec<_> = collected.labels.iter().map(|l| l.entity.name()).collect();
    assert!(collected.output.starts_with(b"\xff\xfe\0 user="), "{masked:?}");
    assert!(collected.output.ends_with(b" caf\xe9 \0\r\r\n\n\x80"), "{masked:?}");
}

fn check_spans(text: &[u8], channel: Channel) {
    let spans = classify_line(text, channel, &context("lemoine"));
    let mut end = 0;
    for span in &spans {
        assert!(span.start >= end && span.start < span.end && span.end <= text.len(), "{spans:?}");
        end = span.end;
    }
    if let Ok(text) = std::str::from_utf8(text) {
        assert!(
            spans.iter().all(|s| text.is_char_boundary(s.start) && text.is_char_boundary(s.end)),
            "{spans:?}"
        );
    }
}

fn channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(vec![Channel::Log, Channel::Case, Channel::Prose, Channel::Account])
}

/// What the detectors are looking for, and what trips them.
fn fragment() -> impl Strategy<Value = String> {
    let pieces: Vec<&'static str> = include_str!("../data/fragments.txt").lines().collect();
    prop_oneof![
        4 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => "\\PC{0,4}",
        2 => prop::sample::select(RECORDS.iter().map(|r| r.text.clone()).collect::<Vec<_>>()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_give_ordered_spans(bytes in prop::collection::vec(any::<u8>(), 0..200), channel in channel()) {
        check_spans(&bytes, channel);
    }

    #[test]
    fn fragments_in_any_order_give_ordered_spans(
        fragments in prop::collection::vec(fragment(), 0..12),
        channel in channel(),
        cut in any::<prop::sample::Index>(),
    ) {
        let text = fragments.concat();
        check_spans(text.as_bytes(), channel);
        if !text.is_empty() {
            check_spans(&text.as_bytes()[..cut.index(text.len())], channel);
        }
    }

    #[test]
    fn any_cut_of_a_stream_gives_the_same_output(
        fragments in prop::collection::vec(fragment(), 0..30),
        sizes in prop::collection::vec(1_usize..40, 1..6),
    ) {
        check_cuts(fragments.concat().as_bytes(), &sizes);
    }
}
