//! Lists the files of the catalogue, so that a new one is part of the program without being named anywhere.

use std::path::Path;
use std::{env, fs, io};

const CATALOGUE: &str = "../../catalogue";

fn main() -> io::Result<()> {
    // As it is written here, so that a checkout that was moved looks at its own.
    println!("cargo::rerun-if-changed={CATALOGUE}");
    let catalogue = Path::new(CATALOGUE).canonicalize()?;
    let mut files: Vec<_> = fs::read_dir(&catalogue)?.collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.path().extension().is_some_and(|extension| extension == "yaml"));
    files.sort_by_key(fs::DirEntry::file_name);
    let mut list = format!("const BUILT_IN: [(&str, &str); {}] = [\n", files.len());
    for file in files {
        let path = file.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = path.to_string_lossy();
        list.push_str(&["    (", &quoted(&name), ", include_str!(", &quoted(&text), ")),\n"].concat());
    }
    list.push_str("];\n");
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&folder).join("built_in.rs"), list)
}

/// A text as a string of Rust.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}
