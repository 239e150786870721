//! New identifiers and secrets: the one place that draws randomness for them.

use aws_lc_rs::digest::{SHA256, digest};
use domain::{
    CaseId, CollectionId, DRY_RUN_PREFIX, DestinationId, MessageId, PersonId, RequestId, RunId, RunnerId,
    TenantId, TokenId,
};
use std::str::FromStr;

/// Digits of identifiers: lower-case, without the ones that are mistaken for each other (Crockford).
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `length` random digits, five bits each.
fn digits(length: usize) -> Result<String, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(spelled(&bytes))
}

/// A digit for the low five bits of each byte.
fn spelled(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter_map(|byte| DIGITS.get(usize::from(byte % 32)))
        .map(|digit| char::from(*digit))
        .collect()
}

fn parsed<I: FromStr>(text: &str) -> Result<I, getrandom::Error> {
    // Text made of these digits is an identifier; the error is for the type only.
    text.parse().map_err(|_| getrandom::Error::UNEXPECTED)
}

pub(crate) fn case() -> Result<CaseId, getrandom::Error> {
    parsed(&format!("c{}", digits(12)?))
}

/// An id of something that belongs to a case: it begins with the case's, so the case is found without looking it up.
fn within(case: &CaseId, letter: char) -> Result<String, getrandom::Error> {
    Ok(format!("{case}-{letter}{}", digits(8)?))
}

pub(crate) fn run(case: &CaseId) -> Result<RunId, getrandom::Error> {
    parsed(&within(case, 'r')?)
}

/// Belongs to no case, and is told from other runs by its first letters.
pub(crate) fn dry_run() -> Result<RunId, getrandom::Error> {
    parsed(&format!("{DRY_RUN_PREFIX}{}", digits(12)?))
}

pub(crate) fn collection(case: &CaseId) -> Result<CollectionId, getrandom::Error> {
    parsed(&within(case, 'e')?)
}

pub(crate) fn request(case: &CaseId) -> Result<RequestId, getrandom::Error> {
    parsed(&within(case, 'q')?)
}

pub(crate) fn message(case: &CaseId) -> Result<MessageId, getrandom::Error> {
    parsed(&within(case, 'm')?)
}

/// The case that a run, a collection, an access request or a message belongs to, by its id.
pub(crate) fn case_of(id: &str) -> Option<CaseId> {
    id.split_once('-').and_then(|(case, _)| case.parse().ok())
}

pub(crate) fn person() -> Result<PersonId, getrandom::Error> {
    parsed(&format!("p{}", digits(12)?))
}

pub(crate) fn destination() -> Result<DestinationId, getrandom::Error> {
    parsed(&format!("d{}", digits(12)?))
}

/// The bytes of a secret that is shared with the receiver of webhooks.
pub(crate) fn webhook_secret() -> Result<[u8; 32], getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn token() -> Result<TokenId, getrandom::Error> {
    parsed(&format!("t{}", digits(12)?))
}

/// The token for which an invitation can be exchanged. It follows from the invitation, so there is never a second.
pub(crate) fn token_of(invitation: &[u8; 32]) -> Result<TokenId, getrandom::Error> {
    parsed(&format!("t{}", spelled(&invitation[..12])))
}

pub(crate) fn runner() -> Result<RunnerId, getrandom::Error> {
    parsed(&format!("n{}", digits(12)?))
}

/// A tenant id in the form of the directory's.
pub(crate) fn tenant() -> Result<TenantId, getrandom::Error> {
    parsed(&spelled_uuid(&uuid()?))
}

/// A random UUID (RFC 9562, version 4).
pub(crate) fn uuid() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let number = (u128::from_be_bytes(bytes) & !(0xf000_u128 << 64 | 0xc000_u128 << 48))
        | 0x4000_u128 << 64
        | 0x8000_u128 << 48;
    Ok(number.to_be_bytes())
}

/// A UUID in its usual form.
pub(crate) fn spelled_uuid(bytes: &[u8; 16]) -> String {
    let hex = hex::encode(bytes);
    let groups: Vec<&str> = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]
        .into_iter()
        .filter_map(|(start, end)| hex.get(start..end))
        .collect();
    groups.join("-")
}

/// A number for a document that is used once: 32 hexadecimal digits.
pub(crate) fn nonce() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(hex::encode(bytes))
}

/// A word under which the operator finds a failure in the log.
pub(crate) fn reference() -> String {
    digits(8).unwrap_or_else(|_| "unknown".to_owned())
}

/// What a bearer shows: `glc_`, the tenant, and 64 random hexadecimal digits. Only its hash is stored.
pub(crate) struct Secret {
    pub(crate) text: String,
    pub(crate) hash: [u8; 32],
}

/// Marks secrets, so that scanners recognise one that leaked.
const MARK: &str = "glc_";

pub(crate) fn secret(tenant: &TenantId) -> Result<Secret, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    let text = format!("{MARK}{tenant}_{}", hex::encode(bytes));
    let hash = hash_of(&text);
    Ok(Secret { text, hash })
}

/// The tenant that a secret says it is of, and its hash.
pub(crate) fn read_secret(text: &str) -> Option<(TenantId, [u8; 32])> {
    let (tenant, digits) = text.strip_prefix(MARK)?.rsplit_once('_')?;
    let is_well_formed = digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_well_formed.then_some(())?;
    Some((tenant.parse().ok()?, hash_of(text)))
}

fn hash_of(secret: &str) -> [u8; 32] {
    sha256(secret.as_bytes())
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_case_names_it() {
        let case = case().unwrap();
        assert_eq!(case_of(run(&case).unwrap().as_str()), Some(case.clone()));
        assert_eq!(case_of(request(&case).unwrap().as_str()), Some(case));
        assert_eq!(case_of("nonsense"), None);
    }

    #[test]
    fn a_secret_tells_its_tenant_and_nothing_else() {
        let tenant = tenant().unwrap();
        assert_eq!(tenant.as_str().len(), 36);
        assert_eq!(&tenant.as_str()[14..15], "4");
        let secret = secret(&tenant).unwrap();
        assert_eq!(read_secret(&secret.text), Some((tenant, secret.hash)));
        for bad in ["", "glc_", "glc_x_y", "glc__", &secret.text[1..]] {
            assert_eq!(read_secret(bad), None, "{bad}");
        }
    }
}
