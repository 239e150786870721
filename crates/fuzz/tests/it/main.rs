//! What once broke a property never does again; what the engine begins with breaks none.

use fuzz::{TARGETS, mutate};
use std::fs;
use std::path::Path;

#[test]
fn what_once_broke_a_property_does_so_no_more() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("regressions");
    let mut inputs = 0;
    for target in &TARGETS {
        let Ok(entries) = fs::read_dir(folder.join(target.name)) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            println!("{}", path.display());
            (target.check)(&fs::read(path).unwrap());
            inputs += 1;
        }
    }
    assert!(inputs > 0, "the corpus is missing");
}

#[test]
fn seeds_and_what_becomes_of_them_break_no_property() {
    for target in &TARGETS {
        let seeds = (target.seeds)();
        assert!(seeds.len() > 3, "{}", target.name);
        for (seed, number) in seeds.iter().zip(0_u32..) {
            println!("{} {number}", target.name);
            (target.check)(seed);
            let mut data = seed.clone();
            data.resize(seed.len() + 4_096, 0);
            let size = mutate(target, &mut data, seed.len(), number, |_, size| size);
            (target.check)(&data[..size]);
        }
    }
}

#[test]
fn seeds_of_archives_and_packed_texts_are_sound() {
    // A header whose check sum is wrong, or a stream that ends early, would be refused at once, and never looked into.
    let tar = TARGETS.iter().find(|target| target.name == "archive").unwrap();
    let sound = (tar.seeds)()
        .iter()
        .filter(|seed| {
            let source = std::io::Cursor::new(seed.as_slice());
            bundle::survey(source, "seed", &bundle::Limits::default())
                .is_ok_and(|survey| survey.summary.files > 0)
        })
        .count();
    assert!(sound >= 4, "only {sound} seeds are sound archives");
}
