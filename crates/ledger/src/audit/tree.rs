//! The tree that an export's events make, compared with what checkpoints sign.

use crate::{FaultKind, Frontier, LeafHash, RootHash};

/// The hash of a leaf as the file says, and as it is.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub(super) written: LeafHash,
    pub(super) computed: LeafHash,
}

/// The tree so far. Where a leaf and the hash beside it disagree, either may be the true one, so both trees are
/// kept until a checkpoint decides.
#[derive(Default)]
pub(super) struct Tree {
    written: Frontier,
    computed: Option<Frontier>,
    /// The size up to which a checkpoint confirmed the tree.
    confirmed: u64,
    state: State,
    unreported: u64,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// All events are there and no checkpoint contradicts.
    #[default]
    Whole,
    /// Events are missing: no later root can be computed.
    Incomplete,
    /// That was reported, or a checkpoint signed another tree: no later checkpoint can fit.
    Lost,
}

impl Tree {
    pub(super) fn append(&mut self, leaf: Leaf) {
        if self.computed.is_none() && leaf.written != leaf.computed {
            self.computed = Some(self.written.clone());
        }
        if let Some(computed) = &mut self.computed {
            computed.append(leaf.computed);
        }
        self.written.append(leaf.written);
    }

    /// Some event is missing from here on.
    pub(super) fn lose_events(&mut self) {
        if self.state == State::Whole {
            self.state = State::Incomplete;
        }
    }

    /// Compares the tree with a signed root. An error without a fault follows from one that was reported.
    pub(super) fn compare(&mut self, size: u64, root: RootHash) -> Result<(), Option<FaultKind>> {
        match self.state {
            State::Whole => {}
            State::Incomplete => {
                self.state = State::Lost;
                return Err(Some(FaultKind::Incomparable { size }));
            }
            State::Lost => {
                self.unreported += 1;
                return Err(None);
            }
        }
        let computed = self.computed.take();
        if self.written.root() != root {
            match computed.filter(|computed| computed.root() == root) {
                Some(computed) => self.written = computed,
                None => return Err(Some(self.contradict(size))),
            }
        }
        self.confirmed = size;
        Ok(())
    }

    fn contradict(&mut self, size: u64) -> FaultKind {
        self.state = State::Lost;
        match size.checked_sub(1) {
            Some(last) => FaultKind::OtherTree { size, first: self.confirmed, last },
            None => FaultKind::OtherEmptyTree,
        }
    }

    /// How many checkpoints could not fit because of a fault that was reported.
    pub(super) fn unreported(&self) -> u64 {
        self.unreported
    }
}
