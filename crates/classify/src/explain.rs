//! Why a line's spans are what they are.

use crate::above::Above;
use crate::channel::Channel;
use crate::classifier::{detect_by_channel, settle};
use crate::context::CompiledContext;
use crate::detect::{Mentioned, Pem, PemState, RULES};
use crate::entity::Entity;
use crate::key::KeyMemo;
use crate::key_path::KeyPath;
use crate::line::Line;
use crate::memo::Memo;
use crate::span::Span;
use crate::structure::Structure;
use crate::unescaped::Unescaped;
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
    /// The keys that lead to it, such as `items[].user.name`; outside JSON and XML its own key, if any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// What other rules took the bytes for, or some of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instead_of: Vec<Entity>,
}

struct Candidate {
    rule: &'static str,
    span: Span,
}

/// Explains the lines of one text, and keeps its buffers from one to the next.
#[derive(Debug, Default)]
pub struct Explainer {
    structure: Structure,
    keys: KeyMemo,
    memo: RefCell<Memo<Mentioned>>,
    path: KeyPath,
    unescaped: Unescaped,
}

impl Explainer {
    /// An explainer without buffers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The spans of one line as [`classify_line`](crate::classify_line) gives them, each with its reason.
    pub fn explain(&mut self, text: &[u8], channel: Channel, context: &CompiledContext) -> Vec<Explained> {
        self.explain_next(text, channel, context, PemState::Outside)
    }

    fn explain_next(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        key: PemState,
    ) -> Vec<Explained> {
        if !self.unescaped.read(text) {
            return self.explain_text(text, channel, context, key);
        }
        let unescaped = std::mem::take(&mut self.unescaped);
        let mut reasons = self.explain_text(unescaped.text(), channel, context, key);
        for reason in &mut reasons {
            let key = reason.key.take().map(|key| unescaped.place(key.start)..unescaped.place(key.end));
            (reason.span, reason.key) = (unescaped.span(reason.span), key);
        }
        self.unescaped = unescaped;
        reasons
    }

    fn explain_text(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        key: PemState,
    ) -> Vec<Explained> {
        self.structure.read(text, context, &mut self.keys);
        let line = self.structure.line(channel, context, &self.memo);
        let (candidates, mut found) = candidates(&line, text, key);
        let mut spans = Vec::new();
        settle(text, &self.structure, &mut found, &mut spans);
        let paths = self.path.of_line(line.view, spans.iter().map(|span| span.start));
        let spans = spans.into_iter().zip(paths);
        spans.map(|(span, path)| explained(&line, span, path, &candidates)).collect()
    }
}

impl Explainer {
    /// As [`Self::explain`] for a line that stands below others. The key of a value that stands above has its name in the path
    /// alone.
    pub fn explain_below(
        &mut self,
        text: &[u8],
        channel: Channel,
        context: &CompiledContext,
        above: &Above,
    ) -> Vec<Explained> {
        let Some(below) = above.of_next(text) else {
            return self.explain_next(text, channel, context, above.key());
        };
        let mut both = Vec::new();
        below.join(text, &mut both);
        let offset = below.offset();
        let named = self.explain(&both, channel, context).into_iter().filter_map(|reason| {
            let key = reason.key.and_then(|key| Some(key.start.checked_sub(offset)?..key.end - offset));
            Some(Explained { span: below.of_both(reason.span)?, key, ..reason })
        });
        let mut reasons: Vec<_> = named.collect();
        if below.is_row() {
            let own = self.explain(text, channel, context);
            reasons.extend(own.into_iter().filter(|reason| below.keeps(&reason.span)));
        }
        reasons.sort_unstable_by_key(|reason| reason.span.start);
        reasons
    }
}

/// What each rule adds to what those before it found, and what is left when the channel has had its say.
fn candidates(line: &Line<'_>, text: &[u8], key: PemState) -> (Vec<Candidate>, Vec<Span>) {
    let (mut candidates, mut found) = (Vec::new(), Vec::new());
    let mut add = |rule: &'static str, spans: &[Span]| {
        candidates.extend(spans.iter().map(|span| Candidate { rule, span: *span }));
    };
    for rule in &RULES {
        let before = found.len();
        rule.apply(line, &mut found);
        add(rule.name, found.get(before..).unwrap_or_default());
    }
    let before = found.clone();
    detect_by_channel(line, &mut found);
    let of_channel: Vec<_> = found.iter().filter(|span| !before.contains(span)).copied().collect();
    add(if line.channel == Channel::Case { "case" } else { "account" }, &of_channel);
    let before = found.len();
    Pem::find(text, key, &mut found);
    add("pem", found.get(before..).unwrap_or_default());
    (candidates, found)
}

fn explained(line: &Line<'_>, span: Span, path: String, candidates: &[Candidate]) -> Explained {
    let overlaps = |other: &&Candidate| other.span.overlaps(&(span.start..span.end));
    let meant = |other: &&Candidate| other.span.entity == span.entity;
    let rule =
        candidates.iter().filter(overlaps).find(meant).map_or("precedence", |candidate| candidate.rule);
    let mut instead_of: Vec<_> =
        candidates.iter().filter(overlaps).filter(|c| !meant(c)).map(|c| c.span.entity).collect();
    instead_of.sort_unstable();
    instead_of.dedup();
    let key = line.fields.at(span.start).map(|field| field.key.clone());
    let path = whole_path(path, key.clone().map(|key| line.slice(key)));
    Explained { span, rule, key, path, instead_of }
}

/// A path that ends in the value's own key: `note.password` for `{"note":"password=…"}`.
fn whole_path(mut path: String, key: Option<&[u8]>) -> String {
    let Some(key) = key.map(String::from_utf8_lossy) else { return path };
    let last = path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]");
    if last != key {
        path.push_str(if path.is_empty() { "" } else { "." });
        path.push_str(&key);
    }
    path
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
        let reasons = Explainer::new().explain(text, Channel::Log, &context);
        let spans: Vec<_> = reasons.iter().map(|reason| reason.span).collect();
        assert_eq!(spans, classify_line(text, Channel::Log, &context));
        let rules: Vec<_> = reasons.iter().map(|reason| reason.rule).collect();
        assert_eq!(rules, ["mail", "word", "word"]);
        let keys: Vec<_> = reasons.iter().map(|r| r.key.clone().map(|key| &text[key])).collect();
        assert_eq!(keys, [Some(&b"userPrincipalName"[..]), Some(b"userPrincipalName"), None]);
    }

    #[test]
    fn each_span_has_its_path() {
        let context = CompiledContext::new(&TenantContext::default()).unwrap();
        let mut explainer = Explainer::new();
        let mut paths = |text: &[u8]| -> Vec<_> {
            explainer.explain(text, Channel::Log, &context).into_iter().map(|reason| reason.path).collect()
        };
        let text = br#"{"items":[{"user":"joe","note":"password=hunter2x","at":"192.0.2.7"}]}"#;
        assert_eq!(paths(text), ["items[].user", "items[].note.password", "items[].at"]);
        assert_eq!(paths(b"user=joe from 192.0.2.7"), ["user", ""]);
    }

    #[test]
    fn a_name_that_stands_again_has_the_rule_that_looks_for_it() {
        let context = CompiledContext::new(&TenantContext::default()).unwrap();
        let text = b"user=mlopez3 opened; mlopez3 closed it";
        let rules: Vec<_> =
            Explainer::new().explain(text, Channel::Log, &context).iter().map(|r| r.rule).collect();
        assert_eq!(rules, ["keyed", "echo"]);
    }
}
