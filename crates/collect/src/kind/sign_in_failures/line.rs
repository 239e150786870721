//! What one line of an authentication log says: OpenSSH, PAM, Dovecot, Postfix, Kerberos, and applications that ask
//! Active Directory.

use super::active_directory;

/// Why a sign-in failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    UnknownAccount,
    /// The account is there; what was typed is wrong. Not named for it: what stands beside that word is masked.
    Unverified,
    WrongKey,
    LockedOut,
    Expired,
    NotAllowed,
    TooManyAttempts,
    ClockSkew,
}

impl Reason {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 8] = [
        Self::UnknownAccount,
        Self::Unverified,
        Self::WrongKey,
        Self::LockedOut,
        Self::Expired,
        Self::NotAllowed,
        Self::TooManyAttempts,
        Self::ClockSkew,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::UnknownAccount => "unknown_account",
            Self::Unverified => "unverified",
            Self::WrongKey => "wrong_key",
            Self::LockedOut => "locked_out",
            Self::Expired => "expired",
            Self::NotAllowed => "not_allowed",
            Self::TooManyAttempts => "too_many_attempts",
            Self::ClockSkew => "clock_skew",
        }
    }
}

/// What tells a reason, the most telling first. All of it is looked for without regard to case.
const SIGNS: [(&str, Reason); 29] = [
    ("account temporarily locked", Reason::LockedOut),
    ("account is locked", Reason::LockedOut),
    ("account locked", Reason::LockedOut),
    ("temporary locked for", Reason::LockedOut),
    ("clients credentials have been revoked", Reason::LockedOut),
    ("clock skew too great", Reason::ClockSkew),
    ("account has expired", Reason::Expired),
    ("has expired (account expired)", Reason::Expired),
    ("has expired (failed to change password)", Reason::Expired),
    ("expired password for user", Reason::Expired),
    ("password has expired", Reason::Expired),
    ("key has expired", Reason::Expired),
    ("not allowed because", Reason::NotAllowed),
    ("access denied for user", Reason::NotAllowed),
    ("user not in sudoers", Reason::NotAllowed),
    ("maximum authentication attempts exceeded", Reason::TooManyAttempts),
    ("too many authentication failures", Reason::TooManyAttempts),
    ("failed password for invalid user", Reason::UnknownAccount),
    ("failed keyboard-interactive/pam for invalid user", Reason::UnknownAccount),
    ("failed publickey for invalid user", Reason::UnknownAccount),
    ("client not found in kerberos database", Reason::UnknownAccount),
    ("unknown user", Reason::UnknownAccount),
    ("failed publickey for", Reason::WrongKey),
    ("failed password for", Reason::Unverified),
    ("failed keyboard-interactive/pam for", Reason::Unverified),
    ("preauthentication failed", Reason::Unverified),
    ("authentication failed", Reason::Unverified),
    ("auth failed", Reason::Unverified),
    ("authentication failure", Reason::Unverified),
];

/// What tells that somebody got in.
const SUCCESS: [&str; 4] =
    ["accepted password for", "accepted publickey for", "accepted keyboard-interactive", "login: user="];

/// One sign-in, or several that one line tells of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SignIn {
    /// Why it failed; none if it did not.
    pub(super) reason: Option<Reason>,
    pub(super) account: Option<String>,
    pub(super) source: Option<String>,
    /// How often, where the log folds repeated lines.
    pub(super) times: u64,
}

impl SignIn {
    /// The sign-in that a line tells of, if it does.
    pub(super) fn of_line(line: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(line).to_ascii_lowercase();
        // PAM says below sshd what sshd says itself.
        if text.contains("pam_unix(sshd:auth)") || text.contains("pam_sss(sshd:auth)") {
            return None;
        }
        let sign = || SIGNS.iter().find(|(sign, _)| text.contains(sign)).map(|(_, reason)| *reason);
        let success = || SUCCESS.iter().any(|sign| text.contains(sign));
        let reason = match active_directory::reason(&text).or_else(sign) {
            Some(reason) => Some(reason),
            None if success() => None,
            None => return None,
        };
        Some(Self { reason, account: account(&text), source: source(&text), times: times(&text) })
    }
}

fn account(text: &str) -> Option<String> {
    let marks = ["invalid user ", " for user ", " user=", ": user ", " for "];
    // A ticket for the service that grants tickets is not what somebody signs in with.
    marks.iter().find_map(|mark| behind(text, mark)).filter(|word| !word.starts_with("krbtgt/"))
}

fn source(text: &str) -> Option<String> {
    [" from ", "rhost=", "rip=", "unknown["].iter().find_map(|mark| behind(text, mark))
}

/// The word behind the last `mark`: what is before it may have been typed by whoever tried.
fn behind(text: &str, mark: &str) -> Option<String> {
    let (_, rest) = text.rsplit_once(mark)?;
    let word = rest.split([' ', ',', ';', ']', '\'', '"']).next()?;
    let word = word.trim_matches(['<', '>', '(', ')', ':', '[']);
    (!word.is_empty()).then(|| word.to_owned())
}

/// `message repeated 3 times: [ …]`.
fn times(text: &str) -> u64 {
    let count = || text.split_once("message repeated ")?.1.split_once(" times")?.0.parse().ok();
    count().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, reason: Option<Reason>, account: &str, source: &str, times: u64) {
        let found = SignIn::of_line(line.as_bytes()).unwrap_or_else(|| panic!("nothing in {line}"));
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        assert_eq!(found, SignIn { reason, account: text(account), source: text(source), times }, "{line}");
    }

    #[test]
    fn the_usual_services_are_understood() {
        for (line, reason, account, source, times) in [
            (
                "sshd[1]: Failed password for root from 192.0.2.7 port 22 ssh2",
                Some(Reason::Unverified),
                "root",
                "192.0.2.7",
                1,
            ),
            (
                "sshd[1]: Failed password for invalid user bob from 192.0.2.7 port 22",
                Some(Reason::UnknownAccount),
                "bob",
                "192.0.2.7",
                1,
            ),
            (
                "sshd[1]: Failed publickey for alice from 192.0.2.7 port 22 ssh2: RSA x",
                Some(Reason::WrongKey),
                "alice",
                "192.0.2.7",
                1,
            ),
            (
                "sshd[1]: message repeated 4 times: [ Failed password for root from 192.0.2.7 port 1 ssh2]",
                Some(Reason::Unverified),
                "root",
                "192.0.2.7",
                4,
            ),
            ("sshd[1]: Accepted publickey for alice from 192.0.2.8 port 22", None, "alice", "192.0.2.8", 1),
            (
                "sshd[1]: User bob from 192.0.2.7 not allowed because not listed in AllowUsers",
                Some(Reason::NotAllowed),
                "bob",
                "192.0.2.7",
                1,
            ),
            (
                "sshd[1]: error: maximum authentication attempts exceeded for root from 192.0.2.7 port 1",
                Some(Reason::TooManyAttempts),
                "root",
                "192.0.2.7",
                1,
            ),
            (
                "login: pam_faillock(login:auth): Consecutive login failures for user bob account temporarily locked",
                Some(Reason::LockedOut),
                "bob",
                "",
                1,
            ),
            (
                "su: pam_unix(su:auth): authentication failure; logname=x uid=0 euid=0 tty= ruser= rhost=  user=bob",
                Some(Reason::Unverified),
                "bob",
                "",
                1,
            ),
            (
                "sshd[1]: pam_unix(sshd:account): account bob has expired (account expired)",
                Some(Reason::Expired),
                "",
                "",
                1,
            ),
            (
                "dovecot: imap-login: Disconnected (auth failed, 2 attempts in 5 secs): user=<bob>, method=PLAIN, rip=192.0.2.7, lip=x",
                Some(Reason::Unverified),
                "bob",
                "192.0.2.7",
                1,
            ),
            (
                "postfix/smtpd[9]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: x",
                Some(Reason::Unverified),
                "",
                "192.0.2.7",
                1,
            ),
            (
                "krb5kdc[3]: AS_REQ (4 etypes {18}) 192.0.2.7: CLIENT_NOT_FOUND: bob@X for krbtgt/X@X, Client not found in Kerberos database",
                Some(Reason::UnknownAccount),
                "",
                "",
                1,
            ),
        ] {
            check(line, reason, account, source, times);
        }
    }

    #[test]
    fn the_codes_of_active_directory_are_told_apart() {
        for (code, reason) in [
            ("525", Reason::UnknownAccount),
            ("52e", Reason::Unverified),
            ("530", Reason::NotAllowed),
            ("531", Reason::NotAllowed),
            ("532", Reason::Expired),
            ("533", Reason::NotAllowed),
            ("701", Reason::Expired),
            ("773", Reason::Expired),
            ("775", Reason::LockedOut),
            ("", Reason::Unverified),
        ] {
            let line = format!(
                "app[7]: javax.naming.AuthenticationException: [LDAP: error code 49 - 80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data {code}, v2580]; authentication failed for user bob from 192.0.2.7"
            );
            check(&line, Some(reason), "bob", "192.0.2.7", 1);
        }
    }

    #[test]
    fn what_is_no_sign_in_or_is_told_twice_is_left() {
        for line in [
            "",
            "sshd[1]: Server listening on 0.0.0.0 port 22.",
            "sshd[1]: pam_unix(sshd:auth): authentication failure; rhost=192.0.2.7 user=root",
            "sshd[1]: Invalid user bob from 192.0.2.7 port 22",
            "cron[1]: pam_unix(cron:session): session opened for user root",
        ] {
            assert_eq!(SignIn::of_line(line.as_bytes()), None, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_line_is_read_or_left(line in "(failed password for|AcceptSecurityContext error, data |message repeated | times| from | user=|rhost=|[0-9]{1,30}|é|[<>: ]){0,30}") {
            drop(SignIn::of_line(line.as_bytes()));
        }
    }
}
