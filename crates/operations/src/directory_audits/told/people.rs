//! People, and what they sign in with.

use super::{Told, set};
use crate::directory_audits::view::View;
use domain::Event;

pub(super) fn told(view: &View, event: &Event) -> Option<Told> {
    let plain = |person| Told::about(view.user(person, Vec::new()));
    Some(match event {
        Event::PersonAdded { person, roles, .. } | Event::PersonChanged { person, roles, .. } => {
            Told::about(view.user(person, vec![set("roles", roles)]))
        }
        Event::PersonRemoved { person } => plain(person),
        Event::PersonInvited { person, expires_at } => plain(person).detail("invitedUntil", expires_at),
        Event::TokenIssued { token, person, roles, expires_at } => {
            Told::about(view.user(person, vec![set("tokenRoles", roles)]))
                .detail("token", token)
                .detail("expires", expires_at)
        }
        Event::TokenRevoked { token } => {
            let whose = view.state.tokens().get(token).map(|token| &token.person);
            let told = match whose {
                Some(person) => plain(person),
                None => Told::about(view.organisation(Vec::new())),
            };
            told.detail("token", token)
        }
        Event::SignInKeyEnrolled { key, person, algorithm, .. } => {
            plain(person).detail("key", key).detail("algorithm", algorithm)
        }
        Event::SignInKeyRevoked { key } => Told::about(view.organisation(Vec::new())).detail("key", key),
        _ => return None,
    })
}
