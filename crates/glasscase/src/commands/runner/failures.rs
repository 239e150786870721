//! What stands against a runner, and what to do about it.

use crate::failure::Failure;
use ::runner::{EnrolError, FolderError, SettingsError, StartError, TakeError, TrustError};
use diagnostics::PackError;
use std::io::ErrorKind;
use wire::ClientError;

/// The settings cannot be used.
pub(super) fn of_settings(why: &SettingsError) -> Failure {
    let advice = match why {
        SettingsError::Read { why, .. } if why.kind() == ErrorKind::NotFound => {
            "write it (`glasscase runner enrol --help` shows one), or name it with --settings FILE"
        }
        SettingsError::Read { .. } => "let this user read it",
        SettingsError::Exposed { .. } => "look at what stands in it before you trust it again",
        _ => "`glasscase runner enrol --help` shows what settings look like",
    };
    Failure::bad_input(why.to_string()).advise(advice)
}

/// What the settings name cannot be used: the tenant context.
pub(super) fn of_context(why: &SettingsError) -> Failure {
    Failure::bad_input(why.to_string())
        .advise("`context` in the settings names this file; without it, the runner masks the most")
}

/// The data folder cannot be used. Most messages say what to do.
pub(super) fn of_folder(why: FolderError) -> Failure {
    let failure = Failure::failed(why.to_string());
    match why {
        FolderError::File { why, .. } if why.kind() == ErrorKind::PermissionDenied => {
            failure.advise("run it as the user to whom the runner's folder belongs")
        }
        FolderError::Busy { .. } => failure.advise("`glasscase runner stop` ends it"),
        _ => failure,
    }
}

/// A consent key cannot be pinned.
pub(super) fn of_trust(why: TrustError) -> Failure {
    match why {
        TrustError::Folder(why) => of_folder(why),
        TrustError::Secret => Failure::bad_input(why.to_string())
            .advise("`glasscase consent keygen` printed the public key when it made the secret one"),
        TrustError::Key(_) => Failure::bad_input(why.to_string()),
    }
}

/// Enrolling failed.
pub(super) fn of_enrolment(why: EnrolError) -> Failure {
    match why {
        EnrolError::Folder(why) => of_folder(why),
        EnrolError::Server(ClientError::Problem(problem)) if matches!(problem.status, 400..=499) => {
            Failure::failed(format!("the server does not take the code: {}", problem.detail))
                .advise("a code enrols one runner, for a short time; an owner makes another with `glasscase runner invite`")
        }
        EnrolError::Server(why) => of_server(&why),
    }
}

/// The runner cannot start.
pub(super) fn of_start(why: StartError) -> Failure {
    match why {
        // The settings were read before: this is about what they name.
        StartError::Settings(why) => of_context(&why),
        StartError::Folder(why) => of_folder(why),
        StartError::Server(why) => of_server(&why),
        StartError::Pack(why) => of_pack(&why),
        StartError::OtherServer { .. } | StartError::Thread(_) => Failure::failed(why.to_string()),
    }
}

/// A pack of diagnostics cannot be taken, or used.
pub(super) fn of_pack(why: &TakeError) -> Failure {
    let failure = Failure::failed(why.to_string());
    match why {
        TakeError::Pack(PackError::Unsigned { .. }) => failure.advise(
            "if you trust this publisher, add their public key to `publishers` in the runner's settings; get the key from them, not from the pack",
        ),
        TakeError::Pack(PackError::Forged { .. }) => failure.advise("get the pack from its publisher again"),
        TakeError::Older { .. } | TakeError::SameVersion { .. } => {
            failure.advise("the pack that is here stays in use")
        }
        TakeError::Catalogue(_) => failure.advise("its publisher has to give the diagnostic another id"),
        _ => failure,
    }
}

fn of_server(why: &ClientError) -> Failure {
    let failure = Failure::failed(why.to_string());
    match why {
        ClientError::Problem(_) => failure.advise("try again in a moment"),
        _ => failure.advise("check `server` in the settings, and that this machine reaches it"),
    }
}
