//! The engine: libFuzzer, which `cargo xtask fuzz` builds in with the counters that it reads.
#![cfg_attr(feature = "engine", no_main)]

/// Which target is looked into.
#[cfg(feature = "engine")]
const TARGET_VARIABLE: &str = "GLASSCASE_FUZZ_TARGET";
/// A folder that the seeds of the target are written to before the engine reads it.
#[cfg(feature = "engine")]
const SEEDS_VARIABLE: &str = "GLASSCASE_FUZZ_SEEDS";

#[cfg(feature = "engine")]
mod engine {
    use super::{SEEDS_VARIABLE, TARGET_VARIABLE};
    use fuzz::{TARGETS, Target, mutate, target};
    use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
    use std::env;
    use std::path::Path;
    use std::sync::LazyLock;

    static TARGET: LazyLock<&'static Target> = LazyLock::new(|| {
        env::var(TARGET_VARIABLE).ok().and_then(|name| target(&name)).unwrap_or(&TARGETS[0])
    });

    fn write_seeds() {
        let Some(folder) = env::var_os(SEEDS_VARIABLE) else { return };
        for (number, seed) in (TARGET.seeds)().iter().enumerate() {
            let file = Path::new(&folder).join(format!("seed-{number}"));
            std::fs::write(&file, seed).unwrap_or_else(|why| {
                std::panic::panic_any(format!("cannot write `{}`: {why}", file.display()))
            });
        }
    }

    fuzz_target!(init: write_seeds(), |data: &[u8]| (TARGET.check)(data));

    fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
        mutate(&TARGET, data, size, seed, |data, size| fuzzer_mutate(data, size, max_size))
    });
}

#[cfg(not(feature = "engine"))]
fn main() -> std::process::ExitCode {
    // Without the engine there is nothing to be done here.
    std::process::ExitCode::FAILURE
}
