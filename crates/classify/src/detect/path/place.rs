//! The words of paths behind which somebody's name or a machine's stands.

/// What the component behind a word of a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A home directory.
    Home,
    /// A profile that roams: `X:\Profiles\joe`.
    Profile,
    /// An account, of Windows or of a service.
    Users,
    /// An account, of Hadoop or of a cloud.
    User,
    /// A site of somebody's own: `/personal/joe_contoso_com/`.
    Site,
    /// `Documents and Settings`.
    Settings,
    /// Hadoop's files of an account.
    Cache,
    Staging,
    /// A role that an account takes (Amazon).
    Role,
    /// A spool with a file for each account.
    Spool,
    /// A machine, of a service.
    Machine,
    /// What lets in whoever was sent it: a link that resets a password or invites.
    Pass,
}

/// The words behind which a path names somebody or a machine.
const PLACES: [(&str, Place); 37] = [
    ("home", Place::Home),
    ("homes", Place::Home),
    ("home1", Place::Home),
    ("home2", Place::Home),
    ("home3", Place::Home),
    ("home4", Place::Home),
    ("profiles", Place::Profile),
    ("profils", Place::Profile),
    ("users", Place::Users),
    ("utilisateurs", Place::Users),
    ("user", Place::User),
    ("personal", Place::Site),
    ("settings", Place::Settings),
    ("usercache", Place::Cache),
    ("done_intermediate", Place::Cache),
    ("tasktracker", Place::Cache),
    ("staging", Place::Staging),
    ("assumed-role", Place::Role),
    ("mail", Place::Spool),
    ("crontabs", Place::Spool),
    ("virtualmachines", Place::Machine),
    ("machines", Place::Machine),
    ("computers", Place::Machine),
    ("nodes", Place::Machine),
    ("hosts", Place::Machine),
    ("use-token", Place::Pass),
    ("reset", Place::Pass),
    ("reset-password", Place::Pass),
    ("resetpassword", Place::Pass),
    ("password-reset", Place::Pass),
    ("recover", Place::Pass),
    ("recovery", Place::Pass),
    ("magic", Place::Pass),
    ("magic-link", Place::Pass),
    ("invite", Place::Pass),
    ("invitation", Place::Pass),
    ("activate", Place::Pass),
];

/// The words themselves.
pub(in crate::detect) fn words() -> impl Iterator<Item = &'static str> {
    PLACES.iter().map(|(word, _)| *word)
}

impl Place {
    /// What stands behind the word; none if it says nothing.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        PLACES
            .iter()
            .find(|(listed, _)| word.eq_ignore_ascii_case(listed.as_bytes()))
            .map(|(_, place)| *place)
    }
}
