//! Enrolling: a one-time code becomes a runner of a tenant.

use crate::folder::{DataFolder, Enrolment, FolderError, Identity, TenantSecret};
use crate::settings::Settings;
use serde::Serialize;
use wire::{Client, ClientError, Enrol, Enrolled};

/// Why enrolling failed.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// The data folder refuses.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The server refuses or does not answer.
    #[error(transparent)]
    Server(#[from] ClientError),
}

/// What a runner knows of itself once it enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewRunner {
    /// Who it is.
    #[serde(flatten)]
    pub identity: Identity,
    /// The public key of its run records, base64; also enrolled with the server.
    pub public_key: String,
}

/// Enrols the runner of these settings with the code of an invitation. The key of its run records is made here, and so
/// is the tenant's secret for pseudonyms, unless one of another runner of the same tenant is given.
///
/// # Errors
/// [`EnrolError`] if a runner is enrolled there already, or the server does not take the code.
pub async fn enrol(
    settings: &Settings,
    code: &str,
    secret: Option<&TenantSecret>,
) -> Result<NewRunner, EnrolError> {
    let data = DataFolder::create(&settings.data)?;
    let _presence = data.enter()?;
    data.check_free()?;
    let public_key = data.prepare(secret)?.public_base64();
    let (code, name) = (code.trim().to_owned(), settings.name.clone());
    let enrol = Enrol { code, name: name.clone(), public_key: public_key.clone() };
    let client = Client::new(&settings.server, None)?;
    let Enrolled { runner, tenant, secret: token } = client.post("api/v1/runner/enrol", &enrol).await?;
    let identity = Identity { runner, tenant, server: settings.server.clone(), name };
    data.keep(&Enrolment { identity: &identity, token: &token })?;
    Ok(NewRunner { identity, public_key })
}
