//! A client's hello for one version of TLS, and what a server says to it (RFC 5246, section 7.4.1; RFC 6101 for SSL 3.0).
//!
//! No session comes of it: the connection is dropped after the server's first word.

use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Cipher suites that servers with some sense accept, or accepted in their time: those of TLS 1.2 first, then CBC.
const USUAL: &[u16] = &[
    0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0xc023, 0xc027, 0xc009, 0xc013, 0xc00a,
    0xc014, 0x0033, 0x0039, 0x009c, 0x009d, 0x003c, 0x003d, 0x002f, 0x0035, 0x000a, 0x0005,
];
/// Those that protect little or nothing: NULL, export, RC4, DES and 3DES, anonymous.
const WEAK: &[u16] = &[
    0x0001, 0x0002, 0x003b, 0xc006, 0xc010, 0xc001, 0xc00b, 0x0003, 0x0006, 0x0008, 0x0014, 0x0004, 0x0005,
    0xc007, 0xc011, 0x0009, 0x0015, 0x000a, 0x0016, 0xc008, 0xc012, 0x0018, 0x0034, 0x003a, 0x006c, 0x006d,
    0xc018, 0xc019,
];
/// Curves, and signature algorithms from Ed25519 and ECDSA down to RSA with SHA-1.
const GROUPS: &[u16] = &[0x001d, 0x0017, 0x0018, 0x0019];
const SIGNATURES: &[u16] =
    &[0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0807];

/// Which cipher suites are offered.
#[derive(Clone, Copy)]
pub(super) enum Suites {
    Usual,
    Weak,
}

/// What is asked for.
pub(super) struct Hello<'a> {
    pub(super) version: u16,
    pub(super) name: &'a ServerName<'static>,
    pub(super) suites: Suites,
}

/// What the server says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    Refused(String),
    /// It speaks something else.
    NoTls(String),
}

/// Says hello and takes the first word of the answer.
pub(super) async fn ask(mut stream: TcpStream, hello: &Hello<'_>) -> Answer {
    if let Err(error) = stream.write_all(&record(hello)).await {
        return Answer::Refused(error.to_string());
    }
    // A record's head, a handshake's head, and the version.
    let mut answer = Vec::new();
    while answer.len() < 11 {
        match stream.read_u8().await {
            Ok(byte) => answer.push(byte),
            Err(_) => break,
        }
        if judged(&answer, hello.version).is_some() {
            break;
        }
    }
    judged(&answer, hello.version).unwrap_or_else(|| Answer::Refused("it hangs up".to_owned()))
}

/// What the answer's first bytes mean; none if there have to be more.
fn judged(answer: &[u8], version: u16) -> Option<Answer> {
    let no_tls = || Some(Answer::NoTls("it does not speak TLS".to_owned()));
    match (answer.first()?, answer.get(1)) {
        (21 | 22, None | Some(3)) => {}
        _ => return no_tls(),
    }
    if answer.first() == Some(&21) {
        // Warnings, as of a name that it does not know, come before the hello; but no client here reads on.
        let description = answer.get(6)?;
        return Some(Answer::Refused(format!("alert {description}")));
    }
    if *answer.get(5)? != 2 {
        return no_tls();
    }
    let chosen = u16::from_be_bytes([*answer.get(9)?, *answer.get(10)?]);
    Some(if chosen == version {
        Answer::Accepted
    } else {
        Answer::Refused(format!("it answers with version {chosen:#06x}"))
    })
}

/// The hello as one record.
fn record(hello: &Hello) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend(hello.version.to_be_bytes());
    // No session comes of it, so nothing rests on this being random.
    body.extend([0x5a; 32]);
    body.push(0);
    let suites = match hello.suites {
        Suites::Usual => USUAL,
        Suites::Weak => WEAK,
    };
    // The last says that a repeated handshake would be safe (RFC 5746, section 3.3).
    block(&mut body, &[numbers(suites), vec![0x00, 0xff]].concat());
    body.extend([1, 0]);
    if hello.version > 0x0300 {
        block(&mut body, &extensions(hello));
    }
    let mut handshake = vec![1, 0];
    block(&mut handshake, &body);
    let mut record = vec![22];
    record.extend(hello.version.min(0x0301).to_be_bytes());
    block(&mut record, &handshake);
    record
}

fn extensions(hello: &Hello) -> Vec<u8> {
    let mut all = Vec::new();
    let mut add = |kind: u16, content: &[u8]| {
        all.extend(kind.to_be_bytes());
        block(&mut all, content);
    };
    // Addresses are not asked for by name (RFC 6066, section 3).
    if let ServerName::DnsName(name) = hello.name {
        let mut entry = vec![0];
        block(&mut entry, name.as_ref().as_bytes());
        add(0, &listed(&entry));
    }
    add(10, &listed(&numbers(GROUPS)));
    add(11, &[1, 0]);
    if hello.version >= 0x0303 {
        add(13, &listed(&numbers(SIGNATURES)));
    }
    all
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

fn listed(content: &[u8]) -> Vec<u8> {
    let mut list = Vec::new();
    block(&mut list, content);
    list
}

/// `content` behind its length. All that is put together here is far shorter than 64 KiB.
fn block(to: &mut Vec<u8>, content: &[u8]) {
    to.extend(u16::try_from(content.len()).unwrap_or(u16::MAX).to_be_bytes());
    to.extend(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let hello = |low| [22, 3, 1, 0, 80, 2, 0, 0, 76, 3, low];
        for (answer, expected) in [
            (&hello(1)[..], Some(Answer::Accepted)),
            (&hello(3), Some(Answer::Refused("it answers with version 0x0303".to_owned()))),
            (&hello(1)[..10], None),
            (&[21, 3, 1, 0, 2, 2, 70], Some(Answer::Refused("alert 70".to_owned()))),
            (&[21, 3, 1, 0, 2], None),
            (b"HTTP", Some(Answer::NoTls("it does not speak TLS".to_owned()))),
            (b"\x16\x03\x01\x00\x01\x0b", Some(Answer::NoTls("it does not speak TLS".to_owned()))),
            (b"", None),
        ] {
            assert_eq!(judged(answer, 0x0301), expected, "{answer:?}");
        }
    }

    #[test]
    fn lengths_in_a_hello_are_right() {
        let name = ServerName::try_from("mail.test").unwrap();
        for (version, suites) in [(0x0300, Suites::Usual), (0x0303, Suites::Weak)] {
            let record = record(&Hello { version, name: &name, suites });
            let length = |at: usize| usize::from(u16::from_be_bytes([record[at], record[at + 1]]));
            assert_eq!(length(3), record.len() - 5);
            assert_eq!(length(7), record.len() - 9);
        }
    }
}
