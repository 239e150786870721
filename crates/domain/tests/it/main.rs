//! The rules held against their vectors and against a fold too simple to be wrong.

mod naive;
mod properties;
mod vectors;
