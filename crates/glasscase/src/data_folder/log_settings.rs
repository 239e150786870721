//! What an operator settled about the logs of a desk: their witnesses, and the statements that their key was changed.

use super::{DataFolder, log_key, private_file};
use crate::failure::Failure;
use anyhow::{Context as _, Result};
use domain::TenantId;
use ledger::witness::Policy;
use operations::{AskWitness, Asking, LogSettings, WitnessAnswer};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wire::WitnessClient;

/// The folder of policies.
const FOLDER: &str = "witnesses";
/// The policy of every log that has none of its own.
const EVERYBODY: &str = "policy";
/// How the name of a tenant's own policy ends.
const ENDING: &str = ".policy";

impl DataFolder {
    /// What is settled about the logs.
    ///
    /// # Errors
    /// If a file makes no sense or cannot be read.
    pub(super) fn log_settings(&self) -> Result<LogSettings> {
        let folder = self.path().join(FOLDER);
        let policy = policy(&folder.join(EVERYBODY))?;
        let tenant_policies = tenant_policies(&folder)?;
        let is_witnessed = policy.is_some() || !tenant_policies.is_empty();
        let witnesses = if is_witnessed { Some(client()?) } else { None };
        Ok(LogSettings { rotations: log_key::rotations(self.path())?, policy, tenant_policies, witnesses })
    }

    /// Settles the witnesses of one tenant's log, or of every log that has none of its own; takes effect with the next
    /// start.
    ///
    /// # Errors
    /// If the text is no policy, or cannot be kept.
    pub(crate) fn settle_witnesses(&self, tenant: Option<&TenantId>, text: &str) -> Result<Policy> {
        let policy = Policy::from_text(text).map_err(|why| Failure::bad_input(why.to_string()))?;
        let folder = self.path().join(FOLDER);
        fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        private_file::write_whole(&file_of(&folder, tenant), text.as_bytes())?;
        Ok(policy)
    }
}

fn file_of(folder: &Path, tenant: Option<&TenantId>) -> PathBuf {
    match tenant {
        Some(tenant) => folder.join(format!("{tenant}{ENDING}")),
        None => folder.join(EVERYBODY),
    }
}

fn policy(file: &Path) -> Result<Option<Policy>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(why) => return Err(why).with_context(|| format!("cannot read `{}`", file.display())),
    };
    let policy = Policy::from_text(&text);
    policy.map(Some).map_err(|why| Failure::bad_input(format!("`{}`: {why}", file.display())).into())
}

fn tenant_policies(folder: &Path) -> Result<BTreeMap<TenantId, Policy>> {
    let mut policies = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(policies),
        Err(why) => return Err(why).with_context(|| format!("cannot list `{}`", folder.display())),
    };
    for entry in entries {
        let file = entry.with_context(|| format!("cannot list `{}`", folder.display()))?.path();
        let Some(name) = file.file_name().and_then(|name| name.to_str()?.strip_suffix(ENDING)) else {
            continue;
        };
        let tenant = name.parse().map_err(|why| {
            Failure::bad_input(format!("`{}` is not named for a tenant: {why}", file.display()))
        })?;
        policies.extend(policy(&file)?.map(|policy| (tenant, policy)));
    }
    Ok(policies)
}

fn client() -> Result<Arc<dyn AskWitness>> {
    Ok(Arc::new(OverHttp(WitnessClient::new().context("witnesses cannot be asked")?)))
}

struct OverHttp(WitnessClient);

impl AskWitness for OverHttp {
    fn add_checkpoint<'a>(&'a self, prefix: &'a str, body: String) -> Asking<'a> {
        Box::pin(async move {
            let answered = self.0.add_checkpoint(prefix, body).await;
            answered.map(|(status, body)| WitnessAnswer { status, body }).map_err(|why| why.to_string())
        })
    }
}
