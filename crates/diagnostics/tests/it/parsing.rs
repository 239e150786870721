use crate::sample;
use diagnostics::Diagnostic;

fn check(text: &str, message: &str) {
    let refusal = Diagnostic::parse(text).expect_err(message).to_string();
    assert!(refusal.starts_with(message), "`{refusal}` is not `{message}`");
    assert!(!refusal.contains('\n'), "{refusal}");
}

#[test]
fn a_right_diagnostic_is_read_with_its_digest() {
    let diagnostic = Diagnostic::parse(sample::TEXT).unwrap();
    assert_eq!(diagnostic.form().id.as_str(), "clock-skew");
    assert_eq!(diagnostic.form().version, 3);
    assert_eq!(diagnostic.digest().len(), 64);
    let other = Diagnostic::parse(&format!("{}# a comment", sample::TEXT)).unwrap();
    assert_ne!(diagnostic.digest(), other.digest());
}

#[test]
fn a_malformed_diagnostic_is_refused_with_line_and_column() {
    for (from, to, message) in [
        ("version: 3", "version: three", "line 3, column 10: "),
        ("version: 3", "version: 3\nverison: 4", "line 4, column 1: unknown field `verison`"),
        ("version: 3", "version: 3\nversion: 4", "line 4, column 1: duplicate mapping key"),
        ("    required: true", "    required: perhaps", "line 14, column 15: "),
        ("        host: ${host}", "        hots: ${host}", "line 31, column 9: unknown field `hots`"),
        ("tls_certificate", "run_command", "line 30, column 7: unknown variant `run_command`"),
        ("verdict: fail", "verdict: bad", "line 38, column 14: unknown variant `bad`"),
    ] {
        check(&sample::with(from, to), message);
    }
    check(&"x".repeat(70_000), "line 0, column 0: the text has 70000 bytes");
}

#[test]
fn what_the_form_cannot_express_is_refused_with_its_place() {
    for (from, to, message) in [
        ("clock-skew", "Clock Skew", "id: `Clock Skew` must be"),
        ("version: 3", "version: 0", "version: must be 1 to"),
        ("en: Clock skew", "en: ' '", "title: the text in `en` is empty"),
        ("fr: Lit la chaîne.", "fr: ''", "explanation: the text in `fr` is empty"),
        ("[sign-in]", "[]", "natures: must have at least one entry"),
        ("[sign-in]", "[sign-in, sign-in]", "natures: `sign-in` is there already"),
        ("seconds: 10", "seconds: 601", "limits.seconds: must be 1 to 600, not 601"),
        ("bytes: 1000", "bytes: 0", "limits.bytes: must be 1 to 1073741824, not 0"),
        ("rows: 10}", "rows: 100001}", "limits.rows: must be 1 to 100000, not 100001"),
        ("port: ${port}", "port: ${prot}", "collectors.tls.port: no input is called `prot`"),
        (
            "port: ${port}",
            "port: ${host}",
            "collectors.tls.port: input `host` is of type string, but integer",
        ),
        ("host: ${host}", "host: ${name}", "collectors.tls.host: input `name` may be absent"),
        ("name: tls", "name: inputs", "collectors.inputs: `inputs` is there already"),
        ("name: tls", "name: Tls", "collectors: `Tls` must be"),
        ("id: old", "id: old_one", "analyzers: `old_one` must be"),
        ("verdict: fail", "verdict: unknown", "analyzers.old.verdict: `unknown` is given when"),
        ("en: Renew it.", "en: 'Renew {tsl.x}'", "analyzers.old.advice: `{tsl.x}` is not a path"),
        ("fr: Renouvelez-le.", "fr: '{inputs.x}'", "analyzers.old.advice: `{inputs.x}` is not a path"),
        ("default: 443", "default: 70000", "inputs.port: default: input `port` must be 1 to 65535"),
        ("default: 443", "default: x", "inputs.port: default: input `port` must be of type integer"),
        ("default: 443", "default: 443\n    required: true", "inputs.port: a required input has no default"),
        ("minimum: 1\n", "minimum: 70000\n", "inputs.port: minimum is larger than maximum"),
        ("minimum: 1\n", "max_length: 1\n", "inputs.port: pattern, max_length and enum are rules for texts"),
        ("max_length: 20", "maximum: 20", "inputs.host: minimum and maximum are rules for integers"),
        ("[a-z.]+", "[a-z", "inputs.host: pattern is not a regular expression"),
    ] {
        check(&sample::with(from, to), message);
    }
}

#[test]
fn no_text_makes_reading_panic() {
    let lines: Vec<&str> = sample::TEXT.lines().collect();
    for skipped in 0..lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(skipped);
        drop(Diagnostic::parse(&fewer.join("\n")));
    }
    for end in (0..sample::TEXT.len()).filter(|end| sample::TEXT.is_char_boundary(*end)).step_by(17) {
        drop(Diagnostic::parse(&sample::TEXT[..end]));
    }
}
