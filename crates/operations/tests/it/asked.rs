//! Every operation that a person asks for, about things of one customer.

mod about_cases;
mod about_tenants;
mod things;

pub(crate) use things::Things;

use crate::scene::Scene;
use domain::{Action, Side, permits};
use operations::{Caller, Desk, Refusal, RequestKey};
use serde_json::Value;
use std::pin::Pin;

/// The answer as JSON; null where it has no such form.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value, Refusal>> + 'a>>;

/// What an operation is asked with.
pub(crate) struct Asked<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) caller: &'a Caller,
    pub(crate) key: Option<&'a RequestKey>,
    pub(crate) things: &'a Things,
}

/// An operation.
#[derive(Clone, Copy)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    /// What the customer's people have to be allowed, and what the vendor's.
    needs: (Action, Action),
    /// Whether it names something that a customer has, so that a stranger must not find it.
    pub(crate) names_a_thing: bool,
    /// Whether it takes an idempotency key.
    pub(crate) keyed: bool,
    pub(crate) ask: for<'a> fn(Asked<'a>) -> Answer<'a>,
}

impl Operation {
    pub(crate) fn is_permitted(&self, caller: &Caller) -> bool {
        let (customer, vendor) = self.needs;
        permits(&caller.roles, if caller.side == Side::Customer { customer } else { vendor })
    }

    pub(crate) fn actions(&self) -> [Action; 2] {
        [self.needs.0, self.needs.1]
    }

    /// Somebody of contoso's or of the vendor's who may do this.
    pub(crate) fn able<'s>(&self, scene: &'s Scene) -> &'s Caller {
        let callers = [&scene.contoso.everybody, &scene.staff.lead, &scene.staff.operator];
        callers.into_iter().find(|caller| self.is_permitted(caller)).unwrap()
    }

    pub(crate) async fn run(
        &self,
        scene: &Scene,
        caller: &Caller,
        key: Option<&RequestKey>,
        things: &Things,
    ) -> Result<Value, Refusal> {
        (self.ask)(Asked { desk: &scene.desk, caller, key, things }).await
    }
}

/// All of them, in an order in which each can be done after those before it.
pub(crate) fn operations() -> Vec<Operation> {
    [about_cases::READING, about_tenants::READING, about_cases::CHANGING, about_tenants::LAST].concat()
}

/// `name(action)` and what it does; `name(action | action)` where the sides need different ones. `of` names a thing, `keyed`
/// takes a key.
macro_rules! operation {
    ($name:ident($needs:ident) $($rest:tt)*) => { operation!($name($needs | $needs) $($rest)*) };
    ($name:ident($customer:ident | $vendor:ident) of $($rest:tt)*) => {
        $crate::asked::Operation { names_a_thing: true, ..operation!($name($customer | $vendor) $($rest)*) }
    };
    ($name:ident($customer:ident | $vendor:ident) keyed |$asked:ident| $does:expr) => {
        $crate::asked::Operation {
            name: stringify!($name),
            needs: (domain::Action::$customer, domain::Action::$vendor),
            names_a_thing: false,
            keyed: true,
            ask: |$asked| Box::pin(async move { Ok(serde_json::to_value($does.await?).unwrap()) }),
        }
    };
    ($name:ident($customer:ident | $vendor:ident) |$asked:ident| $does:expr) => {
        $crate::asked::Operation {
            name: stringify!($name),
            needs: (domain::Action::$customer, domain::Action::$vendor),
            names_a_thing: false,
            keyed: false,
            ask: |$asked| Box::pin(async move { $does.await.map(|_| serde_json::Value::Null) }),
        }
    };
}

pub(crate) use operation;
