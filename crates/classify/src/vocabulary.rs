//! Word lists, kept as data: one file per list, words separated by commas or line ends, `#` for comments.

use crate::sections;
use crate::word_table::Table;
use std::sync::LazyLock;

/// A list of words; letter case does not matter.
#[derive(Debug)]
pub(crate) struct WordList(Table<()>);

impl WordList {
    fn read(data: &str) -> Self {
        Self::of(sections::phrases(data).map(|(_, word)| word))
    }

    pub(crate) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut table = Table::default();
        words.for_each(|word| table.insert(word.as_bytes(), ()));
        Self(table)
    }

    /// Every word, in lower case.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> {
        self.0.words().map(|word| String::from_utf8_lossy(word).into_owned())
    }

    pub(crate) fn has(&self, word: &[u8]) -> bool {
        self.0.get(word).is_some()
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident $file:literal,)+) => {
        $($(#[$doc])* pub(crate) static $name: LazyLock<WordList> =
            LazyLock::new(|| WordList::read(include_str!(concat!("data/", $file))));)+
    };
}

lists! {
    /// Accounts that are a role, not a person (classification.md 5.3).
    ROLE_ACCOUNTS "role_accounts.txt",
    /// First labels that make a whole name a tenant domain (classification.md 4.4).
    SERVICE_LABELS "service_labels.txt",
    SERVICE_WORDS "service_words.txt",
    /// Words that stand where a host name may stand, and name none (classification.md 5.4).
    GENERIC_HOSTS "generic_hosts.txt",
    /// Words for what a machine is, as parts of its name.
    HOST_KINDS "host_kinds.txt",
    /// Programs as parts of the names of their machines.
    HOST_PROGRAMS "host_programs.txt",
    /// Ordinary words that machines are called by (classification.md 4.2 `machine_name`).
    HOST_THEMES "host_themes.txt",
    /// Words whose number is that of a thing inside a machine (classification.md 5.2, 5.4).
    NOT_HOSTS "not_hosts.txt",
    /// Values that say that there is no value (classification.md 5.4).
    NO_VALUE "no_value.txt",
    /// Words behind `password is` that tell its state, not its value (classification.md 4.1).
    PASSWORD_STATES "password_states.txt",
    /// Words in front of a version number (classification.md 5.1).
    VERSION_CUES "version_cues.txt",
    /// Given names, for names in prose (classification.md 4.2 `person_name`).
    GIVEN_NAMES "given_names.txt",
    /// Capitalised words that are part of no personal name.
    NOT_A_NAME "not_a_name.txt",
    /// Frequent words of languages that have no list of their own.
    OTHER_LANGUAGES "other_languages.txt",
    /// Titles in front of a name (classification.md 4.2: excluded from the span).
    TITLES "titles.txt",
    /// Given names that are also other words.
    NAMES_AND_WORDS "names_and_words.txt",
    /// Words in front of the name of somebody who is spoken to.
    GREETINGS "greetings.txt",
    /// Domains of clouds' services, which are no machines (classification.md 5.4).
    CLOUD_DOMAINS "cloud_domains.txt",
    /// Programs in front of `/` and a version (classification.md 5.1).
    PRODUCTS "products.txt",
    /// Words of streets that stand in front of the street's name.
    STREETS_BEFORE "streets_before.txt",
    /// Parts of a building between a street and its town.
    OFFICES "offices.txt",
    /// The last part of streets' names that are one word.
    STREET_ENDINGS "street_endings.txt",
    /// Words of streets that stand behind the street's name.
    STREETS_AFTER "streets_after.txt",
    /// Names of cookies that authenticate (classification.md 4.1 `cookie`).
    COOKIES "cookies.txt",
    /// Parts in a conversation that stand where a name may stand (classification.md 4.6).
    ROLES "roles.txt",
    /// Words of the header of an entry of a case (classification.md 4.6).
    HEADER_WORDS "header_words.txt",
    /// Programs whose options are read (classification.md 4.1).
    PROGRAMS "programs.txt",
    /// Words between a label and its value.
    LINKING_WORDS "linking_words.txt",
    /// Words that name no account where one may stand in a sentence.
    ORDINARY_WORDS "ordinary_words.txt",
    /// Common words of the French language.
    FRENCH_WORDS "french_words.txt",
    /// Words of the English language, what their endings derive apart.
    ENGLISH_WORDS "english_words.txt",
    /// Programs, protocols, formats and other words of the trade.
    SOFTWARE_WORDS "software_words.txt",
    /// Values of an account's key that are none (classification.md 5.3, 5.4).
    NOT_ACCOUNTS "not_accounts.txt",
    /// Programs in front of a host in the name of a node (classification.md 5.3).
    NODE_NAMES "node_names.txt",
    /// Words behind a name that tell of its owner.
    PREDICATES "predicates.txt",
    /// Words of sentences on logins.
    LOGIN_WORDS "login_words.txt",
    /// Levels of log records (classification.md 5.4).
    LEVELS "levels.txt",
    /// Names of passwords (classification.md 4.1).
    PASSWORD_NOUNS "password_nouns.txt",
    /// Names of one-time codes (classification.md 4.1).
    CODE_NOUNS "code_nouns.txt",
    /// Names of tokens (classification.md 4.1).
    TOKEN_NOUNS "token_nouns.txt",
    /// Words that make a code one that signs in.
    CODE_KINDS "code_kinds.txt",
    /// Words that make a code one that does not (classification.md 5.4).
    OTHER_CODES "other_codes.txt",
    /// Words that tell of a failure, whose codes sign nobody in (classification.md 5.4).
    FAILURES "failures.txt",
    /// Words between the name of a secret and its value.
    STATING_WORDS "stating_words.txt",
    /// What an organisation is by law, behind its name (classification.md 4.7 `customer_name`).
    LEGAL_FORMS "legal_forms.txt",
    /// Words of trades in the names of organisations (classification.md 4.7 `customer_name`).
    TRADES "trades.txt",
    /// Words of the names under which software is sold (classification.md 4.7 `licence`).
    PRODUCTS_SOLD "products_sold.txt",
    /// Domains that name an algorithm or a build host, not a mailbox (classification.md 5.4).
    NOT_MAIL "not_mail.txt",
}
