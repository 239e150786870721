//! Which kinds of byte and of word a line holds, so that a detector that needs one of them is not even asked without.

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const AT: Self = Self(1);
    pub(crate) const BACKSLASH: Self = Self(1 << 1);
    pub(crate) const SLASH: Self = Self(1 << 2);
    pub(crate) const COLON: Self = Self(1 << 3);
    pub(crate) const EQUALS: Self = Self(1 << 4);
    pub(crate) const GREATER: Self = Self(1 << 5);
    pub(crate) const PLUS: Self = Self(1 << 6);
    pub(crate) const DOLLAR: Self = Self(1 << 7);
    /// `[`.
    pub(crate) const BRACKET: Self = Self(1 << 8);
    /// `|`.
    pub(crate) const BAR: Self = Self(1 << 9);

    /// A word that may begin a phrase of `data/cues.txt`.
    pub(crate) const CUE: Self = ListMarks::CUE.marks();
    /// A word that may name a program or an option that is read.
    pub(crate) const COMMAND: Self = ListMarks::COMMAND.marks();
    /// A word behind which a path may name somebody.
    pub(crate) const PLACE: Self = ListMarks::PLACE.marks();
    /// A noun in front of an account's name.
    pub(crate) const ROLE: Self = ListMarks::ROLE.marks();
    /// A preposition that may stand in front of an account's name.
    pub(crate) const PREPOSITION: Self = ListMarks::PREPOSITION.marks();
    /// A word of sentences on logins and sessions.
    pub(crate) const LOGIN: Self = ListMarks::LOGIN.marks();
    /// A word that may name a password or a code.
    pub(crate) const SECRET: Self = ListMarks::SECRET.marks();
    /// A word that may begin a phrase of `data/statements.txt`.
    pub(crate) const STATEMENT: Self = ListMarks::STATEMENT.marks();
    /// A word that may be a given name.
    pub(crate) const GIVEN_NAME: Self = Self(LIST_BIT << 8);
    /// A word that the tenant's context may know.
    pub(crate) const KNOWN: Self = Self(KNOWN_BIT);
    /// A word that may begin a name of several words that the context lists.
    pub(crate) const PHRASE: Self = Self(KNOWN_BIT << 1);

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether any of `others` is there.
    pub(crate) const fn has(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub(crate) fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// The separators of words that are marked.
    pub(crate) const SEPARATORS: [(u8, Self); 10] = [
        (b'@', Self::AT),
        (b'\\', Self::BACKSLASH),
        (b'/', Self::SLASH),
        (b':', Self::COLON),
        (b'=', Self::EQUALS),
        (b'>', Self::GREATER),
        (b'+', Self::PLUS),
        (b'$', Self::DOLLAR),
        (b'[', Self::BRACKET),
        (b'|', Self::BAR),
    ];
}

/// The first bit of the marks that word lists give.
const LIST_BIT: u32 = 1 << 16;
/// The first bit of the marks that a context gives.
const KNOWN_BIT: u32 = 1 << 28;

impl Marks {
    /// The marks of a context from two bits: known, phrase.
    pub(crate) const fn of_context(bits: u32) -> Self {
        Self(bits * KNOWN_BIT)
    }
}

/// The marks that word lists give, small enough for a table that is looked into for every word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListMarks(u8);

impl ListMarks {
    pub(crate) const CUE: Self = Self(1);
    pub(crate) const COMMAND: Self = Self(2);
    pub(crate) const PLACE: Self = Self(4);
    pub(crate) const ROLE: Self = Self(8);
    pub(crate) const PREPOSITION: Self = Self(16);
    pub(crate) const LOGIN: Self = Self(32);
    pub(crate) const SECRET: Self = Self(64);
    pub(crate) const STATEMENT: Self = Self(128);

    pub(crate) const fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) const fn marks(self) -> Marks {
        Marks(self.0 as u32 * LIST_BIT)
    }
}
