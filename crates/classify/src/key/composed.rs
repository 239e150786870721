//! Keys that no list has, by what they are composed of: the noun that says whose something is, and the word that says what it is
//! (`approverId`, `terminal_ref`, `releasedBy`; classification.md 4.2, 4.3, 5.2).

use super::phrase::{PHRASE_WORDS_MAX, Phrase};
use super::{KEYS, KeyClass, Lexicon};
use crate::vocabulary::LINKING_WORDS;
use std::sync::LazyLock;

/// Whose or what the noun in front of an identifier or a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Person,
    Device,
    Tenant,
    Session,
}

impl Owner {
    fn from_name(name: &str) -> Option<Self> {
        match name {
            "person" => Some(Self::Person),
            "device" => Some(Self::Device),
            "tenant" => Some(Self::Tenant),
            "session" => Some(Self::Session),
            _ => None,
        }
    }

    /// The class of its identifier.
    fn identifier(self) -> KeyClass {
        match self {
            Self::Person => KeyClass::UserGuid,
            Self::Device => KeyClass::DeviceGuid,
            Self::Tenant => KeyClass::TenantId,
            Self::Session => KeyClass::Session,
        }
    }

    /// The class of its name.
    fn name(self) -> Option<KeyClass> {
        match self {
            Self::Person => Some(KeyClass::Person),
            Self::Device => Some(KeyClass::Machine),
            Self::Tenant => Some(KeyClass::Organisation),
            Self::Session => None,
        }
    }
}

static OWNERS: LazyLock<Lexicon<Owner>> =
    LazyLock::new(|| Lexicon::read(include_str!("../data/key_nouns.txt"), Owner::from_name));

/// Last words that say that the value identifies what the words in front name.
const IDENTIFIERS: [&[u8]; 9] =
    [b"id", b"ids", b"guid", b"uuid", b"uid", b"oid", b"ref", b"reference", b"identifier"];
/// Last words that say that the value is what somebody or something is called.
const NAMES: [&[u8]; 4] = [b"name", b"display", b"displayname", b"label"];
/// Last words that say how the value is written.
const FORMS: [&[u8]; 4] = [b"string", b"str", b"text", b"raw"];

/// The class of a phrase whose longest listed run of last words is `listed`, a class and a number of words.
pub(super) fn class(phrase: &Phrase, listed: Option<(KeyClass, usize)>) -> Option<KeyClass> {
    let last = phrase.last(0);
    match listed {
        // `x oid=…`: a claim of Entra's, of which no noun but a known one makes something else.
        Some((class, 1)) if last == b"oid" => {
            identifier(phrase).filter(|composed| *composed != KeyClass::Object).or(Some(class))
        }
        Some((class, 1)) if IDENTIFIERS.contains(&last) => identifier(phrase).or(Some(class)),
        Some((class, 1)) if last == b"handle" => session(phrase).or(Some(class)),
        Some((class @ KeyClass::Opaque, 1)) => doer(phrase).map_or(Some(class), |_| Some(KeyClass::UserGuid)),
        Some((class @ KeyClass::Name, 1)) => name(phrase).or(Some(class)),
        Some((class, _)) => Some(class),
        None if IDENTIFIERS.contains(&last) => identifier(phrase),
        None if NAMES.contains(&last) => name(phrase),
        None => by_participle(phrase)
            .or_else(|| without_form(phrase))
            .or_else(|| glued(last))
            .or_else(|| in_french(phrase))
            .or_else(|| secret_of(phrase))
            .or_else(|| person(phrase)),
    }
}

/// `sessionHandle`; other handles are what people call themselves, or numbers.
fn session(phrase: &Phrase) -> Option<KeyClass> {
    let owner = owner(&phrase.without_last()?);
    (owner == Some(Owner::Session)).then_some(KeyClass::Session)
}

/// `Nom du valideur`, `identifiant de l'adhérent`: French puts the noun behind.
fn in_french(phrase: &Phrase) -> Option<KeyClass> {
    const PARTICLES: [&[u8]; 7] = [b"de", b"du", b"des", b"d", b"l", b"la", b"le"];
    let owner = owner(phrase)?;
    let back = (1..PHRASE_WORDS_MAX).find(|back| !PARTICLES.contains(&phrase.last(*back)))?;
    let is_pair = phrase.words == 2;
    match phrase.last(back) {
        b"nom" if back > 1 => owner.name(),
        b"identifiant" | b"id" if back > 1 => Some(owner.identifier()),
        // `nom_client`, `tel_salarié`: as columns are called, without the particle.
        front if is_pair && owner == Owner::Person => in_pair(front),
        b"nom" if is_pair => owner.name(),
        _ => None,
    }
}

/// `PASSWORD_LDAP`, `MDP_BASE`: of what it is stands behind the secret. Most words there say that it is none.
fn secret_of(phrase: &Phrase) -> Option<KeyClass> {
    const SECRETS: [&[u8]; 7] = [b"password", b"passwd", b"pwd", b"pass", b"mdp", b"motdepasse", b"passe"];
    const OF: &str = "db base bdd bd ldap ad smtp imap mail mysql pg postgres oracle mongo redis sql ftp sftp ssh vpn wifi \
                      root admin app api svc prod dev test backup";
    let of = |word: &[u8]| OF.split_whitespace().any(|known| known.as_bytes() == word);
    let alone = phrase.words == 2
        || phrase.last(2) == b"de" && phrase.last(3) == b"mot"
        || phrase.words == 3 && matches!(phrase.last(2), b"export" | b"set" | b"env");
    let named = alone && SECRETS.contains(&phrase.last(1)) && of(phrase.last(0));
    named.then_some(KeyClass::Password)
}

/// What somebody's noun behind it says that the value of a column is.
fn in_pair(front: &[u8]) -> Option<KeyClass> {
    match str::from_utf8(front).ok()? {
        "nom" | "prenom" | "prénom" => Some(KeyClass::Person),
        "tel" | "tél" | "telephone" | "téléphone" => Some(KeyClass::Phone),
        "adresse" => Some(KeyClass::PostalAddress),
        _ => None,
    }
}

/// Of a noun that is nobody and no machine, an identifier singles out an object (5.2); alone it says nothing.
fn identifier(phrase: &Phrase) -> Option<KeyClass> {
    let front = phrase.without_last()?;
    // `the account with identifier …`: the noun stands further in front.
    if LINKING_WORDS.has(front.last(0)) && !matches!(front.last(0), b"by" | b"of") {
        return None;
    }
    let owner = owner(&front).or_else(|| owner(&unqualified(&front)?));
    Some(owner.map_or(KeyClass::Object, Owner::identifier))
}

/// `user_pseudo_id`, `memberExternalRef`: between the noun and what identifies it may stand which identifier it is.
fn unqualified(front: &Phrase) -> Option<Phrase> {
    const QUALIFIERS: [&[u8]; 12] = [
        b"pseudo",
        b"external",
        b"internal",
        b"unique",
        b"global",
        b"local",
        b"legacy",
        b"numeric",
        b"public",
        b"private",
        b"short",
        b"primary",
    ];
    QUALIFIERS.contains(&front.last(0)).then(|| front.without_last()).flatten()
}

fn name(phrase: &Phrase) -> Option<KeyClass> {
    owner(&phrase.without_last()?).and_then(Owner::name).or_else(|| doer(phrase).map(|_| KeyClass::Person))
}

/// Who did something, or for whom it was done, whom the last word names: `enabled_for.name`, `enabled_by.key`.
fn doer(phrase: &Phrase) -> Option<KeyClass> {
    by_participle(&phrase.without_last()?)
}

/// Whose the last words of a phrase are; the number of a noun does not matter.
fn owner(phrase: &Phrase) -> Option<Owner> {
    OWNERS.longest(phrase).map(|(owner, _)| owner)
}

/// `releasedBy`, `quarantined_for`: whoever did something, or for whom it was done, where the value can be an account.
fn by_participle(phrase: &Phrase) -> Option<KeyClass> {
    const IRREGULAR: [&[u8]; 8] =
        [b"sent", b"run", b"made", b"written", b"built", b"taken", b"given", b"set"];
    let verb = phrase.last(1);
    let participle = verb.len() > 3 && (verb.ends_with(b"ed") || verb.ends_with("é".as_bytes()));
    let agent = matches!(phrase.last(0), b"by" | b"for" | b"par" | b"pour");
    (agent && (participle || IRREGULAR.contains(&verb))).then_some(KeyClass::MaybeUser)
}

/// `customerIDString`, `device_ids`, `User Workstations`: a word that says how a value is written, or a plural, changes nothing of
/// what it is. Secrets have many words behind them that say that they are none.
fn without_form(phrase: &Phrase) -> Option<KeyClass> {
    let shorter = if FORMS.contains(&phrase.last(0)) { phrase.without_last() } else { phrase.singular() }?;
    // `user_id_str`: of an account only the identifier has another form.
    let identifier = IDENTIFIERS.contains(&shorter.last(0));
    class(&shorter, KEYS.longest(&shorter)).filter(|class| {
        names_somebody(*class) || *class == KeyClass::Object || identifier && *class == KeyClass::User
    })
}

fn names_somebody(class: KeyClass) -> bool {
    matches!(
        class,
        KeyClass::Machine
            | KeyClass::UserGuid
            | KeyClass::DeviceGuid
            | KeyClass::Session
            | KeyClass::TenantId
            | KeyClass::Phone
            | KeyClass::Mac
    )
}

/// `nsdeviceuid`, `srchostname`: words without a sign between them, the last of which are listed or say that the value is an
/// identifier.
fn glued(word: &[u8]) -> Option<KeyClass> {
    const PART_BYTES_MIN: usize = 6;
    const ENDS: [&[u8]; 6] = [b"id", b"uid", b"guid", b"name", b"workstation", b"macaddress"];
    if !ENDS.iter().any(|end| word.ends_with(end)) {
        return None;
    }
    let listed = (1..word.len().saturating_sub(PART_BYTES_MIN - 1)).find_map(|at| {
        let class = KEYS.word(word.get(at..)?)?;
        names_somebody(class).then_some(class)
    });
    listed.or_else(|| glued_identifier(word))
}

/// `empid`, `psmid`: a noun and what says that it is identified.
fn glued_identifier(word: &[u8]) -> Option<KeyClass> {
    let front = [&b"guid"[..], b"uuid", b"uid", b"id"].iter().find_map(|end| word.strip_suffix(*end))?;
    let owner = OWNERS.word(front).map(Owner::identifier);
    owner.or_else(|| (front.len() >= 3).then_some(KeyClass::Object))
}

/// `vaultOperator`, `executant`: whoever it is, where the value can be an account.
fn person(phrase: &Phrase) -> Option<KeyClass> {
    // What programs have too, or are.
    const OF_PROGRAMS: [&[u8]; 11] = [
        b"by",
        b"par",
        b"profile",
        b"leader",
        b"lead",
        b"follower",
        b"candidate",
        b"resident",
        b"identity",
        b"delegate",
        b"executor",
    ];
    let alone = owner(phrase) == Some(Owner::Person) && !OF_PROGRAMS.contains(&phrase.last(0));
    alone.then_some(KeyClass::MaybeUser)
}

#[cfg(test)]
mod tests {
    use crate::key::{KeyClass, lookup};
    use KeyClass::*;

    fn check(key: &str, expected: Option<KeyClass>) {
        assert_eq!(lookup(b"", key.as_bytes()), expected, "{key}");
    }

    #[test]
    fn an_identifier_is_of_the_noun_in_front() {
        check("learnerRef", Some(UserGuid));
        check("prior_supervisor_uuid", Some(UserGuid));
        check("kioskId", Some(DeviceGuid));
        check("parentCompanyRef", Some(TenantId));
        check("replicaUid", Some(Object));
        check("ledgerRef", Some(Object));
        check("uid", Some(MaybeUser));
        check("ref", None);
        check("chat_handle", Some(Session));
    }

    #[test]
    fn a_name_is_of_the_noun_in_front() {
        check("trusteeName", Some(Person));
        check("tabletName", Some(Machine));
        check("queueLabel", None);
        assert_eq!(lookup(b"granted_by", b"display"), Some(Person));
    }

    #[test]
    fn what_was_done_by_somebody() {
        check("archivedBy", Some(MaybeUser));
        check("annulé par", Some(MaybeUser));
        check("sort_by", None);
        check("vaultTrustee", Some(MaybeUser));
        check("cluster_leader", None);
        check("Nom de l'adhérent", Some(Person));
        check("Identifiant du valideur", Some(UserGuid));
    }

    #[test]
    fn plurals_and_forms_of_a_value() {
        check("Logon Workstations", Some(Machine));
        check("tenantIdString", Some(TenantId));
        check("status", None);
        check("password text", None);
    }

    #[test]
    fn words_without_a_sign_between() {
        check("xdeviceuid", Some(DeviceGuid));
        check("srcmacaddress", Some(Mac));
        check("workflowid", Some(Object));
        check("paid", None);
    }
}
