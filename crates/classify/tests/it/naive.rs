//! Twins of the machinery that is easy to get wrong: each so plain that it is right, however slow, and compared with the
//! fast one on generated input.

mod ids;
mod networks;
mod precedence;
mod stream;
