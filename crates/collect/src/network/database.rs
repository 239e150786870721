//! Listed databases: who asks for one by name gets its server connected, and then the password.

use super::direct::Direct;
use super::wanted::{Answer, Login, Told, Transport};
use crate::scope::{Database, DatabaseServer, OutOfScope};
use crate::secret::Secret;
use diagnostics::collector::Engine;

impl Direct {
    /// Connects to the server of the database called `name`, or tells where its file lies.
    pub(super) async fn database(&self, engine: Engine, name: &str) -> Result<Answer, OutOfScope> {
        let database = self.scope.database(&self.subscription, name, engine)?;
        let (server, port) = match (database, database.server()) {
            (Database::Sqlite(file), _) => return Ok(Told::DatabaseFile(file.path.clone()).into()),
            (_, Some(found)) => found,
            (_, None) => return Ok(Told::Unusable(format!("database `{name}` has no server")).into()),
        };
        let target = self.scope.named_host(&self.subscription, &server.host, port)?;
        let answer = self.reach(&target, Transport::Tcp).await?;
        let Told::Connected { address, dns, connect } = answer.told else { return Ok(answer) };
        // The password is read as late as this: if nothing answers there, nobody needs it.
        let login = match login(name, server) {
            Ok(login) => login,
            Err(reason) => return Ok(Told::Unusable(reason).into()),
        };
        Ok(Answer { told: Told::DatabaseServer { address, dns, connect, login }, socket: answer.socket })
    }
}

fn login(name: &str, server: &DatabaseServer) -> Result<Login, String> {
    let password = server.password_file.as_deref().map(Secret::read).transpose().map_err(|error| {
        format!("the `password_file` of database `{}` cannot be used: {error}", name.escape_debug())
    })?;
    Ok(Login::new(server, password))
}
