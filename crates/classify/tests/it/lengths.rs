//! Numbers, ports and addresses of other lengths, at whose lengths some rule looks, are found as if each line came alone.

use crate::sample::context;
use classify::{Channel, Classifier, CompiledContext, Explainer};

/// A sequence that is the same in every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }

    /// A number of so many digits; few begin as a year or with a zero.
    fn number(&mut self, length: usize) -> String {
        let mut number: String = (0..length).map(|_| char::from(b"0123456789"[self.below(10)])).collect();
        match self.below(20) {
            0 => {}
            1 => number.replace_range(..number.len().min(2), &"20"[..number.len().min(2)]),
            _ => number.replace_range(..1, &"123456789"[self.below(9)..][..1]),
        }
        number
    }

    /// `#` becomes a number of one of these lengths, `@` an address, and `$` six to sixteen hexadecimal digits.
    fn fill(&mut self, form: &str, lengths: &[usize]) -> String {
        let mut line = String::new();
        for byte in form.chars() {
            match byte {
                '#' => {
                    let length = lengths[self.below(lengths.len())];
                    line += &self.number(length);
                }
                '@' => {
                    let octets = [[11, 7, 7, 7], [10, 151, 100, 2], [198, 51, 100, 212], [203, 0, 113, 9]];
                    line += &std::net::Ipv4Addr::from(octets[self.below(4)]).to_string();
                }
                '$' => {
                    let digits = 6 + self.below(11);
                    (0..digits).for_each(|_| line.push(char::from(b"0123456789abcdef"[self.below(16)])));
                }
                _ => line.push(byte),
            }
        }
        line
    }
}

/// Where rules ask how many digits there are, or count the bytes between two places.
const FORMS: [&str; 57] = [
    // So many at least, or at most.
    "set cookie=#; path=/x",
    r#"{"sessionCookie":#,"size":#}"#,
    r#"{"user_id":#,"userNumber":#,"sessionId":#}"#,
    "$ mysql -u joe -p # app",
    "snmp-server user joe staff v3 auth sha # priv aes # Kestrel9",
    "snmp-server user joe staff v3 auth sha Kestrel9 priv aes # #",
    "please let them call extension # now",
    "please call them at # now",
    "your code is # now, they said",
    "then the password is # now",
    "and so the pin: #, they said",
    "to node-07:# joe",
    "on node-07:# then joe",
    "ALTER USER joe IDENTIFIED BY # # x",
    "some tenant id=# tenant: # x",
    r#"{"phone":#,"tenantId":#,"deviceId":#,"otp":#}"#,
    r#"{"m":"a\r\n\tCookie:\t\t#\r\n\tPhone:\t\t#\r\n\tPassword:\t\t#\r\n"}"#,
    r#"{"user":#,"login":#,"account":#,"machine":#,"host":#,"lat":#}"#,
    "user=# login=# password=# token=# from @ port # ssh2",
    "it came from @:# to @ port # then",
    "the session # of user # is over",
    "Invalid user # from @ port #",
    // Columns, and places that are counted from the line's start.
    "#,03/05/26,10:15:32,Assign,@,pc-ann,001122334455,x",
    "2026-03-05 #:15:32 W3SVC1 SRV1 @ GET /x - # joe @ -",
    "2026-03-05 ab # GET /x - # joe @ -",
    "2026-03-05 @ GET /x - # joe @ -",
    "Mar # 10:15:32 srv-fic sshd[#]: from @ port #",
    "Mar  5 # 10:15:32 srv-fic sshd[#]: x",
    "@ - joe [#/Mar/2026:10:15:32 +0000] x # #",
    "<#>Mar  5 10:15:32 srv-fic app: x",
    "0,#,# ann,joe.lee@northwind.example,x",
    "ann,# INFO,joe.lee@northwind.example,#,x",
    "it is only a first column,# ann,Kestrel Zyqov,kestrel.zyqov@northwind.example,x,y",
    // Groups of digits.
    "please would you call (#) 555-0147 or (#) # now",
    "please call # # # # # now",
    "please call 06 80 # 79 69 or 0# 80 27 79 69 now",
    "the code is # # now",
    "phone number: # - # / # now",
    "paid with 4111 1111 1111 #",
    "paid with card 4#",
    "+33 # 44 # 12 34, SIP/trunk/00#",
    // Parts of addresses.
    "at ::# and #:: and fe80::#:#",
    "at 2001:db8:#:1:8c2:#:12:9 x",
    "at [2001:db8::#]:# x",
    "mac 00:11:22:33:44:# at #:11:22:33:44:55 x",
    "through outside:@/# and ::ffff:@ to inside:@ x",
    "it runs on /@:#, at /@:#/x",
    // The way from a cue to its value.
    "your one-time code, which was made at 0x$ by # at 0x$ for # 0x$ and # x # is 123456 now",
    "gps blk_1234# at 0x$ by # x # at # lies at 48.85661, 2.35222",
    "user 0x$ # 0x$ # 0x$ # name joe",
    // Identifiers and names with a date.
    "req-8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c2# at srv-fic.log.2026-03-05_10:15:3# x",
    r#"{"m":"\ttp-8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21\r\n","n":#}"#,
    "plugged:8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21 # plugged:9c1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c22",
    "\u{200e}2026\u{200e}-\u{200e}03\u{200e}-\u{200e}22T10:15:32.625476433Z #",
    "10:15:32.0# 12 at 20:15:06 12 13 14 15 z",
    "the file x.2026-03-05 and x-2026-03-05_10:15:32 # x",
    "logon id 0x$ of session 0x$ (0x0,0x$)",
];

/// Lines that are alike but for the value of which a rule asks.
const ALIKE: [[&str; 2]; 8] = [
    ["1926-03-05 10:15:32 W3SVC1 GET /x - 80 joe x", "2026-03-05 10:15:32 W3SVC1 GET /x - 80 joe x"],
    ["1926-03-05 10:15:32 W3SVC1 GET /x - 80 joe x", "2126-03-05 10:15:32 W3SVC1 GET /x - 80 joe x"],
    ["at ::0022 of it", "at ::0001 of it"],
    ["Mar  5 1926 10:15:32 srv-fic sshd[12]: x", "Mar  5 2026 10:15:32 srv-fic sshd[12]: x"],
    ["Mar  5 12 1 10:15:32 srv-fic sshd[12]: x", "Mar  5 20 1 10:15:32 srv-fic sshd[12]: x"],
    ["app:8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21", "app:ec99108d-db5b-4fab-8f4d-3e27dda1494c"],
    ["gone: app-8b1f2f5e-3f6a-4a53-9f57-0d5e5b6f7c21", "gone: app-ec99108d-db5b-4fab-8f4d-3e27dda1494c"],
    ["10:15:06 16 13 14 15 z", "10:15:06 12 13 14 15 z"],
];

/// Checks that lines are found one after the other as if each came alone.
fn check(context: &CompiledContext, lines: impl IntoIterator<Item = String>) {
    let (mut quick, mut slow) = (Classifier::new(), Explainer::new());
    for line in lines {
        let looked = slow.explain(line.as_bytes(), Channel::Log, context);
        let looked: Vec<_> = looked.into_iter().map(|found| found.span).collect();
        assert_eq!(quick.classify(line.as_bytes(), Channel::Log, context), looked, "{line}");
    }
}

#[test]
fn lengths_that_decide_are_told_apart() {
    // What is remembered comes of the first lines, and each length behind them.
    const FIRST: [&[usize]; 4] = [&[4, 7], &[2, 9], &[5, 8], &[2, 4, 9]];
    const EACH: [&[usize]; 10] = [&[1], &[2], &[3], &[4], &[5], &[6], &[7], &[8], &[9], &[10]];
    const MIXED: [&[usize]; 8] = [&[1, 2, 3, 3, 4, 5, 6, 8]; 8];
    let mut sequence = Sequence(0x0bad_cafe_0bad_cafe);
    let context = context("northwind");
    for form in FORMS {
        let rounds = FIRST.into_iter().chain(EACH).chain(MIXED);
        check(&context, rounds.map(|lengths| sequence.fill(form, lengths)));
    }
}

#[test]
fn values_that_decide_are_told_apart_where_lengths_do_not() {
    let context = context("northwind");
    for [one, other] in ALIKE {
        check(&context, [one, one, other].map(str::to_owned));
        check(&context, [other, other, one].map(str::to_owned));
    }
}
