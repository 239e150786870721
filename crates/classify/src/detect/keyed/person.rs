//! Values of a person's key: names and where people live (classification.md 4.2 `person_name`, `postal_address`).

use crate::detect::{person, postal, siblings, user};
use crate::entity::Entity;
use crate::field::{Field, Style};
use crate::key::{KeyClass, ends_in};
use crate::line::{Line, push};
use crate::span::Span;
use std::ops::Range;

pub(super) fn judge(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    // `WindowManager: Removing Surface` is a component, and no manager's name.
    let key = line.slice(field.key.clone());
    let component =
        key.strip_suffix(b"Manager").is_some_and(|front| front.last().is_some_and(u8::is_ascii_alphanumeric));
    if component && field.style == Style::Label {
        return;
    }
    // `{"type":"UserGroup","displayName":"Sales North"}`.
    if key.ends_with(b"ame")
        && field.style == Style::Quoted
        && siblings::is_typed(line, field.key.start, siblings::Kind::Thing)
    {
        return;
    }
    let range = extent(line, field);
    let value = line.slice(range.clone());
    if is_joined(value) {
        return push(line, found, range, Entity::PersonName);
    }
    let family =
        is_part_of_name(line, key, field.key.start) && value.contains(&b' ') && person::is_family_name(value);
    if family || is_of_user(key) && person::is_shaped(value) {
        push(line, found, range, Entity::PersonName);
    } else if value.contains(&b' ') {
        person::judge_name(line, found, range);
    } else if let Some(name) = particle_name(line, field, key) {
        push(line, found, name, Entity::PersonName);
    } else if field.style == Style::Bare && goes_on(line, range.end) {
        let first = line.words.partition_point(|word| word.start < range.start);
        person::name_behind(line, found, first, 2);
    } else if is_part_of_name(line, key, field.key.start) && is_word(value) && !user::is_placeholder(value) {
        push(line, found, range, Entity::PersonName);
    }
}

/// `LastName = de Wit, …` of an object that a program prints.
fn particle_name(line: &Line<'_>, field: &Field<KeyClass>, key: &[u8]) -> Option<Range<usize>> {
    if field.style != Style::Bare
        || line.byte(field.value.end) != Some(b' ')
        || !is_part_of_name(line, key, field.key.start)
    {
        return None;
    }
    let member = member_of_object(line, field.value.start)?;
    person::is_family_name(line.slice(member.clone())).then_some(member)
}

/// The value up to the comma or bracket that ends it in an object that a program prints; none where another key stands in it.
fn member_of_object(line: &Line<'_>, start: usize) -> Option<Range<usize>> {
    const BYTES_MAX: usize = 80;
    let mut end = line.run(start, |b| !b",;=)}]|\"\n\x1f".contains(&b));
    let ends = line.byte(end).is_some_and(|b| b",)}]".contains(&b)) && end - start <= BYTES_MAX;
    while line.byte_before(end) == Some(b' ') && end > start {
        end -= 1;
    }
    ends.then_some(start..end)
}

/// `userDisplayName` and its like, whose value is a person's though one of its words may be another word too.
fn is_of_user(key: &[u8]) -> bool {
    [&b"userdisplayname"[..], b"accountdisplayname", b"userfullname", b"actordisplayname"]
        .iter()
        .any(|tail| ends_in(key, tail))
}

/// Brackets and separators, which stand in no name.
fn ends_name(byte: u8) -> bool {
    matches!(byte, b'(' | b'<' | b',' | b';' | b'|' | b'\t' | b'\n' | b'"' | 0x1f | b'[' | b'/' | b'&')
}

/// `Lee^Ann` of DICOM and HL7, `Ann+Lee` of a form.
fn is_joined(value: &[u8]) -> bool {
    [b'^', b'+'].into_iter().any(|join| {
        value.contains(&join)
            && value
                .iter()
                .all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || *b == join || b"-'".contains(b))
            && value
                .split(|b| *b == join)
                .filter(|part| part.first().is_some_and(u8::is_ascii_uppercase))
                .count()
                >= 2
    })
}

/// The value up to a bracket, a separator or the end of its line; in `Lee, Ann` the comma belongs to the name.
fn extent(line: &Line<'_>, field: &Field<KeyClass>) -> Range<usize> {
    // What is longer is nobody's name, and is not gone through for each key in it.
    const NAME_BYTES_MAX: usize = 1024;
    let start = field.value.start;
    let reach = field.value.end.min(start + NAME_BYTES_MAX);
    let ends = |from: usize| {
        let rest = line.slice(from..reach);
        from + rest.iter().position(|b| ends_name(*b)).unwrap_or(rest.len())
    };
    let mut end = ends(start);
    if line.slice(end..end + 2) == b", " && field.style != Style::Bare {
        let behind = ends(end + 2);
        if person::is_reversed(line.slice(start..behind)) {
            end = behind;
        }
    }
    while line.byte_before(end).is_some_and(|b| b" .".contains(&b)) && end > start {
        end -= 1;
    }
    start..end
}

/// Whether the words of an unquoted value go on behind its first blank.
fn goes_on(line: &Line<'_>, end: usize) -> bool {
    line.byte(end) == Some(b' ')
        && line.byte(end + 1).is_some_and(|b| b.is_ascii_uppercase() || !b.is_ascii())
}

fn is_word(value: &[u8]) -> bool {
    value.iter().all(|b| b.is_ascii_alphabetic() || !b.is_ascii() || b"-'.".contains(b))
}

/// Keys whose value is one word of a name.
fn is_part_of_name(line: &Line<'_>, key: &[u8], at: usize) -> bool {
    // So far from it the others of its record stand.
    const RECORD_BYTES_MAX: usize = 1024;
    let key: Vec<u8> = key.iter().filter(|b| b.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect();
    let record =
        || line.slice(at.saturating_sub(RECORD_BYTES_MAX)..line.view.len().min(at + RECORD_BYTES_MAX));
    let holds = |text: &[u8]| memchr::memmem::find(record(), text).is_some();
    [&b"firstname"[..], b"lastname", b"givenname", b"surname", b"familyname"]
        .iter()
        .any(|part| key.ends_with(part))
        // FHIR's `"family":"Lee","given":["Ann"]`.
        || (key == b"family" || key == b"given") && holds(b"family") && holds(b"given")
        // `Contact(first='Ann', last='Lee')`, `{"first":"Ann","last":"Lee"}`.
        || (key == b"first" || key == b"last")
            && (holds(b"first='") && holds(b"last='") || holds(b"\"first\":\"") && holds(b"\"last\":\""))
        || key == b"sn" && (holds(b"iven") || holds(b"mail"))
        // `nom` is of a person where a `prénom` stands beside it.
        || (key == b"nom" || key == b"prnom" || key == b"prenom") && (holds("rénom".as_bytes()) || holds(b"renom") || holds(b"mail"))
}

/// `name`, `cn` and `FN` name anything: a person where a mail address or the like stands beside them, or in directory and
/// contact entries.
pub(super) fn judge_bare(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    let mut range = extent(line, field);
    if field.style == Style::Bare && line.byte(range.end) == Some(b' ') {
        range.end = line.run(range.start, |b| !b"(<,;|\t\n\"}&\x1f[/=".contains(&b));
    }
    let entry = line.slice(field.key.clone()).len() == 2;
    if is_joined(line.slice(range.clone())) && is_of_person(line, field.key.start) {
        return push(line, found, range, Entity::PersonName);
    }
    if entry && field.style == Style::Bare || !person::is_full_name(line.slice(range.clone())) {
        return;
    }
    if entry || is_of_person(line, field.key.start) {
        person::judge_name(line, found, range);
    }
}

fn is_of_person(line: &Line<'_>, key: usize) -> bool {
    siblings::is_of_person(line, key).unwrap_or_else(|| siblings::is_beside_mail(line, key))
}

/// An `address` may be a machine's, where no word says whose it is.
fn is_postal_key(key: &[u8]) -> bool {
    let key = key.to_ascii_lowercase();
    // `IP Address`, `MAC Address` among them.
    let general = [&b"address"[..], b"adresse"].iter().any(|noun| key.ends_with(noun));
    !general || QUALIFIERS.iter().any(|word| memchr::memmem::find(&key, word).is_some())
}

const QUALIFIERS: [&[u8]; 9] = [
    b"street",
    b"postal",
    b"home",
    b"mailing",
    b"shipping",
    b"billing",
    b"delivery",
    b"office",
    b"livraison",
];

pub(super) fn judge_postal(line: &Line<'_>, found: &mut Vec<Span>, field: &Field<KeyClass>) {
    // `street=Birkenweg 4, …`.
    let member = (field.style == Style::Bare).then(|| member_of_object(line, field.value.start)).flatten();
    let field = &Field { value: member.unwrap_or(field.value.clone()), ..field.clone() };
    let value = line.slice(field.value.clone());
    let written = value.contains(&b' ')
        && value.iter().any(u8::is_ascii_digit)
        && value.iter().any(u8::is_ascii_alphabetic);
    // `IP Address: (192.0.2.7), …` has other fields behind it.
    let opened = value.first().is_some_and(|b| b"([{".contains(b));
    if written && !opened && (is_postal_key(line.slice(field.key.clone())) || postal::names_street(value)) {
        let end = match field.style {
            Style::Label => line.run(field.value.start, |b| !b";|\t<".contains(&b)).min(field.value.end),
            _ => field.value.end,
        };
        // `street: 14 quai Rambaud / employeeType: X`: a label behind a slash between blanks.
        let text = line.slice(field.value.start..end);
        let next = memchr::memmem::find(text, b" / ").filter(|at| text[*at..].contains(&b':'));
        let length = text[..next.unwrap_or(text.len())].trim_ascii_end().len();
        push(line, found, field.value.start..field.value.start + length, Entity::PostalAddress);
    }
}
