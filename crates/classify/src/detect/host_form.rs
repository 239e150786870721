//! How the short names of machines are made: of a word for what the machine is, a word that no list knows, a number
//! (classification.md 4.2 `machine_name`). What threads, disks, algorithms and versions are called is made likewise, of other
//! words (5.2, 5.4).

use super::novel::is_unknown;
use super::{guid, naming};
use crate::vocabulary::{GENERIC_HOSTS, HOST_KINDS, HOST_PROGRAMS, LEVELS, NOT_HOSTS, PRODUCTS};

/// How far the letters of a word say that it is a machine's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// The name of something else, or no name.
    Other,
    /// A number or a hyphen, and nothing that speaks against a machine.
    Possible,
    /// Letters that no list knows, and a number.
    Numbered,
    /// A word for a machine or one that no list knows, and a number or a hyphen that versions have not.
    Named,
    /// Two such words, or one and two numbers.
    Certain,
}

/// RFC 1035 (2.3.4).
const LABEL_BYTES_MAX: usize = 63;
/// Shorter words are abbreviations of anything.
const LABEL_BYTES_MIN: usize = 4;
/// Two letters that no list knows may be anything, unless a word for a machine stands beside them.
const UNKNOWN_LETTERS_MIN: usize = 3;

/// What the parts of a name say.
#[derive(Debug, Default)]
struct Parts {
    kinds: usize,
    programs: usize,
    unknown: usize,
    /// Runs of two letters that no list knows.
    brief: usize,
    numbers: usize,
    /// The digits of the longest number that letters stand in front of.
    digits: usize,
    /// Whether the last part is one letter behind a hyphen.
    lettered: bool,
    /// Whether the last part is a word for what people have on their desks.
    device: bool,
    ends_in_number: bool,
}

/// The form of a label: letters, digits and inner hyphens.
pub(crate) fn form(name: &[u8]) -> Form {
    let shaped = (LABEL_BYTES_MIN..=LABEL_BYTES_MAX).contains(&name.len())
        && name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.last().is_some_and(u8::is_ascii_alphanumeric)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        && name.iter().any(|b| b.is_ascii_digit() || *b == b'-');
    if !shaped
        || GENERIC_HOSTS.has(name)
        || LEVELS.has(name)
        || PRODUCTS.has(name)
        || naming::is_device(name)
        || guid::is_guid(name)
        || is_code(name)
    {
        return Form::Other;
    }
    parts(name).map_or(Form::Other, |parts| judged(name, &parts))
}

fn judged(name: &[u8], parts: &Parts) -> Form {
    let hyphen = name.contains(&b'-');
    // `HADOOP-1234` is a ticket.
    let capitals = hyphen && !name.iter().any(u8::is_ascii_lowercase) && !is_ticket(name);
    let small = capitals || !name.iter().any(u8::is_ascii_uppercase);
    let unknown = if small || parts.kinds > 0 { parts.unknown } else { 0 };
    let telling = parts.kinds + parts.programs + unknown;
    let counted = parts.ends_in_number || parts.lettered;
    // Two letters beside a word for a machine tell as much as a longer word that no list knows.
    let beside = telling + parts.brief >= 2;
    // `tx-edge-04`: three parts, the last a number with zeros.
    let zeros = name.split(|b| *b == b'-').count() >= 3
        && name.rsplit(|b| *b == b'-').next().is_some_and(|part| part.len() >= 2 && part[0] == b'0');
    let certain = zeros && telling > 0
        || parts.kinds > 0 && beside
        || unknown > 0 && (telling >= 2 || parts.numbers >= 2);
    if hyphen && counted && certain {
        return Form::Certain;
    }
    let kind = parts.kinds > 0 && (parts.numbers > 0 || parts.lettered || unknown > 0 || parts.device);
    let program = parts.programs > 0 && parts.lettered;
    let joined = hyphen && (kind || program || unknown > 0 && parts.ends_in_number);
    let size = [&b"64"[..], b"32", b"16"].iter().any(|bits| name.ends_with(bits));
    let glued = parts.kinds > 0 && parts.digits > 0 || unknown > 0 && parts.digits >= 2 && !size;
    if joined || !hyphen && parts.ends_in_number && (glued || unknown > 0 && parts.numbers >= 2) {
        return Form::Named;
    }
    if unknown > 0 && parts.ends_in_number { Form::Numbered } else { Form::Possible }
}

/// Letters, a hyphen and a number.
fn is_ticket(name: &[u8]) -> bool {
    let mut parts = name.split(|b| *b == b'-');
    parts.next().is_some_and(|letters| letters.iter().all(u8::is_ascii_alphabetic))
        && parts
            .next()
            .is_some_and(|number| !number.starts_with(b"0") && number.iter().all(u8::is_ascii_digit))
        && parts.next().is_none()
}

/// What the parts say; none if one of them is part of another thing's name.
fn parts(name: &[u8]) -> Option<Parts> {
    let mut said = Parts::default();
    let (mut first, mut last): (&[u8], &[u8]) = (b"", b"");
    for part in name.split(|b| *b == b'-') {
        said.lettered = part.len() == 1 && part[0].is_ascii_alphabetic() && !last.is_empty();
        said.device = DEVICES.iter().any(|device| device.eq_ignore_ascii_case(part));
        for run in part.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit()) {
            if run[0].is_ascii_digit() {
                said.numbers += 1;
                said.digits = said.digits.max(if last.is_empty() { 0 } else { run.len() });
            } else if run.len() >= 2 {
                said.add(run);
                last = run;
                first = if first.is_empty() { run } else { first };
            }
        }
    }
    said.ends_in_number = name.last().is_some_and(u8::is_ascii_digit);
    let other = |run: &[u8]| NOT_HOSTS.has(run) && !HOST_KINDS.has(run);
    (!other(first) && !other(last) && !said.is_serial(name) && !name.starts_with(b"lib")).then_some(said)
}

/// What people have on their desks, and what nothing in a machine is called.
const DEVICES: [&[u8]; 14] = [
    b"imac",
    b"macbook",
    b"macmini",
    b"mbp",
    b"iphone",
    b"ipad",
    b"laptop",
    b"desktop",
    b"workstation",
    b"pc",
    b"nas",
    b"tablet",
    b"notebook",
    b"portable",
];

impl Parts {
    fn add(&mut self, letters: &[u8]) {
        if is_kind(letters) {
            self.kinds += 1;
        } else if HOST_PROGRAMS.has(letters) {
            self.programs += 1;
        } else if NOT_HOSTS.has(letters) || !is_unknown(letters) {
        } else if letters.len() >= UNKNOWN_LETTERS_MIN {
            self.unknown += 1;
        } else {
            self.brief += 1;
        }
    }

    /// Numbers enough for a date, a job or a version.
    fn is_serial(&self, name: &[u8]) -> bool {
        const DIGITS_MAX: usize = 6;
        let year = |part: &[u8]| {
            part.len() == 4 && [&b"19"[..], b"20"].iter().any(|century| part.starts_with(century))
        };
        self.numbers > 3
            || self.numbers > 1 && name.split(|b| *b == b'-').any(year)
            || name.split(|b| !b.is_ascii_digit()).any(|number| number.len() > DIGITS_MAX)
    }
}

/// A word for a machine, a word of two of them, or one that ends so and that no list knows: `webhost`, `dbserver`, `qrzbox`.
fn is_kind(letters: &[u8]) -> bool {
    const COMPOUND_BYTES_MIN: usize = 5;
    HOST_KINDS.has(letters)
        || letters.len() >= COMPOUND_BYTES_MIN
            && (2..letters.len() - 1).any(|at| {
                let (front, back) = letters.split_at(at);
                let beside = HOST_KINDS.has(front) || HOST_PROGRAMS.has(front);
                HOST_KINDS.has(back) && (beside || back.len() >= UNKNOWN_LETTERS_MIN && is_unknown(letters))
            })
}

/// Hexadecimal digits, of hashes and addresses.
fn is_code(name: &[u8]) -> bool {
    const CODE_BYTES_MIN: usize = 6;
    name.len() >= CODE_BYTES_MIN
        && name.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
        && name.iter().filter(|b| b.is_ascii_digit()).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::{Form, form};

    #[test]
    fn names_of_machines_are_told_from_those_of_their_parts() {
        for name in ["pm-node-b", "qx-master-2", "vxq8200-02", "mia-esx-4", "FIN-VDI-22"] {
            assert!(form(name.as_bytes()) >= Form::Named, "{name}: {:?}", form(name.as_bytes()));
        }
        for name in ["webhost7", "cn0417", "build-agent-09", "frontdesk-imac", "tokw-2"] {
            assert!(form(name.as_bytes()) >= Form::Named, "{name}: {:?}", form(name.as_bytes()));
        }
        for name in [
            "pool-3-thread-1",
            "http-nio-8080-exec-3",
            "us-east-1",
            "sha256",
            "utf-8",
            "eth0",
            "vlan12",
            "sparc64",
            "PKCS11",
            "llvm-tools",
            "libx11-dev",
            "keep-alive",
            "HomeNet-5G",
            "print-queue-2",
            "consumer-group-7",
            "stage-2",
            "x86-64",
            "rack-07",
            "2024-03-06",
            "part-00487",
            "log4j",
        ] {
            assert!(form(name.as_bytes()) < Form::Named, "{name}: {:?}", form(name.as_bytes()));
        }
    }
}
