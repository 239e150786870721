//! The words and sentences around a bare word that say it names a machine.

use crate::line::Line;
use crate::word::is_any;

/// Nouns that a machine's name follows.
pub(super) const NOUNS: [&str; 41] = [
    "host",
    "node",
    "machine",
    "computer",
    "workstation",
    "server",
    "minion",
    "peer",
    "member",
    "agent",
    "hypervisor",
    "broker",
    "worker",
    "executor",
    "replica",
    "standby",
    "master",
    "slave",
    "client",
    "mon",
    "leader",
    "primary",
    "secondary",
    "coordinator",
    "neighbor",
    "neighbour",
    "controller",
    "gateway",
    "router",
    "terminal",
    "hostname",
    "nodeid",
    "console",
    "daemon",
    "printer",
    "switch",
    "serveur",
    "poste",
    "hôte",
    "noeud",
    "nœud",
];
/// Prepositions that one follows.
pub(super) const PREPOSITIONS: [&str; 9] =
    ["from", "to", "on", "at", "via", "against", "depuis", "sur", "vers"];

/// All of them.
pub(in crate::detect) fn words() -> impl Iterator<Item = &'static str> {
    NOUNS.into_iter().chain(PREPOSITIONS)
}

/// Nouns that nothing but a machine's name follows.
const SURE: [&str; 14] = [
    "host",
    "hosts",
    "node",
    "machine",
    "peer",
    "minion",
    "workstation",
    "computer",
    "hypervisor",
    "hostname",
    "hôte",
    "noeud",
    "nœud",
    "poste",
];

/// Whether nothing but a machine's name follows the noun.
pub(in crate::detect) fn is_sure_noun(noun: &[u8]) -> bool {
    is_any(&SURE, noun)
}

/// Whether `from` at `start` tells where a message of machines came from: `request from`, `refused connect from`.
pub(in crate::detect) fn is_request(line: &Line<'_>, start: usize) -> bool {
    const MESSAGES: [&str; 24] = [
        "request",
        "requests",
        "connection",
        "connections",
        "connect",
        "message",
        "messages",
        "packet",
        "packets",
        "reply",
        "response",
        "heartbeat",
        "heartbeats",
        "update",
        "updates",
        "query",
        "queries",
        "received",
        "mount",
        "transfer",
        "probe",
        "requête",
        "connexion",
        "reçu",
    ];
    line.word_before(start).is_some_and(|word| is_any(&MESSAGES, line.slice(word.start..word.end)))
}

/// `backup of mars`, `redémarrage de mars`: what is done to machines.
pub(super) fn follows_work(line: &Line<'_>, preposition: usize) -> bool {
    const WORK: [&str; 14] = [
        "backup",
        "reboot",
        "restart",
        "shutdown",
        "restore",
        "snapshot",
        "migration",
        "reinstall",
        "provisioning",
        "polling",
        "scan",
        "sauvegarde",
        "redémarrage",
        "arrêt",
    ];
    line.word_before(preposition).is_some_and(|word| is_any(&WORK, line.slice(word.start..word.end)))
}

/// Whether `to` or `on` at `start` tells where a program went or ran: `connect to`, `running on`.
pub(in crate::detect) fn is_reached(line: &Line<'_>, text: &[u8], start: usize) -> bool {
    const REACHED: [&str; 16] = [
        "connect",
        "connecting",
        "connected",
        "reconnect",
        "reconnecting",
        "connection",
        "association",
        "tunnel",
        "failover",
        "migrated",
        "migrating",
        "replicating",
        "replicate",
        "forwarding",
        "forwarded",
        "connexion",
    ];
    const RAN: [&str; 9] = [
        "running",
        "started",
        "executing",
        "executed",
        "launched",
        "completed",
        "runs",
        "remotely",
        "exécuté",
    ];
    let words: &[&str] = if is_any(&["to", "vers"], text) {
        &REACHED
    } else if is_any(&["on", "sur"], text) {
        &RAN
    } else {
        return false;
    };
    line.word_before(start).is_some_and(|word| is_any(words, line.slice(word.start..word.end)))
}

/// A colon and a port, and nothing of the word behind it.
pub(super) fn is_port(rest: &[u8]) -> bool {
    const PORT_DIGITS: std::ops::RangeInclusive<usize> = 2..=5;
    let Some(port) = rest.strip_prefix(b":") else { return false };
    let digits = port.iter().take_while(|b| b.is_ascii_digit()).count();
    PORT_DIGITS.contains(&digits)
        && !port.get(digits).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'.')
        && !port.get(digits + 1).is_some_and(|b| port[digits] == b':' && b.is_ascii_digit())
}

/// Whether a sentence or its part ends here.
pub(super) fn ends(rest: &[u8]) -> bool {
    matches!(
        rest,
        [] | [b',' | b';' | b')' | b']' | b'\'' | b'"' | b'\n' | b'\r', ..] | [b'.' | b':' | b'?' | b'!']
    ) || matches!(rest, [b'.' | b':' | b'?' | b'!', b' ' | b'\n' | b'\r' | b'"' | b'\\', ..])
}

/// What goes on behind the name of a machine in a sentence on where something was.
pub(super) fn goes_on(rest: &[u8]) -> bool {
    const WORDS: [&[u8]; 18] = [
        b" port ",
        b" (",
        b" [",
        b" as ",
        b" for ",
        b" with ",
        b" failed",
        b" via ",
        b" in ",
        b" after ",
        b" to ",
        b" on ",
        b" by ",
        b" at ",
        b" completed",
        b" scheduled",
        b" started",
        b" finished",
    ];
    WORDS.iter().any(|word| rest.starts_with(word))
}

/// What is said of a machine behind its name.
pub(in crate::detect) fn is_said_of_machine(rest: &[u8]) -> bool {
    const SAID: [&[u8]; 34] = [
        b" is ",
        b" was ",
        b" has ",
        b" did not ",
        b" does not ",
        b" doesn't ",
        b" not ",
        b" now ",
        b" left",
        b" joined",
        b" went ",
        b" failed",
        b" became ",
        b" timed out",
        b" unreachable",
        b" responded",
        b" rebooted",
        b" down",
        b" up",
        b" lost ",
        b" disconnected",
        b" connected",
        b" removed",
        b" added",
        b" OK",
        b" state ",
        b" available",
        b" unavailable",
        b" registered",
        b" ne r",
        b" est ",
        b" a rejoint",
        b" a quitt",
        b" injoignable",
    ];
    SAID.iter().any(|said| rest.get(..said.len()).is_some_and(|start| start.eq_ignore_ascii_case(said)))
}
