//! Keys of JSON that say more of the key in front of their `@`: `"_ownerid_value@OData.Community.Display.V1.FormattedValue": …`
//! (`OData` JSON Format 4.01, 4.6). They are no addresses, and hold nobody's (classification.md 4.2 `email`).

use super::Address;
use crate::line::Line;
use crate::view::FILLER;

/// Namespaces of terms, in lower case.
const NAMESPACES: [&[u8]; 4] = [b"odata.", b"org.odata.", b"microsoft.dynamics.", b"microsoft.graph."];

/// Whether what is written as an address is the whole key, and behind its sign a term.
pub(super) fn is_key(line: &Line<'_>, address: &Address) -> bool {
    let Some(quote @ (b'"' | b'\'')) = line.byte_before(address.local.start) else { return false };
    let end = line.run(address.domain.end, |b| b == FILLER || b == b'\\');
    let colon = line.run(end + 1, |b| b == b' ');
    line.byte(end) == Some(quote)
        && line.byte(colon) == Some(b':')
        && is_term(line.slice(address.domain.clone()))
}

/// A name in a namespace, the last word of which is no domain's: `FormattedValue`.
fn is_term(name: &[u8]) -> bool {
    let begins = |space: &&&[u8]| name.get(..space.len()).is_some_and(|own| own.eq_ignore_ascii_case(space));
    let last = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let inner = last.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    inner || NAMESPACES.iter().any(|space| begins(&space))
}
