//! Landlock: which files can be opened.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreated, RulesetCreatedAttr as _, RulesetStatus, Scope, path_beneath_rules,
};
use std::path::PathBuf;

/// Takes every file but those under `readable`, which can be read and listed; nothing can be written, made, removed or
/// executed. Where the kernel can, TCP ports and the processes outside go too.
pub(super) fn forbid_all_but(readable: &[PathBuf]) -> Result<(), String> {
    let reading = AccessFs::ReadFile | AccessFs::ReadDir;
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V5))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V5)))
        .and_then(|rules| rules.scope(Scope::from_all(ABI::V6)))
        .and_then(Ruleset::create)
        .and_then(|rules| rules.add_rules(path_beneath_rules(readable, reading)))
        .and_then(RulesetCreated::restrict_self)
        .map_err(|error| format!("Landlock: {error}"))?;
    match status.ruleset {
        RulesetStatus::NotEnforced => Err("Landlock is off".to_owned()),
        RulesetStatus::PartiallyEnforced | RulesetStatus::FullyEnforced => Ok(()),
    }
}
