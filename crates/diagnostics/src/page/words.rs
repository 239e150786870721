//! The words of a page, in both languages.

use crate::limits::Limits;
use domain::Bilingual;

/// The words of one language.
pub(super) struct Words {
    french: bool,
    pub(super) catalogue: &'static str,
    pub(super) id: &'static str,
    pub(super) version: &'static str,
    pub(super) natures: &'static str,
    pub(super) level: &'static str,
    pub(super) reads: &'static str,
    pub(super) collects: &'static str,
    pub(super) limits: &'static str,
    pub(super) inputs: &'static str,
    pub(super) default: &'static str,
    pub(super) required: &'static str,
    pub(super) finds: &'static str,
    pub(super) means: &'static str,
    pub(super) to_do: &'static str,
    pub(super) pass: &'static str,
    pub(super) warn: &'static str,
    pub(super) fail: &'static str,
    pub(super) unknown: &'static str,
}

const ENGLISH: Words = Words {
    french: false,
    catalogue: "Diagnostics",
    id: "Id",
    version: "version",
    natures: "Helps with",
    level: "Consent",
    reads: "Reads",
    collects: "Collects",
    limits: "At most",
    inputs: "Inputs",
    default: "default",
    required: "required",
    finds: "What it finds",
    means: "What it means",
    to_do: "What to do",
    pass: "pass",
    warn: "warn",
    fail: "fail",
    unknown: "unknown",
};

const FRENCH: Words = Words {
    french: true,
    catalogue: "Diagnostics",
    id: "Identifiant",
    version: "version",
    natures: "Aide pour",
    level: "Consentement",
    reads: "Lit",
    collects: "Collecte",
    limits: "Au plus",
    inputs: "Entrées",
    default: "par défaut",
    required: "requise",
    finds: "Ce qu’il trouve",
    means: "Ce que cela signifie",
    to_do: "Que faire",
    pass: "réussi",
    warn: "attention",
    fail: "échec",
    unknown: "inconnu",
};

impl Words {
    pub(super) const fn of(french: bool) -> Self {
        if french { FRENCH } else { ENGLISH }
    }

    pub(super) fn text<'t>(&self, text: &'t Bilingual) -> &'t str {
        if self.french { &text.fr } else { &text.en }
    }

    pub(super) fn limits_in_words(&self, limits: Limits) -> String {
        let Limits { seconds, bytes, rows, cpu_seconds, memory_mib } = limits;
        let mib = bytes.div_ceil(1 << 20);
        if self.french {
            return format!(
                "{seconds} s, {mib} Mio lus, {rows} lignes transmises, {cpu_seconds} s de processeur, {memory_mib} Mio de mémoire"
            );
        }
        format!(
            "{seconds} s, {mib} MiB read, {rows} rows handed over, {cpu_seconds} s of processor time, {memory_mib} MiB of memory"
        )
    }
}
