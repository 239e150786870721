//! Whether a connection goes to a machine, which is a third party then (classification.md 5.4).

use crate::line::Line;
use crate::word::Word;

/// Servers that a connection goes to are third parties (classification.md 5.4).
pub(super) fn is_destination(line: &Line<'_>, word: &Word, end: usize) -> bool {
    let port = line.byte(end + 1) == Some(b':') && line.byte(end + 2).is_some_and(|b| b.is_ascii_digit());
    let answers = [&b" said"[..], b" refused", b" while"]
        .iter()
        .any(|verb| line.slice(end + 1..line.view.len()).starts_with(verb));
    let before = line.word_before(word.start).map(|w| line.slice(w.start..w.end)).unwrap_or_default();
    // sendmail names the client of what it receives so.
    let from = before == b"host" && line.slice(0..word.start).ends_with(b"from host ");
    let relayed = || {
        [&b" from=<"[..], b"AUTH=server", b"ruleset=check_"]
            .iter()
            .any(|it| memchr::memmem::find(line.view, it).is_some())
    };
    let received = from || before == b"relay" && relayed();
    let direction = [
        &b"to"[..],
        b"relay",
        b"server",
        b"ping",
        b"via",
        b"at",
        b"report",
        b"mx",
        b"traceroute",
        b"connecting",
        b"host",
    ];
    let outgoing = before == b"H"
        && [&b" => "[..], b" -> ", b" == ", b" ** ", b"SMTP timeout after ", b"from remote mail server"]
            .iter()
            .any(|arrow| memchr::memmem::find(line.view, arrow).is_some());
    // `(host=name [address])` tells of the other side.
    let towards = !(before == b"host" && line.byte_before(word.start) == Some(b'='))
        && direction.iter().any(|d| before.eq_ignore_ascii_case(d))
        && line.byte_before(word.start) != Some(b'(');
    let report =
        before.eq_ignore_ascii_case(b"for") && memchr::memmem::find(line.view, b"report for").is_some();
    // Exim writes the client's port behind its address.
    // `SMTP call from name [address]:port` of Exim.
    let called = before == b"from";
    port && before != b"H" && !called || answers || outgoing || towards && !received || report
}
