//! Listed directories: who asks for one by name gets it connected, and then the password.

use super::direct::Direct;
use super::wanted::{Answer, DirectoryLogin, Told, Transport};
use crate::scope::{Directory, DirectoryTls, OutOfScope};
use crate::secret::Secret;

impl Direct {
    /// Connects to the directory called `name`.
    pub(super) async fn directory(&self, name: &str) -> Result<Answer, OutOfScope> {
        let directory = self.scope.directory(&self.subscription, name)?;
        let target = self.scope.named_host(&self.subscription, &directory.host, directory.port())?;
        let answer = self.reach(&target, Transport::Tcp).await?;
        let Told::Connected { address, dns, connect } = answer.told else { return Ok(answer) };
        // The password is read as late as this: if nothing answers there, nobody needs it.
        let login = match login(name, directory) {
            Ok(login) => login,
            Err(reason) => return Ok(Told::Unusable(reason).into()),
        };
        Ok(Answer { told: Told::Directory { address, dns, connect, login }, socket: answer.socket })
    }
}

fn login(name: &str, directory: &Directory) -> Result<DirectoryLogin, String> {
    let name = name.escape_debug();
    if directory.tls == DirectoryTls::Off && directory.password_file.is_some() {
        return Err(format!(
            "directory `{name}` has `tls: off`, and its password would be sent in clear; set `tls: required` or `starttls`, or take the `password_file` out"
        ));
    }
    let password = directory.password_file.as_deref().map(Secret::read).transpose();
    let password = password
        .map_err(|error| format!("the `password_file` of directory `{name}` cannot be used: {error}"))?;
    Ok(DirectoryLogin {
        user: directory.user.clone().unwrap_or_default(),
        password,
        tls: directory.tls,
        server_name: directory.server_name.clone().unwrap_or_else(|| directory.host.clone()),
    })
}
