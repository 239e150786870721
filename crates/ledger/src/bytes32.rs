//! Types of 32 bytes whose text form is 64 lower-case hexadecimal digits.

/// A text that is not 64 lower-case hexadecimal digits.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{what} must be 64 lower-case hexadecimal digits, not `{}`", text.escape_debug())]
pub struct BadHex {
    /// Which kind of value was wanted.
    pub what: &'static str,
    /// The beginning of what was given.
    pub text: String,
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The 64 digits of 32 bytes.
pub(crate) fn encode(bytes: &[u8; 32]) -> [u8; 64] {
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        for (digit, value) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = DIGITS.get(usize::from(value)).copied().unwrap_or_default();
        }
    }
    text
}

/// What a byte is worth as a digit; [`NO_DIGIT`] for all others.
const VALUES: [u8; 256] = values();
const NO_DIGIT: u8 = 0xff;

const fn values() -> [u8; 256] {
    let (mut values, mut value) = ([NO_DIGIT; 256], 0);
    while value < 16 {
        values[DIGITS[value as usize] as usize] = value;
        value += 1;
    }
    values
}

/// The 32 bytes of 64 digits; nothing for any other text, capital digits included.
pub(crate) fn decode(text: &[u8]) -> Option<[u8; 32]> {
    let text: &[u8; 64] = text.try_into().ok()?;
    let (mut bytes, mut wrong) = ([0; 32], 0);
    for (byte, [high, low]) in bytes.iter_mut().zip(text.as_chunks().0) {
        let value = |digit: &u8| VALUES.get(usize::from(*digit)).copied().unwrap_or(NO_DIGIT);
        let (high, low) = (value(high), value(low));
        wrong |= high | low;
        *byte = high << 4 | low;
    }
    (wrong < 16).then_some(bytes)
}

/// Gives a type of 32 bytes its hexadecimal text form.
macro_rules! bytes32 {
    ($(#[$doc:meta])* $name:ident $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub [u8; 32]);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let text = $crate::bytes32::encode(&self.0);
                f.write_str(std::str::from_utf8(&text).map_err(|_| std::fmt::Error)?)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::bytes32::BadHex;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let bad = || $crate::bytes32::BadHex { what: $what, text: text.chars().take(80).collect() };
                $crate::bytes32::decode(text.as_bytes()).map(Self).ok_or_else(bad)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use bytes32;

#[cfg(test)]
mod tests {
    use crate::LeafHash;

    #[test]
    fn text_and_bytes_agree() {
        let hash = LeafHash(std::array::from_fn(|i| u8::try_from(i * 8).unwrap()));
        let text = hash.to_string();
        assert_eq!(&text[..12], "000810182028");
        assert_eq!(text.parse(), Ok(hash));
        assert_eq!(serde_json::to_string(&hash).unwrap(), format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<LeafHash>(&format!("\"{text}\"")).unwrap(), hash);
    }

    #[test]
    fn only_64_lower_case_digits_are_a_hash() {
        let text = LeafHash([0xab; 32]).to_string();
        for bad in [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), text.replace('b', "g")] {
            assert!(bad.parse::<LeafHash>().is_err(), "{bad}");
        }
    }
}
