//! Why a line's spans are what they are.

use crate::account;
use crate::case;
use crate::channel::Channel;
use crate::context::CompiledContext;
use crate::detect::{Pem, PemState, RULES};
use crate::entity::Entity;
use crate::key::KeyMemo;
use crate::line::Line;
use crate::resolve::resolve;
use crate::span::Span;
use crate::structure::Structure;
use serde::Serialize;
use std::cell::RefCell;
use std::ops::Range;

/// A span, and what led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The span.
    #[serde(flatten)]
    pub span: Span,
    /// The rule that found it, a module of the classifier.
    pub rule: &'static str,
    /// The key whose value it stands in, if that key says something of its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Range<usize>>,
    /// What other rules took the bytes for, or some of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead_of: Vec<Entity>,
}

struct Candidate {
    rule: &'static str,
    span: Span,
}

/// The spans of one line as [`classify_line`](crate::classify_line) gives them, each with its reason.
pub fn explain(text: &[u8], channel: Channel, context: &CompiledContext) -> Vec<Explained> {
    let (mut structure, memo) = (Structure::default(), RefCell::default());
    structure.read(text, context, &mut KeyMemo::default());
    let line = structure.line(channel, context, &memo);
    let candidates = candidates(&line, text);
    let mut found = found(&line, text);
    let mut spans = Vec::new();
    resolve(text, structure.tokens(), &mut found, &mut spans);
    spans.into_iter().map(|span| explained(&line, span, &candidates)).collect()
}

/// What each rule finds by itself.
fn candidates(line: &Line<'_>, text: &[u8]) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let mut add = |rule: &'static str, spans: Vec<Span>| {
        candidates.extend(spans.into_iter().map(|span| Candidate { rule, span }));
    };
    for rule in &RULES {
        let mut spans = Vec::new();
        rule.apply(line, &mut spans);
        add(rule.name, spans);
    }
    let mut of_channel = Vec::new();
    match line.channel {
        Channel::Log | Channel::Prose => {}
        Channel::Case => case::find(line, &mut of_channel),
        Channel::Account => account::find(line, &mut of_channel),
    }
    add(if line.channel == Channel::Case { "case" } else { "account" }, of_channel);
    let mut keys = Vec::new();
    Pem::find(text, PemState::Outside, &mut keys);
    add("pem", keys);
    candidates
}

/// The candidates as the channel leaves them.
fn found(line: &Line<'_>, text: &[u8]) -> Vec<Span> {
    let mut found = Vec::new();
    for rule in &RULES {
        rule.apply(line, &mut found);
    }
    match line.channel {
        Channel::Log | Channel::Prose => {}
        Channel::Case => case::find(line, &mut found),
        Channel::Account => account::find(line, &mut found),
    }
    Pem::find(text, PemState::Outside, &mut found);
    found
}

fn explained(line: &Line<'_>, span: Span, candidates: &[Candidate]) -> Explained {
    let overlaps = |other: &&Candidate| other.span.start < span.end && span.start < other.span.end;
    let meant = |other: &&Candidate| other.span.entity == span.entity;
    let rule =
        candidates.iter().filter(overlaps).find(meant).map_or("precedence", |candidate| candidate.rule);
    let mut instead_of: Vec<_> =
        candidates.iter().filter(overlaps).filter(|c| !meant(c)).map(|c| c.span.entity).collect();
    instead_of.sort_unstable();
    instead_of.dedup();
    let key = line.fields.at(span.start).map(|field| field.key.clone());
    Explained { span, rule, key, instead_of }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify_line;
    use crate::context::TenantContext;

    #[test]
    fn each_span_has_its_rule_and_its_key() {
        let mut context = TenantContext::default();
        context.tenant.domains = vec!["contoso.com".into()];
        let context = CompiledContext::new(&context).unwrap();
        let text = br#"{"userPrincipalName":"joe@contoso.com","ip":"192.0.2.7"}"#;
        let reasons = explain(text, Channel::Log, &context);
        let spans: Vec<_> = reasons.iter().map(|reason| reason.span).collect();
        assert_eq!(spans, classify_line(text, Channel::Log, &context));
        let rules: Vec<_> = reasons.iter().map(|reason| reason.rule).collect();
        assert_eq!(rules, ["mail", "word", "word"]);
        let keys: Vec<_> = reasons.iter().map(|r| r.key.clone().map(|key| &text[key])).collect();
        assert_eq!(keys, [Some(&b"userPrincipalName"[..]), Some(b"userPrincipalName"), None]);
    }
}
