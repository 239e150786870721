//! What stands behind an option. The options are data: `data/options.txt`.

use crate::sections;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What stands behind an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    Password,
    Token,
    Cookie,
    User,
    Host,
    /// A person or an account, if it is written as one of these.
    Principal,
}

/// The options of one program; those of any program stand under `*`, in lower case.
type Options = HashMap<&'static str, Vec<(&'static str, Argument)>>;

static OPTIONS: LazyLock<Options> = LazyLock::new(|| {
    let mut options = Options::new();
    for (program, option, argument) in listed() {
        options.entry(program).or_default().push((option, argument));
    }
    options
});

fn listed() -> impl Iterator<Item = (&'static str, &'static str, Argument)> {
    sections::lines(LIST)
        .filter_map(|(heading, line)| argument_from_name(heading).zip(line.split_once(": ")))
        .flat_map(|(argument, (programs, options))| {
            programs.split_whitespace().flat_map(move |program| {
                options.split_whitespace().map(move |option| (program, option, argument))
            })
        })
}

/// `programs: options`, words between blanks, under what stands behind the options.
const LIST: &str = include_str!("../../data/options.txt");

fn argument_from_name(name: &str) -> Option<Argument> {
    Some(match name {
        "password" => Argument::Password,
        "token" => Argument::Token,
        "cookie" => Argument::Cookie,
        "user" => Argument::User,
        "host" => Argument::Host,
        "principal" => Argument::Principal,
        _ => return None,
    })
}

/// The options that any program may have.
pub(super) fn common() -> impl Iterator<Item = &'static str> {
    listed().filter(|(program, ..)| *program == "*").map(|(_, option, _)| option)
}

/// What stands behind `option` of `program`; the letter case counts where the option is the program's own.
pub(super) fn argument_behind(program: &[u8], option: &[u8]) -> Option<Argument> {
    let last = last_of_group(program, option);
    let option = last.as_ref().map_or(option, |last| last.as_slice());
    let first = option.first().map_or(0, |first| begins(*first));
    if first & *FIRSTS == 0 {
        return None;
    }
    let own = std::str::from_utf8(program).ok();
    let own = own.and_then(|program| OPTIONS.get(program.to_ascii_lowercase().as_str()));
    let own = own.and_then(|options| options.iter().find(|(name, _)| name.as_bytes() == option));
    let any = || OPTIONS.get("*")?.iter().find(|(name, _)| option.eq_ignore_ascii_case(name.as_bytes()));
    own.or_else(any).map(|(_, argument)| *argument)
}

/// `-sSku` of curl: letters share a hyphen, and what stands behind them is the last one's.
fn last_of_group(program: &[u8], option: &[u8]) -> Option<[u8; 2]> {
    let letters = option.strip_prefix(b"-").filter(|_| program.eq_ignore_ascii_case(b"curl"))?;
    let grouped = letters.len() >= 2 && letters.iter().all(u8::is_ascii_alphabetic);
    letters.last().filter(|_| grouped).map(|last| [b'-', *last])
}

/// A bit for each byte that listed options begin with, so that most arguments cost one look.
static FIRSTS: LazyLock<u128> = LazyLock::new(|| {
    listed().filter_map(|(_, option, _)| option.bytes().next()).fold(0, |all, b| all | begins(b))
});

fn begins(first: u8) -> u128 {
    1_u128.checked_shl(first.to_ascii_lowercase().into()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_stands_under_a_heading_and_names_programs_and_options() {
        for (heading, line) in sections::lines(LIST) {
            assert!(argument_from_name(heading).is_some(), "{heading}");
            assert!(line.split_once(": ").is_some_and(|(_, options)| !options.is_empty()), "{line}");
        }
    }

    #[test]
    fn the_letter_case_of_a_programs_own_option_counts() {
        assert_eq!(argument_behind(b"sqlcmd", b"-P"), Some(Argument::Password));
        assert_eq!(argument_behind(b"sqlcmd", b"-p"), None);
        assert_eq!(argument_behind(b"CURL", b"--Cookie"), None);
        assert_eq!(argument_behind(b"anything", b"--PASSWORD"), Some(Argument::Password));
    }
}
