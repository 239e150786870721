//! What of a line its spans follow from: the line with a code in place of every number and identifier whose value decides
//! nothing.
//!
//! Logs repeat sentences and change the numbers in them. No rule looks at the value of a process number, a time of day or a
//! memory address, only at how it is written; of an address only its owner counts, and of an identifier whether the context
//! lists it. Two lines of one skeleton therefore have the same spans, and the second need not be looked at
//! ([`crate::line_memo`]).
//!
//! A code is as long as what it stands for, so that an offset in the skeleton is one in the line. What cannot be shown to
//! decide nothing stays as it is: a word that the context lists, digits glued to letters, a number that may be a card's.

mod bytes;
mod cards;
mod codes;
mod identifier;
mod number;
mod token;

use crate::context::CompiledContext;
use crate::entity::Entity;
use crate::span::Span;
use bytes::Bytes;
use token::Token;

/// A longer line is not worth remembering.
pub(crate) const LINE_BYTES_MAX: usize = 4096;

/// The skeleton of one line. Buffers are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Skeleton {
    key: Vec<u8>,
    bytes: Bytes,
}

impl Skeleton {
    /// Takes over a line; none if its spans may follow from a value that has no place in a skeleton.
    pub(crate) fn read(&mut self, text: &[u8], context: &CompiledContext) -> Option<&[u8]> {
        if text.len() > LINE_BYTES_MAX || !self.bytes.read(text) {
            return None;
        }
        self.key.clear();
        self.key.extend_from_slice(text);
        let mut token = Token::new(text, context, &mut self.key);
        let mut at = 0;
        while let Some((word, digit)) = self.bytes.next_word(at) {
            at = word.end;
            let digits = self.bytes.digits_from(digit);
            token.read(word, digit, digits)?;
        }
        Some(&self.key)
    }

    /// The skeleton of the last line.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }

    /// Whether every line of this skeleton has the spans of this one. It may not where a name that is looked for again in
    /// its line is made of what the skeleton leaves out, or where a span begins or ends inside a code.
    pub(crate) fn decides_alone(&self, text: &[u8], spans: &[Span]) -> bool {
        spans.iter().all(|span| {
            let value = text.get(span.start..span.end).unwrap_or_default();
            let covered = self.key.get(span.start..span.end).unwrap_or_default();
            let is_coded = covered.iter().any(|byte| codes::is_code(*byte));
            let is_identified = covered.iter().any(|byte| codes::is_identifier(*byte));
            self.is_cut_between(span.start)
                && self.is_cut_between(span.end)
                && !(is_looked_for_again(span.entity) && (is_coded || token::may_be_coded(value)))
                && !(is_told_by_pattern(span.entity) && is_identified)
        })
    }

    /// Whether `at` is not in the middle of what is covered whole or not at all.
    fn is_cut_between(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.key.get(before));
        !before.is_some_and(|code| codes::is_whole(*code) && self.key.get(at) == Some(code))
    }
}

/// The entities whose names `detect::echo` looks for again in their line; the ids among them stand once in a skeleton.
fn is_looked_for_again(entity: Entity) -> bool {
    matches!(entity, Entity::Username | Entity::MachineName | Entity::ClientHostname)
}

/// The entities that a context's patterns tell from others.
fn is_told_by_pattern(entity: Entity) -> bool {
    matches!(entity, Entity::TenantHost | Entity::VendorHost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{TenantContext, User};

    fn context() -> CompiledContext {
        let mut context = TenantContext::default();
        context.tenant.networks = vec!["10.0.0.0/8".into()];
        context.tenant.users.push(User {
            usernames: vec!["471100".into()],
            phones: vec!["33 1 44 55 66 77".into()],
            object_id: "8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21".into(),
            ..User::default()
        });
        CompiledContext::new(&context).unwrap()
    }

    fn check(one: &str, other: &str, alike: bool) {
        let context = context();
        let (mut first, mut second) = (Skeleton::default(), Skeleton::default());
        let one_key = first.read(one.as_bytes(), &context);
        let other_key = second.read(other.as_bytes(), &context);
        assert_eq!(one_key.is_some() && one_key == other_key, alike, "{one} {other}");
    }

    #[test]
    fn values_that_decide_nothing_are_left_out() {
        check(
            "Dec 10 10:04:54 srv sshd[24809]: from 198.51.100.12 port 50890",
            "Dec 10 11:14:59 srv sshd[31111]: from 203.0.113.111 port 43210",
            true,
        );
        check("2015-07-29 19:32:41,684 id 0x14ed9311f", "2015-07-30 07:02:11,001 id 0x24ed9a3cd", true);
        check(
            r#"{"a":"\t2920\r\n{3f2a1b9c-1111-4222-8333-444455556666}"}"#,
            r#"{"a":"\t4711\r\n{4f2a1b9c-1111-4222-8333-444455556661}"}"#,
            true,
        );
        check("deleted blk_-1608999687919862906", "deleted blk_-1608999687919862911", true);
    }

    #[test]
    fn values_that_may_decide_stay() {
        // Owner, well-known address, length.
        check("from 198.51.100.12 x", "from 10.151.100.2 x", false);
        check("from 127.0.0.1 x", "from 192.0.2.1 x", false);
        check("from 192.0.2.1 x", "from 192.0.2.11 x", false);
        // What the context lists: an account, a telephone number, an id.
        check("session 471100 x", "session 471101 x", false);
        check("at 33 1 44 55 66 77", "at 33 1 44 55 66 78", false);
        check("at 33 1 44 55 66 79", "at 33 1 44 55 66 78", true);
        check("8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21", "8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c22", false);
        // A card, an account's number, parts of names and of hardware addresses.
        check("paid 4111 1111 1111 1111", "paid 4111 1111 1111 1112", false);
        check("iban FR1420041010050500013M02606", "iban FR1420041010050500013M02607", false);
        check("host srv12", "host srv13", false);
        check("00:11:22:33:44:55", "01:11:22:33:44:55", false);
        check("2001:db8:40:1:8c2:11:12:9", "2001:db8:40:1:8c2:11:13:9", false);
        check("a=%2012", "a=%4012", false);
    }

    #[test]
    fn a_name_that_may_stand_again_does_not_follow_from_a_skeleton() {
        let context = context();
        let mut skeleton = Skeleton::default();
        let text = b"user=12345 from 192.0.2.7";
        skeleton.read(text, &context).unwrap();
        let address = Span::new(16, 25, Entity::UserIpv4);
        assert!(skeleton.decides_alone(text, &[address]));
        assert!(!skeleton.decides_alone(text, &[Span::new(5, 10, Entity::Username), address]));
        assert!(!skeleton.decides_alone(text, &[Span::new(16, 19, Entity::SessionId)]));
    }
}
