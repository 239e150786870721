//! Merkle leaves, frontier, proofs and checkpoints of a tenant's log.
