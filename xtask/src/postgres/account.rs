//! The account that the server runs under: `PostgreSQL` refuses to run as root.

use crate::process::output;
use anyhow::{Context, Result};
use std::os::unix::fs::{MetadataExt, chown};
use std::path::Path;
use std::process::Command;

/// The account that Debian's package makes.
const NAME: &str = "postgres";

pub(crate) enum Account {
    /// The person's own.
    Own,
    /// Root steps down to the account named [`NAME`].
    SteppedDown { user: u32, group: u32 },
}

impl Account {
    pub(crate) fn choose() -> Result<Self> {
        if !is_root() {
            return Ok(Self::Own);
        }
        let id = |flag| -> Result<u32> { Ok(output(Command::new("id").args([flag, NAME]))?.trim().parse()?) };
        let advice =
            || format!("PostgreSQL refuses to run as root; make it an account: useradd --system {NAME}");
        Ok(Self::SteppedDown { user: id("-u").with_context(advice)?, group: id("-g").with_context(advice)? })
    }

    /// `program` under this account, in `folder`. It is interrupted when this chore ends, even by `kill -9`, so that
    /// no server is ever left behind; an interrupt is `PostgreSQL`'s fast shutdown.
    pub(crate) fn command(&self, program: &Command, folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.current_dir(folder);
        if let Self::SteppedDown { user, group } = self {
            command.args([format!("--reuid={user}"), format!("--regid={group}"), "--init-groups".to_owned()]);
        }
        command.arg("--pdeathsig=INT").arg("--").arg(program.get_program()).args(program.get_args());
        command
    }

    pub(crate) fn own(&self, folder: &Path) -> Result<()> {
        match self {
            Self::Own => Ok(()),
            Self::SteppedDown { user, group } => chown(folder, Some(*user), Some(*group))
                .with_context(|| format!("cannot give `{}` to {NAME}", folder.display())),
        }
    }
}

/// Whether this process runs as root; `false` where there is no `/proc` to ask.
pub(crate) fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(test)]
mod tests {
    use super::{Account, Command, Path, output};

    #[test]
    fn root_steps_down_before_the_program_starts() {
        let account = Account::SteppedDown { user: 65_534, group: 65_534 };
        let command = account.command(Command::new("id").arg("-u"), Path::new("/"));
        let words: Vec<_> = command.get_args().map(|word| word.to_str().unwrap()).collect();
        let expected =
            ["--reuid=65534", "--regid=65534", "--init-groups", "--pdeathsig=INT", "--", "id", "-u"];
        assert_eq!(words, expected);
    }

    #[test]
    fn a_person_keeps_their_own_account() {
        let own = output(&mut Command::new("id")).unwrap();
        assert_eq!(output(&mut Account::Own.command(&Command::new("id"), Path::new("/"))).unwrap(), own);
    }
}
