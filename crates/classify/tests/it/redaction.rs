//! Redacted output: stable, free of credentials, and clean when it is classified again.

use crate::sample::{RECORDS, context};
use classify::{
    Action, Channel, Classifier, CompiledContext, Entity, Policy, Pseudonyms, Redaction, Screener,
    classify_line, credential_hits, redact,
};
use domain::{Categories, Category};
use proptest::prelude::*;
use std::sync::Arc;

fn screener(context: Arc<CompiledContext>, channel: Channel, covered: Categories) -> Screener {
    Screener::new(context, channel, Policy::new(covered), Pseudonyms::new([9; 32]))
}

fn redacted(text: &str, channel: Channel, context: Arc<CompiledContext>, covered: Categories) -> String {
    let mut output = Vec::new();
    redact(text.as_bytes(), &mut output, screener(context, channel, covered)).unwrap();
    String::from_utf8(output).unwrap()
}

#[test]
fn redacted_records_classify_as_clean() {
    let mut classifier = Classifier::new();
    for record in RECORDS.iter() {
        let output = redacted(&record.text, record.channel, record.context(), Categories::NONE);
        let left = classifier.classify(output.as_bytes(), record.channel, &record.context()).to_vec();
        assert!(left.is_empty(), "{}: {output}: {left:?}", record.id);
    }
}

fn check_clean(text: &str, channel: Channel) {
    let context = context("northwind");
    let output = redacted(text, channel, context.clone(), Categories::NONE);
    let left = classify_line(output.as_bytes(), channel, &context);
    let left: Vec<_> = left.iter().map(|s| (&output[s.start..s.end], s.entity.name())).collect();
    assert!(left.is_empty(), "{text}\n{output}\n{left:?}");
}

#[test]
fn what_embeds_or_stands_beside_a_token_is_clean() {
    for text in [
        "from ::ffff:10.44.1.2 via 64:ff9b::10.44.1.2",
        "https://joe:secret9@nw-dc1.northwind.example/x",
        "user=NORTHWIND\\joe password=a«b»c9",
        "joe@nw-dc1 and 'bob'@'pc-1.home' and \"Joe Rivers\" <joe@x.example>",
        "10.44.1.2-10.44.1.9 2001:db8:77::1 [2001:db8::5]:443",
        "C:\\Users\\joe\\x /home/joe/y \\\\nw-dc1\\share",
        "4111 1111 1111 1111 2001:db8:77::1 -----END PRIVATE KEY----- -----END PRIVATE KEY-----",
        "+33 6 12 34 56 78 ext. 12, GB82 WEST 1234 5698 7654 32",
        r#"net use Z: \\nw-print1\share zU9^9453Lk /user:joe $c = (ConvertTo-SecureString "Motdepasse5682?" -AsPlainText)"#,
        r#"StreetAddress : 110 avenue Foch, 75116 Paris Task launched "{7a3c4c1a-12ba-47e7-acd7-2f030d4b7774}" instance of task "\USO""#,
    ] {
        check_clean(text, Channel::Log);
        check_clean(text, Channel::Case);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn lines_put_together_are_clean_once_redacted(
        indices in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let texts: Vec<_> = indices.iter().map(|i| i.get(&RECORDS)).filter(|r| r.channel == Channel::Log).collect();
        check_clean(&texts.iter().map(|r| r.text.as_str()).collect::<Vec<_>>().join(" "), Channel::Log);
    }
}

#[test]
fn redacted_output_holds_no_credential_for_the_second_pass() {
    let mut raw_hits = 0;
    for record in RECORDS.iter() {
        raw_hits += credential_hits(record.text.as_bytes()).count();
        let output = redacted(&record.text, record.channel, record.context(), Categories::ALL);
        let hits: Vec<_> = credential_hits(output.as_bytes()).collect();
        assert!(hits.is_empty(), "{}: {output}: {hits:?}", record.id);
    }
    assert!(raw_hits >= 38, "the second pass finds only {raw_hits} of the sample's credentials");
}

#[test]
fn covered_categories_are_kept_and_credentials_never() {
    let text = "login joe.w@northwind.example from 10.44.1.2 password=Summer2026! on nw-dc1\n";
    let keep = Categories::NONE.with(Category::Oii);
    let output = redacted(text, Channel::Log, context("northwind"), keep);
    let shape = without_digests(&output);
    assert_eq!(
        shape,
        "login «euii:upn-#»@northwind.example from «euii:user_ipv4-#» password=«credential:password» on nw-dc1\n"
    );
    let all = redacted(text, Channel::Log, context("northwind"), Categories::ALL);
    assert_eq!(all, text.replace("Summer2026!", "«credential:password»"));
}

/// The text with the digest of each token replaced by `#`.
fn without_digests(text: &str) -> String {
    let mut shape = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('»') {
        let digest = before.rfind('-').filter(|hyphen| before.len() - hyphen == 9);
        shape.push_str(&before[..digest.map_or(before.len(), |hyphen| hyphen + 1)]);
        shape.push_str(if digest.is_some() { "#»" } else { "»" });
        rest = after;
    }
    shape + rest
}

#[test]
fn one_value_has_one_token_in_a_stream() {
    let text = "rhost=10.44.1.2\nclient 10.44.1.2 and 10.44.1.3\n";
    let output = redacted(text, Channel::Log, context("northwind"), Categories::NONE);
    let tokens: Vec<_> = output.split('«').skip(1).map(|t| &t[..t.find('»').unwrap()]).collect();
    assert_eq!(tokens.len(), 3, "{output}");
    assert!(tokens[0] == tokens[1] && tokens[1] != tokens[2], "{output}");
}

#[test]
fn a_redaction_counts_what_it_did() {
    let text = "from 10.44.1.2 on nw-dc1\n";
    let keep = Categories::NONE.with(Category::Oii);
    let mut output = Vec::new();
    let counts =
        redact(text.as_bytes(), &mut output, screener(context("northwind"), Channel::Log, keep)).unwrap();
    let Redaction { bytes_read, bytes_written, masked, kept, found } = counts;
    assert_eq!((bytes_read, bytes_written, masked, kept), (25, output.len() as u64, 1, 1));
    assert_eq!(found.iter().map(Entity::name).collect::<Vec<_>>(), ["user_ipv4", "tenant_host"]);
    assert_eq!(serde_json::to_string(&Action::Masked).unwrap(), "\"masked\"");
}
