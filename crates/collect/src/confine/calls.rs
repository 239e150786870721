//! seccomp: which system calls there are.

mod allowed;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompFilter, SeccompRule, TargetArch, apply_filter_all_threads,
};
use std::collections::BTreeMap;

/// Takes every system call but those that collecting needs. The others answer that the kernel has no such call, so that
/// libraries that try a newer one fall back to an older one.
pub(super) fn forbid_all_but_few() -> Result<(), String> {
    let told = |error: &dyn std::fmt::Display| format!("seccomp: {error}");
    let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(|error| told(&error))?;
    let rules: BTreeMap<i64, Vec<SeccompRule>> = allowed::rules().map_err(|error| told(&error))?;
    let none = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    let filter = SeccompFilter::new(rules, none, SeccompAction::Allow, architecture);
    let program = filter.and_then(BpfProgram::try_from).map_err(|error| told(&error))?;
    apply_filter_all_threads(&program).map_err(|error| told(&error))
}
