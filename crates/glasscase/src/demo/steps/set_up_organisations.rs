//! The operator adds the vendor's engineer, and creates the customers.

use super::People;
use crate::data_folder::SUPPORT_NAME;
use crate::demo::people::{Customer, Person};
use crate::demo::story::Story;
use anyhow::Result;
use wire::{Me, TenantCreated, TokenSecret};

/// The team that all problems go to.
const TEAM: &str = "support";

pub(super) async fn run(operator: Person, story: &mut Story<'_>) -> Result<People> {
    story.step("The operator adds an engineer, and creates four customers")?;
    let me: Me = operator.ask(&["whoami"]).await?;
    story.say(&format!("The vendor's support organisation is {SUPPORT_NAME}, {}.", me.tenant))?;
    let engineer = engineer(&operator, story).await?;
    let contoso = customer(&operator, "contoso", "Contoso", story).await?;
    let fabrikam = customer(&operator, "fabrikam", "Fabrikam", story).await?;
    let northwind = customer(&operator, "northwind", "Northwind Traders", story).await?;
    let tailspin = customer(&operator, "tailspin", "Tailspin Toys", story).await?;
    story.say("Each customer's first owner got a one-time link. The case is Contoso's; Fabrikam must see nothing of it;")?;
    story.say("Northwind and Tailspin are for you to try afterwards.")?;
    Ok(People { operator, engineer, contoso, fabrikam, northwind, tailspin })
}

async fn engineer(operator: &Person, story: &mut Story<'_>) -> Result<Person> {
    let upn = "sam.ortiz@support.example";
    let arguments = ["user", "add", upn, "--name", "Sam Ortiz", "--roles", "engineer", "--teams", TEAM];
    let added: wire::Person = operator.does(story, &arguments).await?;
    let token = ["token", "create", "Sam's laptop", "--person", added.person.as_str()];
    let token: TokenSecret = operator.ask(&token).await?;
    Ok(Person { name: "engineer", token: token.secret, ..operator.clone() })
}

async fn customer(
    operator: &Person,
    who: &'static str,
    name: &str,
    story: &mut Story<'_>,
) -> Result<Customer> {
    let created: TenantCreated = operator.does(story, &["tenant", "create", name]).await?;
    let redeem = ["token", "redeem", created.owner.code.as_str(), "--json"];
    let token: TokenSecret = operator.shell.run(None, &redeem).await?.json()?;
    let owner = Person { name: who, token: token.secret, ..operator.clone() };
    Ok(Customer { tenant: created.tenant, owner })
}
