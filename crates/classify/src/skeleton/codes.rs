//! The bytes that stand in a skeleton for what is left out of it. Lines that hold one of them have no skeleton.

/// A digit whose value decides nothing.
pub(super) const DIGIT: u8 = 0x01;
/// A byte of an identifier that the context does not list.
pub(super) const IDENTIFIER: u8 = 0x02;
/// A byte of an address of nobody's known network, of the vendor's, of the tenant's, of its people's.
pub(super) const ADDRESSES: [u8; 4] = [0x03, 0x04, 0x05, 0x06];
/// A hexadecimal digit of a number whose letters are small, and of one whose letters are capitals.
pub(super) const HEX: [u8; 2] = [0x07, HEX_LAST];
const HEX_LAST: u8 = 0x08;

/// The digits of a memory address, in one byte; the few of a handle, a mask or a process.
pub(super) const HEXADECIMAL: u8 = 0x0e;
pub(super) const SHORT_HEXADECIMAL: u8 = 0x14;
/// A port behind an address or a name, a counter, and a number that is all that is written in its place: of any of some
/// lengths, in one byte.
pub(super) const PORT: u8 = 0x0f;
pub(super) const NAMED_PORT: u8 = 0x10;
pub(super) const COUNTER: u8 = 0x11;
pub(super) const ALONE: u8 = 0x12;
/// A number with decimals, in one byte.
pub(super) const FRACTION: u8 = 0x15;
/// A hexadecimal digit of an IPv6 address that is not the vendor's.
pub(super) const HEXTET: u8 = 0x13;

/// Whether the byte is any of them.
pub(super) fn is_code(byte: u8) -> bool {
    matches!(byte, DIGIT..=HEX_LAST | HEXADECIMAL..=FRACTION)
}

/// Whether the byte stands for a number of any of some lengths.
pub(super) fn is_number(byte: u8) -> bool {
    matches!(byte, PORT..=ALONE | FRACTION)
}

/// Whether the byte stands for a part of an identifier or of a hexadecimal number.
pub(super) fn is_identifier(byte: u8) -> bool {
    matches!(byte, IDENTIFIER | HEXADECIMAL | SHORT_HEXADECIMAL) || HEX.contains(&byte)
}

/// Whether the byte stands for a part of what a span covers whole or not at all.
pub(super) fn is_whole(byte: u8) -> bool {
    is_code(byte) && byte != DIGIT
}
