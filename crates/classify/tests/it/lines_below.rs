//! Lines that say something only together with one above: rows under a header, values under their name.

use crate::sample::context;
use classify::{Above, Channel, Classifier, Explainer, Policy, Pseudonyms, Redacted, Screener};
use std::sync::Arc;

/// Each text, with `⟦…⟧` around every value that is to be found in it.
const TEXTS: [(Channel, &str); 11] = [
    (
        Channel::Log,
        "username,password,ip\n⟦jsmith4⟧,⟦hunter2⟧,⟦10.1.1.1⟧\n\"⟦bob9⟧\",⟦swordfish⟧,\nnot a row\n⟦ann77⟧,\"⟦pa,ss7⟧\",x\n",
    ),
    (Channel::Log, "\u{feff}Nom,Mot de passe\r\n⟦Jeanne Durand⟧,⟦azerty12⟧\r\n"),
    (
        Channel::Log,
        "#Software: Internet Information Services\n#Fields: date time cs-username c-ip cs(Cookie) sc-status\n2026-01-01 10:00:00 ⟦jsmith4⟧ ⟦10.1.1.1⟧ JSESSIONID=⟦8F2C1A77D0E94B3F⟧ 200\n",
    ),
    (Channel::Log, "#fields\tts\tuid\tid.orig_h\tuser\n1331901000.000000\tCabc3f\t⟦10.1.1.1⟧\t⟦jsmith4⟧\n"),
    (
        Channel::Log,
        "{\n  \"headers\": [\n    {\n      \"name\": \"Cookie\",\n      \"value\": \"sid=⟦Zm9vYmFyYmF6⟧; theme=dark\"\n    },\n    {\n      \"name\": \"theme\",\n      \"value\": \"dark\"\n    }\n  ]\n}\n",
    ),
    (Channel::Log, "env:\n- name: DB_PASSWORD\n  value: ⟦hunter2⟧\n- name: LOG_LEVEL\n  value: debug9x\n"),
    (
        Channel::Log,
        "[\n  {\n    \"name\": \"DB_PASSWORD\",\n    \"slotSetting\": false,\n    \"value\": \"⟦hunter2⟧\"\n  }\n]\n",
    ),
    (
        Channel::Log,
        "<dict>\n\t<key>Password</key>\n\t<string>⟦hunter2⟧</string>\n\t<key>Size</key>\n\t<string>hunter2</string>\n</dict>\n",
    ),
    (
        Channel::Log,
        "<property>\n  <name>ambari.ldap.bind.password</name>\n  <value>⟦hunter2⟧</value>\n</property>\n",
    ),
    (
        Channel::Log,
        "<bean>\n  <property name=\"password\">\n    <value>⟦hunter2⟧</value>\n  </property>\n</bean>\n",
    ),
    (Channel::Account, "invoice_number;contact_name;amount\n⟦F-2026-118⟧;⟦Ann Lee⟧;⟦120.00⟧\n"),
];

fn screener(channel: Channel) -> Screener {
    Screener::new(context("northwind"), channel, Policy::default(), Pseudonyms::new([9; 32]))
}

fn redacted<'t>(parts: impl Iterator<Item = &'t [u8]>, mut screener: Screener) -> String {
    let mut output = Vec::new();
    let mut written = Redacted::new(&mut output);
    parts.for_each(|part| written.push(part, &mut screener).unwrap());
    written.end_stream(&mut screener).unwrap();
    String::from_utf8(output).unwrap()
}

/// The text with each marked value, or each token of ours, as `#`.
fn outline(text: &str, open: char, close: char) -> String {
    let mut parts = text.split(open);
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| "#".to_owned() + part.split_once(close).unwrap().1).collect::<String>()
}

#[test]
fn rows_and_values_are_read_with_what_stands_above() {
    for (channel, marked) in TEXTS {
        let text = marked.replace(['⟦', '⟧'], "");
        let output = redacted(std::iter::once(text.as_bytes()), screener(channel));
        assert_eq!(outline(&output, '«', '»'), outline(marked, '⟦', '⟧'));
    }
}

#[test]
fn no_cut_makes_a_difference() {
    for (channel, marked) in TEXTS {
        let text = marked.replace(['⟦', '⟧'], "").repeat(2);
        let whole = redacted(std::iter::once(text.as_bytes()), screener(channel));
        for cut in 0..text.len() {
            let (front, behind) = text.as_bytes().split_at(cut);
            assert_eq!(redacted([front, behind].into_iter(), screener(channel)), whole, "cut at {cut}");
        }
        // Apart, each part is told what stands above it.
        for cut in memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1) {
            let (front, behind) = text.as_bytes().split_at(cut);
            let mut below = screener(channel);
            let mut above = Above::new(channel);
            front.trim_ascii_end().split(|b| *b == b'\n').for_each(|line| above.pass(line));
            below.begin_below(above);
            let front = redacted(std::iter::once(front), screener(channel));
            assert_eq!(front + &redacted(std::iter::once(behind), below), whole, "apart at {cut}");
        }
    }
}

#[test]
fn classifier_and_explainer_say_the_same() {
    let context = context("northwind");
    for (channel, marked) in TEXTS {
        let text = marked.replace(['⟦', '⟧'], "");
        let (mut classifier, mut explainer) = (Classifier::new(), Explainer::new());
        let (mut above, mut found) = (Above::new(channel), 0);
        for line in text.lines().map(str::as_bytes) {
            let spans = classifier.classify_below(line, channel, &context, &above).to_vec();
            let reasons = explainer.explain_below(line, channel, &context, &above);
            assert_eq!(reasons.iter().map(|reason| reason.span).collect::<Vec<_>>(), spans);
            found += spans.len();
            above.pass(line);
        }
        assert_eq!(found, marked.matches('⟦').count(), "{text}");
    }
}

#[test]
fn lines_that_come_again_follow_what_stands_above_them() {
    let row = "jsmith4,hunter2\n";
    let text = [&row.repeat(4), "\nusername,password\n", &row.repeat(4)].concat();
    let output = redacted(std::iter::once(text.as_bytes()), screener(Channel::Log));
    assert_eq!(output.matches("hunter2").count(), 4, "{output}");
    assert_eq!(output.matches("«credential:password»").count(), 4, "{output}");
    let context = Arc::clone(&context("northwind"));
    assert!(classify::classify_line(row.trim_end().as_bytes(), Channel::Log, &context).is_empty());
}
