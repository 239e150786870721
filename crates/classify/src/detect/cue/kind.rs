//! What a phrase stands in front of. The phrases are data: `data/cues.txt`.

use crate::sections;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Login,
    User,
    QuotedUser,
    Password,
    Otp,
    Token,
    Person,
    ClientHost,
    Session,
    Machine,
    Place,
    Agent,
    Connect,
    Phone,
    Extension,
    Subscriber,
    Technology,
    LikelyUser,
    Number,
    UserList,
    UserWords,
    UserBefore,
    QuotedUserBefore,
    Actor,
    Addressee,
    Authenticator,
    Mechanism,
    ProcessTitle,
    Certificate,
    Insert,
    Form,
    Declared,
    Wireless,
    Columns,
    Entry,
}

/// The phrases of the list and what each stands in front of.
pub(super) fn listed() -> impl Iterator<Item = (&'static str, Cue)> {
    let phrases = sections::phrases(include_str!("../../data/cues.txt"));
    phrases.filter_map(|(heading, phrase)| Some((phrase, cue_from_name(heading)?)))
}

fn cue_from_name(name: &str) -> Option<Cue> {
    Some(match name {
        "login" => Cue::Login,
        "user" => Cue::User,
        "quoted_user" => Cue::QuotedUser,
        "password" => Cue::Password,
        "otp" => Cue::Otp,
        "token" => Cue::Token,
        "person" => Cue::Person,
        "client_host" => Cue::ClientHost,
        "session" => Cue::Session,
        "machine" => Cue::Machine,
        "place" => Cue::Place,
        "agent" => Cue::Agent,
        "connect" => Cue::Connect,
        "phone" => Cue::Phone,
        "extension" => Cue::Extension,
        "subscriber" => Cue::Subscriber,
        "technology" => Cue::Technology,
        "likely_user" => Cue::LikelyUser,
        "number" => Cue::Number,
        "user_list" => Cue::UserList,
        "user_words" => Cue::UserWords,
        "user_before" => Cue::UserBefore,
        "quoted_user_before" => Cue::QuotedUserBefore,
        "actor" => Cue::Actor,
        "addressee" => Cue::Addressee,
        "authenticator" => Cue::Authenticator,
        "mechanism" => Cue::Mechanism,
        "process_title" => Cue::ProcessTitle,
        "certificate" => Cue::Certificate,
        "insert" => Cue::Insert,
        "form" => Cue::Form,
        "declared" => Cue::Declared,
        "wireless" => Cue::Wireless,
        "columns" => Cue::Columns,
        "entry" => Cue::Entry,
        _ => return None,
    })
}
