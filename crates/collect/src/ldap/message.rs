//! Messages of LDAP: BER of definite lengths (RFC 4511, section 5.1).

/// A tag as one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag(u8);

impl Tag {
    pub(super) const BIND_REQUEST: Self = Self(0x60);
    pub(super) const BIND_RESPONSE: Self = Self(0x61);
    pub(super) const UNBIND_REQUEST: Self = Self(0x42);
    pub(super) const SEARCH_REQUEST: Self = Self(0x63);
    pub(super) const SEARCH_ENTRY: Self = Self(0x64);
    pub(super) const SEARCH_DONE: Self = Self(0x65);
    pub(super) const EXTENDED_REQUEST: Self = Self(0x77);
    pub(super) const EXTENDED_RESPONSE: Self = Self(0x78);
    const SEQUENCE: Self = Self(0x30);
    const INTEGER: Self = Self(0x02);
    const OCTETS: Self = Self(0x04);
    const ENUMERATED: Self = Self(0x0a);
    const BOOLEAN: Self = Self(0x01);

    /// A field that its place in the structure gives a meaning.
    pub(super) const fn context(number: u8) -> Self {
        Self(0x80 | number)
    }
}

/// A message that arrived: its number, and the tag and content of what it says.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) number: u64,
    tag: Tag,
    content: Vec<u8>,
}

/// An element of a structure.
#[derive(Debug)]
pub(super) struct Element<'a> {
    tag: Tag,
    pub(super) content: &'a [u8],
}

impl Heard {
    /// The elements of what it says, if it says this.
    pub(super) fn fields(&self, wanted: Tag) -> Option<Elements<'_>> {
        (self.tag == wanted).then_some(Elements(&self.content))
    }
}

impl<'a> Element<'a> {
    pub(super) fn elements(&self) -> Elements<'a> {
        Elements(self.content)
    }

    /// Its content as a number that is not negative.
    pub(super) fn number(&self) -> Option<u64> {
        let fits = (1..=8).contains(&self.content.len());
        fits.then(|| self.content.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }
}

/// Elements one after the other; they end where one is cut short.
pub(super) struct Elements<'a>(&'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let (head, length) = head(self.0)?;
        let element = self.0.get(..head.checked_add(length)?)?;
        let tag = Tag(*element.first()?);
        self.0 = self.0.get(element.len()..)?;
        Some(Element { tag, content: element.get(head..)? })
    }
}

/// The bytes of an element's head and of its content; none if more of the head is to come or it is not allowed.
fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    match *bytes.get(1)? {
        short @ ..0x80 => Some((2, usize::from(short))),
        long => {
            let count = usize::from(long & 0x7f);
            let digits = bytes.get(2..2 + count).filter(|_| (1..=4).contains(&count))?;
            let length = digits.iter().fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            Some((2 + count, length))
        }
    }
}

/// The length of the message that these bytes begin; none if that is not known yet.
pub(super) fn length(bytes: &[u8]) -> Result<Option<usize>, String> {
    let wrong = || "it does not speak LDAP".to_owned();
    match *bytes {
        [tag, ..] if tag != Tag::SEQUENCE.0 => Err(wrong()),
        [_, length, ..] if length == 0x80 || length > 0x84 => Err(wrong()),
        _ => Ok(head(bytes).map(|(head, length)| head.saturating_add(length))),
    }
}

/// A whole message.
pub(super) fn parse(bytes: &[u8]) -> Option<Heard> {
    let mut fields = Elements(bytes).next()?.elements();
    let number = fields.next().filter(|number| number.tag == Tag::INTEGER)?.number()?;
    let operation = fields.next()?;
    Some(Heard { number, tag: operation.tag, content: operation.content.to_vec() })
}

/// An element of this tag and content.
pub(super) fn tagged(tag: Tag, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut element = vec![tag.0];
    match digits.as_slice() {
        [] => element.push(0),
        [short @ ..0x80] => element.push(*short),
        long => {
            // A length has eight bytes at most.
            element.push(0x80 | u8::try_from(long.len()).unwrap_or(8));
            element.extend_from_slice(long);
        }
    }
    element.extend_from_slice(content);
    element
}

/// A message of this number, below 128, that says this.
pub(super) fn framed(number: u8, operation: &[u8]) -> Vec<u8> {
    sequence(&[&integer(number), operation].concat())
}

pub(super) fn sequence(content: &[u8]) -> Vec<u8> {
    tagged(Tag::SEQUENCE, content)
}

/// A number below 128.
pub(super) fn integer(number: u8) -> Vec<u8> {
    tagged(Tag::INTEGER, &[number])
}

pub(super) fn enumerated(number: u8) -> Vec<u8> {
    tagged(Tag::ENUMERATED, &[number])
}

pub(super) fn boolean(truth: bool) -> Vec<u8> {
    tagged(Tag::BOOLEAN, &[if truth { 0xff } else { 0 }])
}

pub(super) fn octets(content: &[u8]) -> Vec<u8> {
    tagged(Tag::OCTETS, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for bytes in [0, 1, 127, 128, 255, 256, 70_000] {
            let text = vec![b'x'; bytes];
            let message = framed(7, &tagged(Tag::BIND_RESPONSE, &octets(&text)));
            assert_eq!(length(&message), Ok(Some(message.len())));
            let heard = parse(&message).unwrap();
            assert_eq!(heard.number, 7);
            let field = heard.fields(Tag::BIND_RESPONSE).unwrap().next().unwrap();
            assert_eq!(field.content, text);
            assert!(heard.fields(Tag::SEARCH_DONE).is_none());
        }
    }

    #[test]
    fn nonsense_is_refused_and_what_is_cut_short_ends() {
        assert!(length(b"HTTP/1.1").is_err());
        assert!(length(b"\x30\x80").is_err());
        assert!(length(b"\x30\x85\x01\x01\x01\x01\x01").is_err());
        assert_eq!(length(b"\x30\x82\x01"), Ok(None));
        assert_eq!(length(b""), Ok(None));
        let whole = framed(1, &tagged(Tag::SEARCH_DONE, &integer(3)));
        for cut in 0..whole.len() {
            assert!(parse(whole.get(..cut).unwrap()).is_none(), "{cut}");
        }
        assert_eq!(Elements(b"\x02\x7f\x01").count(), 0);
        assert_eq!(Elements(b"\x02\x84\xff\xff\xff\xff\x01").count(), 0);
    }
}
