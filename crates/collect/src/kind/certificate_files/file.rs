//! What one file holds.

use super::is_certificate;
use crate::scope::ScopedFile;
use crate::site::Site;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::{PemObject as _, SectionKind};
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;

/// The largest file that is read, in bytes: the bundle of all public authorities has a quarter of it.
const FILE_BYTES_MAX: usize = 1 << 20;
/// The most certificates of one file.
const CERTIFICATES_MAX: usize = 500;
/// Permission for everybody to read.
const ALL_READ: u32 = 0o004;

/// What a file holds of certificates and keys.
#[derive(Default)]
pub(super) struct Held {
    pub(super) certificates: Vec<CertificateDer<'static>>,
    pub(super) private_keys: usize,
    /// Whether everybody on the machine may read it.
    pub(super) is_open_to_all: bool,
    /// Why what it holds is not all of it.
    pub(super) fault: Option<&'static str>,
}

/// Reads a file; or says why it cannot be read.
pub(super) fn read(site: &mut Site, file: &ScopedFile) -> Result<Held, String> {
    let opened = file.open().map_err(|error| error.to_string())?;
    let mode = opened.metadata().map_err(|error| error.to_string())?.permissions().mode();
    let mut bytes = Vec::new();
    let wanted = site.budget.readable(FILE_BYTES_MAX + 1);
    opened.take(wanted as u64).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    site.budget.spend(bytes.len());
    let mut held = if bytes.len() > FILE_BYTES_MAX {
        Held { fault: Some("it is larger than 1 MiB"), ..Held::default() }
    } else if bytes.len() == wanted {
        Held { fault: Some("the limit of bytes is reached"), ..Held::default() }
    } else {
        parsed(&bytes)
    };
    held.is_open_to_all = mode & ALL_READ != 0;
    Ok(held)
}

fn parsed(bytes: &[u8]) -> Held {
    let der = CertificateDer::from(bytes.to_vec());
    if bytes.first() == Some(&0x30) && is_certificate(&der) {
        return Held { certificates: vec![der], ..Held::default() };
    }
    let mut held = Held::default();
    for section in <(SectionKind, Vec<u8>)>::pem_slice_iter(bytes) {
        match section {
            Ok((SectionKind::Certificate, der)) if held.certificates.len() < CERTIFICATES_MAX => {
                held.certificates.push(der.into());
            }
            Ok((SectionKind::Certificate, _)) => held.fault = Some("it holds more than 500 certificates"),
            Ok((SectionKind::RsaPrivateKey | SectionKind::PrivateKey | SectionKind::EcPrivateKey, _)) => {
                held.private_keys += 1;
            }
            Ok(_) => {}
            Err(_) => {
                held.fault = Some("its PEM is broken");
                break;
            }
        }
    }
    held
}
