//! Why a run was stopped, in plain words. The codes are those of the runner's ending (`runner/src/ending.rs`,
//! `runner/src/check/refusal.rs`) and of the server's.

use std::borrow::Cow;

/// What the code means and what to do, as one sentence; none for a code that says all, or is not known here.
pub(crate) fn explain(code: &str) -> Option<Cow<'static, str>> {
    if let Some(input) = code.strip_prefix("input_") {
        return Some(Cow::Owned(format!(
            "the value of the input `{input}` fits its type, but cannot be used (a host name that is none, say); the runner's log says why"
        )));
    }
    let words = match code {
        "asked" => "somebody stopped it",
        "expired" => "no runner counted it within a day; see that one is connected, and ask again",
        "refused" => "the runner refused it, and its log says why",
        "failed" => "it failed, and the runner's log says why",
        "inputs" => "the inputs do not fit the diagnostic as the runner knows it",
        "not_in_scope" => {
            "the runner's settings do not list what it would read; whoever looks after the runner can add it, and its log says how"
        }
        "not_confined" => {
            "the runner's machine cannot confine the process that collects, and its settings require that"
        }
        "unknown_diagnostic" | "other_diagnostic" => {
            "runner and server have different versions of the diagnostic; update the older one"
        }
        "advanced_off" => "the runner's settings allow no diagnostics of the advanced level",
        "dry_runs_off" => {
            "the runner's settings do not allow dry runs; whoever looks after it adds `dry_runs: true`"
        }
        "stale" => "it was asked for more than a day ago; ask again",
        "clock" => "the clocks of server and runner differ; set them right",
        "signature" => {
            "the consent's signature does not hold against the keys pinned on the runner's machine"
        }
        "consent_document" | "consent_not_shown" | "consent_replayed" => {
            "the consent that the server showed does not hold; the customer should look at the runner's log"
        }
        "other_run" | "other_tenant" | "other_case" | "not_yet_given" | "recipient" => {
            "the runner does not believe what the server told; the customer should look at its log"
        }
        "lease_lost" => "the runner lost the server, and stopped by itself",
        "stopped_on_machine" => "somebody stopped it on the runner's machine",
        "shut_down" => "the runner was shut down",
        "not_held" => "the runner was restarted meanwhile; run it again",
        "credential_in_output" => {
            "a credential was found in what was about to be sent, so nothing more was; the runner's log names its shape"
        }
        "collector" => "something could not be collected; the runner's log says what",
        "timeout" => "it took longer than any run may",
        "screening" | "sealing" | "upload" | "data_folder" | "unexpected" => {
            "the runner could not do its part; its log says what happened"
        }
        _ => return None,
    };
    Some(Cow::Borrowed(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_is_named() {
        assert!(explain("input_host").unwrap().contains("`host`"));
        assert_eq!(explain("no such code"), None);
    }
}
