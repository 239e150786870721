//! What of a line its spans follow from: the line with a code in place of every number and identifier whose value decides
//! nothing.
//!
//! Logs repeat sentences and change the numbers in them. No rule looks at the value of a process number, a time of day or a
//! memory address, only at how it is written; of an address only its owner counts, and of an identifier whether the context
//! lists it. Two lines of one skeleton therefore have the same spans, and the second need not be looked at
//! ([`crate::line_memo`]).
//!
//! What cannot be shown to decide nothing stays as it is: a word that the context lists, digits glued to letters, a number
//! that may be a card's.
//!
//! A skeleton has two forms. In the exact one a code is as long as what it stands for. In the short one, which is asked
//! first, the length of a counter or an address does not matter either (`runs`): its spans are those of two examples, with
//! the longest values and with the shortest. Where they differ, as in a postcode or a code that is a password, the exact form
//! decides.

mod bytes;
mod cards;
mod codes;
mod counter;
mod general;
mod identifier;
mod ipv6;
mod number;
mod runs;
mod time;
mod token;

use crate::context::{CompiledContext, Values};
use crate::span::Span;
use bytes::Bytes;
use general::general_spans;
use runs::Runs;
use token::Token;

/// A longer line is not worth remembering.
pub(crate) const LINE_BYTES_MAX: usize = 4096;

/// The skeleton of one line. Buffers are reused from line to line.
#[derive(Debug, Default)]
pub(crate) struct Skeleton {
    exact: Vec<u8>,
    short: Vec<u8>,
    runs: Runs,
    bytes: Bytes,
}

/// How a skeleton is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Some lengths do not matter.
    Short,
    /// Every code is as long as what it stands for.
    Exact,
}

impl Skeleton {
    /// Takes over a line; false if its spans may follow from a value that has no place in a skeleton.
    pub(crate) fn read(&mut self, text: &[u8], context: &CompiledContext) -> bool {
        text.len() <= LINE_BYTES_MAX && self.bytes.read(text) && self.put_codes(text, context).is_some()
    }

    fn put_codes(&mut self, text: &[u8], context: &CompiledContext) -> Option<()> {
        self.exact.clear();
        self.exact.extend_from_slice(text);
        self.runs.clear();
        let mut token = Token::new(text, context, &mut self.exact, &mut self.runs);
        let mut at = 0;
        while let Some((word, digit)) = self.bytes.next_word(at) {
            at = word.end;
            let digits = self.bytes.digits_from(digit);
            token.read(word, digit, digits)?;
        }
        self.short.clear();
        if !self.runs.is_empty() {
            self.runs.shorten(&self.exact, &mut self.short);
        }
        Some(())
    }

    /// The skeleton of the last line in a form; none if it is no other than in the exact one.
    pub(crate) fn key(&self, form: Form) -> Option<&[u8]> {
        match form {
            Form::Short => (!self.runs.is_empty()).then_some(&self.short),
            Form::Exact => Some(&self.exact),
        }
    }

    /// The last line with these values in the places of what has no length in its short skeleton.
    pub(crate) fn example(&self, text: &[u8], values: &Values) -> Vec<u8> {
        self.runs.stand_in(text, values)
    }

    /// The spans of every line of the short skeleton, as offsets in it, from those of its example with these values; none
    /// if its lines may differ, as in [`Self::generalised`].
    pub(crate) fn generalised_example(
        &self,
        example: &[u8],
        spans: &[Span],
        values: &Values,
    ) -> Option<Vec<Span>> {
        general_spans(&self.short, example, spans, |at| self.runs.shortened(at, values))
    }

    /// The spans of every line of the exact skeleton, from those of the last line; none if its lines may differ.
    ///
    /// They may where a name that is looked for again in its line is made of what the skeleton leaves out, where a span
    /// begins or ends inside a code, and where a span has a number whose length does not stand in the skeleton.
    pub(crate) fn generalised(&self, text: &[u8], spans: &[Span]) -> Option<Vec<Span>> {
        general_spans(&self.exact, text, spans, Some)
    }

    /// Appends to `found` the spans of the last line from those of its skeleton.
    pub(crate) fn specialise(&self, form: Form, spans: impl Iterator<Item = Span>, found: &mut Vec<Span>) {
        if form == Form::Exact {
            return found.extend(spans);
        }
        let mut place = self.runs.lengthened();
        found.extend(spans.map(|span| {
            let start = place(span.start);
            Span::new(start, place(span.end), span.entity)
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{TenantContext, User};
    use crate::entity::Entity;

    fn context() -> CompiledContext {
        let mut context = TenantContext::default();
        context.tenant.networks = vec!["10.0.0.0/8".into()];
        context.tenant.users.push(User {
            usernames: vec!["471100".into(), "job-2026-03-05".into(), "22t10".into()],
            phones: vec!["33 1 44 55 66 77".into()],
            object_id: "8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21".into(),
            ..User::default()
        });
        CompiledContext::new(&context).unwrap()
    }

    fn check(one: &str, other: &str, alike: bool) {
        check_form(Form::Exact, one, other, alike);
    }

    fn check_form(form: Form, one: &str, other: &str, alike: bool) {
        let context = context();
        let (mut first, mut second) = (Skeleton::default(), Skeleton::default());
        let have = first.read(one.as_bytes(), &context) && second.read(other.as_bytes(), &context);
        let [one_key, other_key] = [&first, &second].map(|s| s.key(form).or(s.key(Form::Exact)));
        assert_eq!(have && one_key == other_key, alike, "{one} {other}");
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
        check("from 2001:db8:40:1:8c2:11ff:fe3a:9 x", "from 2001:db8:77:a:cafe:1:2345:f x", false);
        check("from 2001:db8:40:1:8c2:11ff:fe3a:9 x", "from 2001:470:77:a:caf:2345:1234:f x", true);
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
        check("id 8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c22", "id 87231640-8075-4000-9782-731547200000", false);
        check("app:8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21", "app:8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c22", false);
        check("app:9b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21", "app:8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c22", true);
        check("by job-2026-03-05 x", "by job-2026-03-06 x", false);
        check("by day-2026-03-05 x", "by day-2026-03-06 x", true);
        check("\u{200e}05\u{200e}-\u{200e}22T10:15:32Z", "\u{200e}05\u{200e}-\u{200e}23T10:15:32Z", false);
        check("\u{200e}05\u{200e}-\u{200e}21T10:15:32Z", "\u{200e}05\u{200e}-\u{200e}23T10:15:32Z", true);
        // The letters of a token are small.
        check(
            "pat-eu1-8B1F2F5E-3F6A-4A53-9F57-0D5E5B6F7C23",
            "pat-eu1-8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c23",
            false,
        );
        check(
            "got-eu1-8B1F2F5E-3F6A-4A53-9F57-0D5E5B6F7C23",
            "got-eu1-8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c23",
            true,
        );
        // A card, an account's number, parts of names and of hardware addresses.
        check("paid 4111 1111 1111 1111", "paid 4111 1111 1111 1112", false);
        check("iban FR1420041010050500013M02606", "iban FR1420041010050500013M02607", false);
        check("host srv12", "host srv13", false);
        check("00:11:22:33:44:55", "01:11:22:33:44:55", false);
        check("to 2002:db8:40:1:8c2:11:12:9", "to 2003:db8:40:1:8c2:11:12:9", false);
        check("a=%2012", "a=%4012", false);
    }

    #[test]
    fn lengths_of_counters_and_addresses_are_left_out_of_the_short_form() {
        let check = |one, other, alike| check_form(Form::Short, one, other, alike);
        check("sshd[809]: from 198.51.100.12 port 50890", "sshd[24809]: from 203.0.113.1 port 4433", true);
        check("at 0x14ed9311f", "at 0x14ed9311f00d", true);
        check("got blk_-1608999687919862906 x", "got blk_-4711471147 x", true);
        // Owner, groups of digits, a zero in front, a listed number.
        check("from 198.51.100.12 x", "from 10.151.100.2 x", false);
        check("call 555 1234", "call 5551 1234", false);
        check("code 0471 x", "code 04711 x", false);
        check("session 471100 x", "session 47110 x", false);
    }

    #[test]
    fn numbers_are_alone_where_no_rule_asks_for_two_or_three_digits() {
        let check = |one, other, alike| check_form(Form::Short, one, other, alike);
        check(r#"{"size":812,"time":20}"#, r#"{"size":47,"time":201812}"#, true);
        check(r#"{"m":"a\tProcess ID:\t\t812\r\n"}"#, r#"{"m":"a\tProcess ID:\t\t4711\r\n"}"#, true);
        check("at last it was seen by 812 of us", "at last it was seen by 2012 of us", true);
        // Columns, days, thousandths, groups of digits, groups of addresses, ports behind names.
        check("seen by 812 of us", "seen by 47 of us", false);
        check("at last it came in on [12/Mar", "at last it came in on [123/Mar", false);
        check("at last it came in, ann,118 INFO", "at last it came in, ann,1180 INFO", false);
        check("at last they called (555) 0147", "at last they called (5551) 0147", false);
        check("at last there came ::4422 x", "at last there came ::4423 x", false);
        check("to node-07:4043", "to node-07:404391", false);
    }

    fn spans(form: Form, text: &str, spans: &[Span]) -> Option<Vec<Span>> {
        let context = context();
        let mut skeleton = Skeleton::default();
        assert!(skeleton.read(text.as_bytes(), &context));
        let values = context.stand_ins().longest();
        let general = match form {
            Form::Short => {
                let example = skeleton.example(text.as_bytes(), values);
                skeleton.generalised_example(&example, spans, values)?
            }
            Form::Exact => skeleton.generalised(text.as_bytes(), spans)?,
        };
        let mut found = Vec::new();
        skeleton.specialise(form, general.into_iter(), &mut found);
        Some(found)
    }

    #[test]
    fn a_name_that_may_stand_again_does_not_follow_from_a_skeleton() {
        let check = |found: &[Span], alike| {
            let got = spans(Form::Exact, "user=12345 from 192.0.2.7", found);
            assert_eq!(got.as_deref(), Some(found).filter(|_| alike));
        };
        let address = Span::new(16, 25, Entity::UserIpv4);
        check(&[address], true);
        check(&[Span::new(5, 10, Entity::Username), address], false);
        check(&[Span::new(16, 19, Entity::SessionId)], false);
    }

    #[test]
    fn spans_move_with_the_lengths_of_what_stands_before_them() {
        // Looked at as `pid 582137469 from 203.117.113.177 by 582137469 at srv`.
        let example = [Span::new(19, 34, Entity::UserIpv4), Span::new(51, 54, Entity::MachineName)];
        let line = "pid 4711 from 192.0.2.7 by 123456 at srv";
        let expected = [Span::new(14, 23, Entity::UserIpv4), Span::new(37, 40, Entity::MachineName)];
        assert_eq!(spans(Form::Short, line, &example).as_deref(), Some(&expected[..]));
        assert_eq!(spans(Form::Short, line, &[Span::new(20, 34, Entity::UserIpv4)]), None);
        assert_eq!(spans(Form::Short, line, &[Span::new(38, 47, Entity::Password)]), None);
    }
}
