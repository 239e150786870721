//! The folder of keys: one per tenant and due hour, and one per tenant for text.

use crate::{VaultError, durable, name};
use std::fmt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The bytes of a key.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// How the name of a key file ends.
const ENDING: &str = ".key";

/// The hour in which evidence is due, in whole hours since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DueHour(pub i64);

impl fmt::Display for DueHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hour {} since 1970", self.0)
    }
}

/// Keys in files: `hours/<tenant>/<hour>.key` and `tenants/<tenant>.key`.
#[derive(Clone, Debug)]
pub(crate) struct Keyring {
    root: PathBuf,
}

impl Keyring {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The key of an hour, or none if it was destroyed or never made.
    pub(crate) fn hour_key(&self, tenant: &str, due: DueHour) -> Result<Option<Key>, VaultError> {
        read(&self.hour_path(tenant, due))
    }

    /// The key of an hour, made at its first use.
    pub(crate) fn hour_key_or_new(&self, tenant: &str, due: DueHour) -> Result<Key, VaultError> {
        let path = self.hour_path(tenant, due);
        durable::create_folder(&self.root.join("hours"))?;
        durable::create_folder(&self.hours(tenant))?;
        read_or_new(&path)
    }

    /// Destroys the key of an hour. Nothing happens if there is none.
    pub(crate) fn destroy_hour(&self, tenant: &str, due: DueHour) -> Result<(), VaultError> {
        durable::shred(&self.hour_path(tenant, due))
    }

    /// The hours of which there are keys, or remains of keys, with their tenants, in order.
    pub(crate) fn hours_due(&self, now: DueHour) -> Result<Vec<(String, DueHour)>, VaultError> {
        let mut due = Vec::new();
        for tenant in durable::names(&self.root.join("hours"))? {
            if name::is_safe(&tenant) {
                let mut hours: Vec<_> =
                    durable::names(&self.hours(&tenant))?.iter().filter_map(|n| hour(n)).collect();
                hours.sort_unstable();
                hours.dedup();
                due.extend(hours.into_iter().filter(|hour| *hour <= now).map(|hour| (tenant.clone(), hour)));
            }
        }
        Ok(due)
    }

    /// The key of a tenant's text, or none if it was destroyed or never made.
    pub(crate) fn tenant_key(&self, tenant: &str) -> Result<Option<Key>, VaultError> {
        read(&self.tenant_path(tenant))
    }

    /// The key of a tenant's text, made at its first use.
    pub(crate) fn tenant_key_or_new(&self, tenant: &str) -> Result<Key, VaultError> {
        durable::create_folder(&self.root.join("tenants"))?;
        read_or_new(&self.tenant_path(tenant))
    }

    /// Destroys the key of a tenant's text. Nothing happens if there is none.
    pub(crate) fn destroy_tenant_key(&self, tenant: &str) -> Result<(), VaultError> {
        durable::shred(&self.tenant_path(tenant))
    }

    fn hours(&self, tenant: &str) -> PathBuf {
        self.root.join("hours").join(tenant)
    }

    fn hour_path(&self, tenant: &str, due: DueHour) -> PathBuf {
        self.hours(tenant).join(format!("{}{ENDING}", due.0))
    }

    fn tenant_path(&self, tenant: &str) -> PathBuf {
        self.root.join("tenants").join(format!("{tenant}{ENDING}"))
    }
}

/// The hour that a key file, or what is left of one, belongs to.
fn hour(file: &str) -> Option<DueHour> {
    let (hour, _) = file.split_once(ENDING)?;
    let number: i64 = hour.parse().ok()?;
    (number.to_string() == hour).then_some(DueHour(number))
}

fn read(path: &Path) -> Result<Option<Key>, VaultError> {
    let Some(bytes) = durable::read_if_there(path)? else { return Ok(None) };
    let bytes = Zeroizing::new(bytes);
    match <&[u8; 32]>::try_from(bytes.as_slice()) {
        Ok(key) => Ok(Some(Key::new(*key))),
        Err(_) => Err(VaultError::Damaged { what: "a key", path: path.to_owned() }),
    }
}

fn read_or_new(path: &Path) -> Result<Key, VaultError> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let mut key = Key::default();
    durable::fill_random(key.as_mut())?;
    if durable::create_whole(path, key.as_ref())? {
        return Ok(key);
    }
    // Somebody else made it in the meantime: theirs counts.
    read(path)?.ok_or_else(|| VaultError::Damaged { what: "a key", path: path.to_owned() })
}
