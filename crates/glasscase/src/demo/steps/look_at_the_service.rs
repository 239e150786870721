//! The engineer looks at a service: its certificate, and its domain's mail records.

use super::{People, runs};
use crate::demo::service::{DOMAIN, HOST};
use crate::demo::stage::Stage;
use crate::demo::story::Story;
use anyhow::Result;
use domain::CollectionId;

/// Gives the collection about the certificate.
pub(super) async fn run(
    stage: &Stage,
    people: &People,
    case: &str,
    story: &mut Story<'_>,
) -> Result<CollectionId> {
    story.step("The engineer looks at Contoso's mail service: TLS and DNS")?;
    story.say("(The service is the demo's own, on loopback; its certificate and its records are real.)")?;
    let inputs = [format!("host={HOST}"), format!("port={}", stage.service.web.port())];
    let certificate = runs::run(people, case, "tls-certificate", &inputs, story).await?;
    runs::run(people, case, "mail-domain", &[format!("domain={DOMAIN}")], story).await?;
    Ok(certificate)
}
