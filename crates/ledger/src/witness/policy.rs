//! Which witnesses a log asks, and how many of them it needs (the form of C2SP tlog-policy).

use super::cosignature::cosigned_at;
use super::key::WitnessKey;
use std::collections::HashMap;

/// Bounds the work that a policy asks for.
const NAMES_MAX: usize = 64;

/// Witnesses and the quorum among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    witnesses: Vec<PolicyWitness>,
    quorum: Quorum,
}

/// A witness of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyWitness {
    /// Its key.
    pub key: WitnessKey,
    /// Where it takes checkpoints: its submission prefix. None if it is only to be verified.
    pub url: Option<String>,
}

/// A text that is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the policy {why}; see https://c2sp.org/tlog-policy")]
pub struct BadPolicy {
    /// The line, counted from 1; the one after the last for what is missing.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

/// What a checkpoint needs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Quorum {
    Nobody,
    Met(Member),
}

/// What counts as having seen a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group { needed: usize, members: Vec<Member> },
}

impl Policy {
    /// The policy that asks all of these witnesses and needs each of them.
    pub fn of_all(witnesses: impl IntoIterator<Item = WitnessKey>) -> Self {
        let witnesses: Vec<_> = witnesses.into_iter().map(|key| PolicyWitness { key, url: None }).collect();
        let members: Vec<_> = (0..witnesses.len()).map(Member::Witness).collect();
        Self { witnesses, quorum: Quorum::Met(Member::Group { needed: members.len(), members }) }
    }

    /// Reads a policy. Lines that define logs are passed over: the logs are known.
    ///
    /// # Errors
    ///
    /// [`BadPolicy`] names the first line that makes no sense.
    pub fn from_text(text: &str) -> Result<Self, BadPolicy> {
        let mut reading = Reading::default();
        for (place, line) in text.lines().enumerate() {
            reading.line(line).map_err(|why| BadPolicy { line: place + 1, why })?;
        }
        let missing = BadPolicy { line: text.lines().count() + 1, why: "should say the `quorum`".to_owned() };
        Ok(Self { witnesses: reading.witnesses, quorum: reading.quorum.ok_or(missing)? })
    }

    /// The witnesses, in the order of the text.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Whether enough witnesses cosigned a note.
    pub fn is_met_by(&self, note: &str) -> bool {
        let signed: Vec<_> = self.witnesses.iter().map(|one| cosigned_at(note, &one.key).is_ok()).collect();
        match &self.quorum {
            Quorum::Nobody => true,
            Quorum::Met(member) => member.is_met(&signed),
        }
    }
}

impl Member {
    fn is_met(&self, signed: &[bool]) -> bool {
        match self {
            Self::Witness(place) => signed.get(*place).copied().unwrap_or_default(),
            Self::Group { needed, members } => {
                members.iter().filter(|member| member.is_met(signed)).count() >= *needed
            }
        }
    }
}

/// A policy as far as it was read.
#[derive(Default)]
struct Reading {
    witnesses: Vec<PolicyWitness>,
    names: HashMap<String, Member>,
    /// Names that are members of a group already; each may be one once.
    taken: Vec<String>,
    quorum: Option<Quorum>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<_> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] | ["log", _] | ["log", _, _] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, needed, members @ ..] => self.group(name, needed, members),
            ["quorum", name] => self.quorum(name),
            _ => {
                Err("begins with a word that has no meaning here, or has too few or too many words"
                    .to_owned())
            }
        }
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Result<(), String> {
        let key: WitnessKey = key.parse().map_err(|why| format!("names no witness: {why}"))?;
        if self.witnesses.iter().any(|one| one.key.public() == key.public()) {
            return Err("names a key that another line names".to_owned());
        }
        if let Some(url) = url.filter(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
            return Err(format!("has an address that is none of HTTP: `{}`", url.escape_debug()));
        }
        let url = url.map(|url| url.trim_end_matches('/').to_owned());
        self.name(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(PolicyWitness { key, url });
        Ok(())
    }

    fn group(&mut self, name: &str, needed: &str, names: &[&str]) -> Result<(), String> {
        let members: Vec<_> = names.iter().map(|name| self.take(name)).collect::<Result<_, _>>()?;
        let needed = match needed {
            "all" => members.len(),
            "any" => 1,
            number => number.parse().map_err(|_| "needs `all`, `any` or a number of members".to_owned())?,
        };
        if !(1..=members.len()).contains(&needed) {
            return Err(format!("needs {needed} of {} members", members.len()));
        }
        self.name(name, Member::Group { needed, members })
    }

    fn quorum(&mut self, name: &str) -> Result<(), String> {
        if self.quorum.is_some() {
            return Err("says the quorum a second time".to_owned());
        }
        self.quorum = Some(if name == "none" { Quorum::Nobody } else { Quorum::Met(self.known(name)?) });
        Ok(())
    }

    fn name(&mut self, name: &str, member: Member) -> Result<(), String> {
        if self.names.len() >= NAMES_MAX {
            return Err(format!("is one too many: a policy has {NAMES_MAX} names at most"));
        }
        if name == "none" || self.names.insert(name.to_owned(), member).is_some() {
            return Err(format!("uses the name `{}`, which is taken", name.escape_debug()));
        }
        Ok(())
    }

    fn known(&self, name: &str) -> Result<Member, String> {
        let unknown = || format!("uses the name `{}`, which no line before it defines", name.escape_debug());
        self.names.get(name).cloned().ok_or_else(unknown)
    }

    fn take(&mut self, name: &str) -> Result<Member, String> {
        let member = self.known(name)?;
        if self.taken.iter().any(|taken| taken == name) {
            return Err(format!("makes `{}` a member a second time", name.escape_debug()));
        }
        self.taken.push(name.to_owned());
        Ok(member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::witness::{CosigningKey, with_cosignatures};
    use crate::{Checkpoint, LogKey, Origin, RootHash};

    fn witness(seed: u8) -> CosigningKey {
        CosigningKey::from_seed(&format!("w{seed}"), &[seed; 32]).unwrap()
    }

    fn policy(rest: &str) -> Result<Policy, BadPolicy> {
        let lines = (1..=4)
            .map(|seed| format!("witness W{seed} {} http://w{seed}.example/\n", witness(seed).witness_key()));
        Policy::from_text(&format!("# ours\n\nlog x\n{}{rest}", lines.collect::<String>()))
    }

    fn note(signers: &[u8]) -> String {
        let origin = Origin::new("desk.example", "contoso").unwrap();
        let time = "2026-01-02T03:04:05Z".to_owned();
        let checkpoint = Checkpoint { origin, size: 7, root: RootHash([7; 32]), time };
        let note = crate::seal(&checkpoint, &LogKey::from_seed("desk.example", &[3; 32]).unwrap()).unwrap();
        let lines: Vec<_> = signers.iter().map(|seed| witness(*seed).cosign(&note, 5).unwrap()).collect();
        with_cosignatures(&note, lines.iter().map(String::as_str))
    }

    #[test]
    fn groups_of_groups_are_counted() {
        let nested = policy("group A 2 W1 W2 W3\ngroup B all A W4\nquorum B\n").unwrap();
        for (signers, met) in
            [(&[1, 2, 4][..], true), (&[1, 4], false), (&[1, 2, 3], false), (&[2, 3, 4], true)]
        {
            assert_eq!(nested.is_met_by(&note(signers)), met, "{signers:?}");
        }
        assert_eq!(nested.witnesses()[0].url.as_deref(), Some("http://w1.example"));
        assert!(policy("quorum none").unwrap().is_met_by(&note(&[])));
        assert!(!policy("quorum W1").unwrap().is_met_by(&note(&[2])));
    }

    #[test]
    fn what_makes_no_sense_is_named_with_its_line() {
        for (rest, line) in [
            ("", 8),
            ("quorum W9", 8),
            ("quorum W1\nquorum W1", 9),
            ("group A 3 W1 W2\nquorum A", 8),
            ("group A 0 W1\nquorum A", 8),
            ("group A any\nquorum A", 8),
            ("group A any W1\ngroup B any W1\nquorum B", 9),
            ("group W1 any W2\nquorum W1", 8),
            ("group none any W2\nquorum none", 8),
            ("witness W5 x\nquorum none", 8),
            ("what is this\nquorum none", 8),
        ] {
            assert_eq!(policy(rest).unwrap_err().line, line, "{rest}");
        }
    }
}
