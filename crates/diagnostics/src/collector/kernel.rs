//! The parameters of a kind.

use super::parameters::parameters;

parameters! {
    /// Reads the kernel's limits and how far they are used, memory that ran out, the clock, and starts of the machine.
    Kernel {}
}
