//! What is remembered of lines with other values never changes what is found in a line.

use crate::sample::{RECORDS, context};
use classify::{Channel, Classifier, CompiledContext, Explainer};

/// Changes digits, and now and then the first letters of hexadecimal numbers: all of them, a third, a few.
struct Values(u64);

impl Values {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }

    fn change(&mut self, line: &mut [u8], round: usize) {
        let share = [1, 3, 20][round % 3];
        for byte in line {
            let offset = u8::try_from(self.next(10)).unwrap();
            match *byte {
                _ if self.next(share) > 0 => {}
                b'0'..=b'9' => *byte = b'0' + offset,
                b'a'..=b'f' if round % 5 == 4 => *byte = b'a' + offset % 6,
                _ => {}
            }
        }
    }
}

/// The line with other digits in groups of four to six, some of another length.
fn with_other_lengths(line: &[u8], values: &mut Values) -> Vec<u8> {
    let mut other = Vec::new();
    for part in line.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
        if part[0].is_ascii_digit() && (4..=6).contains(&part.len()) && values.next(2) == 0 {
            let digits = 4 + values.next(3);
            other.extend((0..digits).map(|_| b'3' + u8::try_from(values.next(6)).unwrap()));
        } else {
            other.extend_from_slice(part);
        }
    }
    other
}

/// What is found by looking at the line itself, and not at an example of its skeleton.
#[test]
fn lengths_that_are_left_out_change_nothing_that_is_found() {
    let mut values = Values(0x0bad_5eed_0bad_5eed);
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    for record in RECORDS.iter().filter(|record| record.channel == Channel::Log) {
        for _ in 0..3 {
            let line = with_other_lengths(record.text.as_bytes(), &mut values);
            check(&mut quick, &mut slow, &line, &context);
        }
    }
}

/// Checks that what is remembered finds what looking at the line itself does.
fn check(quick: &mut Classifier, slow: &mut Explainer, line: &[u8], context: &CompiledContext) {
    let looked: Vec<_> =
        slow.explain(line, Channel::Log, context).into_iter().map(|found| found.span).collect();
    let spans = quick.classify(line, Channel::Log, context);
    assert_eq!(spans, looked, "{}", String::from_utf8_lossy(line));
}

#[test]
fn lines_with_other_values_are_found_as_if_each_came_first() {
    const ROUNDS: usize = 12;
    let mut values = Values(0x1234_5678_9abc_def1);
    for name in ["northwind", "lemoine"] {
        let (context, mut quick, mut slow) = (context(name), Classifier::new(), Explainer::new());
        for record in RECORDS.iter().filter(|record| record.channel == Channel::Log) {
            for round in 0..ROUNDS {
                let mut line = record.text.as_bytes().to_vec();
                if round > 0 {
                    values.change(&mut line, round);
                }
                check(&mut quick, &mut slow, &line, &context);
            }
        }
    }
}

#[test]
fn values_that_decide_are_told_apart_among_many() {
    const ROUNDS: usize = 200;
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    let mut values = Values(0x0fed_cba9_8765_4321);
    for line in [
        "pay 4111 1111 1111 1111 now",
        "x 4111-1111-1111-1111 4 y",
        "t 10:15:06 12 13 14 15 z",
        "call +33 1 44 00 12 34, SIP/trunk/0049123456789",
        "user=100007 100007 again 100014",
        "userId=9e107d9d372bb6826bd81d3542a419d6 then 9e107d9d372bb6826bd81d3542a419d6",
        "sid 0x3e7 logon id 0x3e7abc, host-1",
        "computer: 3f2a1b9c-1111-4222-8333-444455556666 at 10.1.2.3:443",
        "00:11:22:33:44:55 2001:db8:40:1:8c2:11ff:fe3a:9 sourced by 1898.b6cc.9534",
        "machine_name=blk_1234567890 lat=48.85661, lon=2.35222",
        "<34>1 2026-03-05T10:15:32.123Z host app 12 - my password is 123456",
        r#"{"user":"Beno\u00eet 4711","m":"\u20ac1200 \u2019t 10:15:06 le mot de passe c\u2019est Kw7-moss!4711"}"#,
    ] {
        for round in 0..ROUNDS {
            let mut line = line.as_bytes().to_vec();
            values.change(&mut line, round);
            check(&mut quick, &mut slow, &line, &context);
        }
    }
}

/// An address that its town's code gives away was found by no number that is longer or shorter.
#[test]
fn codes_of_towns_are_found() {
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    for round in 0..ROUNDS_OF_LENGTHS {
        for code in ["69006", "1000", "75011", "4000", "690061"] {
            let line = format!("Livraison {round} du switch : 14 rue Garibaldi, {code} Lyon, le matin.");
            check(&mut quick, &mut slow, line.as_bytes(), &context);
        }
    }
}

/// A rule that took codes of six digits alone had the spans of shorter and longer ones.
#[test]
fn codes_of_any_length_are_found() {
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    for round in 0..ROUNDS_OF_LENGTHS {
        for digits in [9, 4, 6, 5, 8, 7, 3, 10] {
            let code = &"5831142976"[..digits];
            let line = format!("POST /password/reset?at={round}&code={code} HTTP/1.1");
            check(&mut quick, &mut slow, line.as_bytes(), &context);
        }
    }
}

/// The second line of a form is where its spans are learned.
const ROUNDS_OF_LENGTHS: usize = 4;

#[test]
fn a_name_may_be_a_group_of_an_address() {
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    for group in ["1234", "77ab", "9", "fade", "1235"] {
        let line = format!("login user=fade from 2001:470:{group}:1:22:5:3333:4444 refused");
        check(&mut quick, &mut slow, line.as_bytes(), &context);
    }
}

/// What LM makes of an empty password says what stands behind it, and other digests say nothing.
#[test]
fn a_hash_of_nothing_is_told_from_other_hashes() {
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    let nothing = "aad3b435b51404eeaad3b435b51404ee";
    for (round, hash) in ["1f", "2e", "3d", "4c"].into_iter().map(|pair| pair.repeat(16)).enumerate() {
        for first in [hash.as_str(), nothing] {
            let line = format!("mlopez\t160{round}\t{first}\t{hash}");
            check(&mut quick, &mut slow, line.as_bytes(), &context);
        }
    }
}

/// Each in place of `@`: of every length that a program writes, and those that say something by themselves.
const WRITTEN: [&[&str]; 5] = [
    &[
        "0x1",
        "0x1f4",
        "0x3e7",
        "0x3E4",
        "0x1C8E77",
        "0x7ff1b2d17980",
        "0x0-0x3e7",
        "0x0-0x1c8e7",
        "0x",
        "0x1g",
    ],
    &["1.5", "12.25", "0.2477", "48.85661", "2.35222", "1234.5", "4111.1111", "192.168", "19.2.16"],
    &["12ms", "3ms", "1.5GB", "2048kB", "450us", "12%", "7%20", "100007ms", "7.25s", "12x"],
    &["10:15:32+02:00", "10:15:32-05:00", "10:15:32Z", "10:15:32.5+02:00", "10:15:32.123456Z"],
    &[
        "fe80::8c2:11ff:fe3a:9",
        "fd00:40:1::9",
        "2a01:e0a::12",
        "2001:db8:40:1::1",
        "fe80::fade:1",
        "fade:1::2",
    ],
];

#[test]
fn values_of_any_length_are_found_as_if_each_came_first() {
    const ROUNDS: usize = 6;
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    for (kind, frames) in [
        (0, &["open handle @ of 4", "Logon ID: @ user", "LogonId=@ ended", "pid: @,", "password=@ set"][..]),
        (1, &["took @ at last", "lat=@, lon=2.35222", "balance @ EUR", "pwd: @", "from @ to here"][..]),
        (2, &["took @ at last", "rate=@, host=fs-77 took @", "password @", "user=@ in 3 s"][..]),
        (3, &["at 2026-03-05T@ host-1 sshd[4]: session of fade", "2026-03-05T@ password=12"][..]),
        (4, &["from @ port 22", "listening on [@]:443", "login user=fade from @", "@ - fade [x]"][..]),
    ] {
        for (round, frame) in (0..ROUNDS).flat_map(|round| frames.iter().map(move |frame| (round, frame))) {
            for value in WRITTEN[kind] {
                let line = format!("n={round} {}", frame.replace('@', value));
                check(&mut quick, &mut slow, line.as_bytes(), &context);
            }
        }
    }
}

#[test]
fn identifiers_of_traces_are_found_as_if_each_came_first() {
    let (context, mut quick, mut slow) = (context("northwind"), Classifier::new(), Explainer::new());
    let mut values = Values(0x0123_4567_89ab_cdef);
    for line in [
        "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 done",
        "puid=10033fff8a1b2c3d span 10033fff8a1b2c3d",
        "span_id=00f067aa0ba902b7 user=00f067aa0ba902b7",
        "guid 3f2a1b9c-1111-4222-8333-444455556666_fade 3f2a1b9c-1111-4222-8333-444455556666.log",
    ] {
        for round in 0..200 {
            let mut line = line.as_bytes().to_vec();
            values.change(&mut line, round);
            check(&mut quick, &mut slow, &line, &context);
        }
    }
}
