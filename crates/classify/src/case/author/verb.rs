//! What joins whoever wrote to the rest of a header (classification.md 4.6).

/// Where in `Ann Lee a écrit` the words of the header go on.
pub(in crate::case) fn verb_in(text: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b' ', text).find(|blank| {
        let rest = &text[blank + 1..];
        let word = rest.split(|b| *b == b' ').next().unwrap_or_default();
        word.first().is_some_and(|b| b.is_ascii_lowercase() || matches!(b, 0xc3 | 0xe2)) && is_verb(word)
    })
}

/// What joins a name and the rest of a header, besides what says that somebody wrote.
const LINKS: [&str; 17] = [
    "a", "on", "le", "at", "à", "via", "par", "um", "to", "il", "→", "posé", "posée", "rédigé", "créé",
    "créée", "ouvert",
];

/// What says that somebody wrote.
const SPEECH: [&str; 33] = [
    "joined",
    "left",
    "rejoint",
    "quitté",
    "wrote",
    "said",
    "says",
    "writes",
    "replied",
    "replies",
    "answered",
    "commented",
    "added",
    "posted",
    "noted",
    "responded",
    "reported",
    "updated",
    "écrit",
    "répond",
    "répondu",
    "ajouté",
    "commenté",
    "noté",
    "précisé",
    "indiqué",
    "schrieb",
    "antwortete",
    "dit",
    "publié",
    "emailed",
    "called",
    "texted",
];

/// Whether a word of headers joins a name and the rest of it.
pub(in crate::case) fn is_verb(word: &[u8]) -> bool {
    is_speech(word) || LINKS.iter().any(|link| link.as_bytes() == word)
}

/// Whether a verb of headers says that somebody wrote.
pub(in crate::case) fn is_speech(word: &[u8]) -> bool {
    SPEECH.iter().any(|verb| verb.as_bytes() == word)
}
