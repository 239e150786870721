//! A stream is its lines, each classified by itself, with its spans replaced one after the other; only a private key
//! reaches over lines, and of it every line is replaced as a whole.

use crate::sample::{RECORDS, context};
use classify::{Action, Channel, CompiledContext, Label, Policy, Pseudonyms, Screener, Sink, classify_line};
use domain::{Categories, Category};
use proptest::prelude::*;
use std::sync::Arc;

#[derive(Default, Debug, PartialEq, Eq)]
struct Screened {
    output: Vec<u8>,
    labels: Vec<Label>,
}

impl Sink for Screened {
    fn piece(&mut self, output: &[u8], labels: &[Label]) {
        self.output.extend_from_slice(output);
        self.labels.extend_from_slice(labels);
    }
}

/// A piece of a generated stream.
#[derive(Clone, Debug)]
enum Part {
    /// Lines without a private key.
    Lines(Vec<u8>),
    /// A private key over so many lines, with these line ends.
    Key(usize, &'static str),
}

impl Part {
    fn text(&self) -> Vec<u8> {
        match self {
            Self::Lines(text) => text.clone(),
            Self::Key(lines, end) => {
                let body = format!("MIIEvQIBADANBgkqhkiG9w0BAQEFAASC{end}").repeat(*lines);
                format!("-----BEGIN PRIVATE KEY-----{end}{body}-----END PRIVATE KEY-----{end}").into_bytes()
            }
        }
    }
}

fn policy() -> Policy {
    Policy::new(Categories::NONE.with(Category::Oii))
}

fn pseudonyms() -> Pseudonyms {
    Pseudonyms::new([5; 32])
}

/// The twin: the whole text is there, and nothing is remembered but the output.
fn naive(parts: &[Part], context: &CompiledContext) -> Screened {
    let mut screened = Screened::default();
    for part in parts {
        match part {
            Part::Lines(text) => naive_lines(text, context, &mut screened),
            Part::Key(lines, end) => {
                for _ in 0..lines + 2 {
                    let token = "«credential:private_key»";
                    let (offset, len) = (screened.output.len() as u64, token.len() as u64);
                    let entity = classify::Entity::PrivateKey;
                    screened.labels.push(Label { offset, len, entity, action: Action::Masked });
                    screened.output.extend_from_slice(token.as_bytes());
                    screened.output.extend_from_slice(end.as_bytes());
                }
            }
        }
    }
    screened
}

fn naive_lines(text: &[u8], context: &CompiledContext, screened: &mut Screened) {
    for line in text.split_inclusive(|b| *b == b'\n') {
        let bare = line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).unwrap_or(line);
        let bare = if bare.len() == line.len() { line.strip_suffix(b"\r").unwrap_or(line) } else { bare };
        let mut copied = 0;
        for span in classify_line(bare, Channel::Log, context) {
            screened.output.extend_from_slice(&line[copied..span.start]);
            let value = &line[span.start..span.end];
            let kept = policy().keeps(span.category());
            let written =
                if kept { value.to_vec() } else { pseudonyms().token(span.entity, value).into_bytes() };
            let action = if kept { Action::Kept } else { Action::Masked };
            let (offset, len) = (screened.output.len() as u64, written.len() as u64);
            screened.labels.push(Label { offset, len, entity: span.entity, action });
            screened.output.extend_from_slice(&written);
            copied = span.end;
        }
        screened.output.extend_from_slice(&line[copied..]);
    }
}

fn screen<'a>(pieces: impl Iterator<Item = &'a [u8]>, context: &Arc<CompiledContext>) -> Screened {
    let mut screener = Screener::new(Arc::clone(context), Channel::Log, policy(), pseudonyms());
    let mut output = Screened::default();
    pieces.for_each(|piece| screener.push(piece, &mut output));
    screener.finish(&mut output);
    output
}

/// Lines of the sample, cut anywhere, with what trips a reader of lines between them.
fn lines() -> impl Strategy<Value = Part> {
    let texts: Vec<&'static str> =
        RECORDS.iter().map(|record| record.text.as_str()).filter(|text| !text.contains("-----")).collect();
    let some = prop_oneof![
        3 => (prop::sample::select(texts), any::<prop::sample::Index>())
            .prop_map(|(text, cut)| text.as_bytes()[..cut.index(text.len() + 1)].to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..20),
        1 => prop::sample::select(vec![&b"\r"[..], b"\0", b"\n\n", b"\xc3", b"\xef\xbb\xbf", b" "])
            .prop_map(<[u8]>::to_vec),
    ];
    let end = prop::sample::select(vec![&b"\n"[..], b"\r\n"]);
    prop::collection::vec((some, end), 0..8).prop_map(|lines| {
        Part::Lines(lines.iter().flat_map(|(line, end)| [line.as_slice(), end]).collect::<Vec<_>>().concat())
    })
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![4 => lines(), 1 => (0_usize..30, prop::sample::select(vec!["\n", "\r\n"])).prop_map(|(n, end)| Part::Key(n, end))]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_is_screened_as_its_lines_are(parts in prop::collection::vec(part(), 0..5), size in 1_usize..80) {
        let context = context("northwind");
        let text = parts.iter().flat_map(Part::text).collect::<Vec<_>>();
        let expected = naive(&parts, &context);
        for screened in [screen(std::iter::once(&text[..]), &context), screen(text.chunks(size), &context)] {
            prop_assert_eq!(String::from_utf8_lossy(&screened.output), String::from_utf8_lossy(&expected.output));
            prop_assert!(screened == expected, "labels or bytes differ");
        }
    }
}
