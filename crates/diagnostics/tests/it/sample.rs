//! A small diagnostic that tests change one thing of.

/// A diagnostic that is right.
pub(crate) const TEXT: &str = r#"
id: clock-skew
version: 3
title: {en: Clock skew, fr: Décalage d’horloge}
question: {en: How old is it?, fr: Quel âge a-t-il ?}
explanation: {en: Reads the chain., fr: Lit la chaîne.}
natures: [sign-in]
level: standard
categories: [system_metadata, oii]
inputs:
  host:
    type: string
    description: {en: Host, fr: Serveur}
    required: true
    pattern: "[a-z.]+"
    max_length: 20
  port:
    type: integer
    description: {en: Port, fr: Port}
    minimum: 1
    maximum: 65535
    default: 443
  name:
    type: string
    description: {en: Name, fr: Nom}
    enum: [alpha, beta]
collectors:
  - name: tls
    kind:
      tls_certificate:
        host: ${host}
        port: ${port}
        server_name: ${name}
limits: {seconds: 10, bytes: 1000, rows: 10}
analyzers:
  - id: old
    when: tls.days_left < 0
    verdict: fail
    message: {en: "{inputs.host} is {tls.days_left} days old", fr: "{inputs.host} a {tls.days_left} jours"}
    advice: {en: Renew it., fr: Renouvelez-le.}
"#;

/// The diagnostic with every `from` replaced by `to`.
pub(crate) fn with(from: &str, to: &str) -> String {
    assert!(TEXT.contains(from), "`{from}` is not in the sample");
    TEXT.replace(from, to)
}

/// The diagnostic with this expression.
pub(crate) fn judging(expression: &str) -> String {
    with("tls.days_left < 0\n", &format!("{}\n", serde_json::Value::from(expression)))
}
