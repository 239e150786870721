//! Paths of this face. Their fixed segments compare without case, and every segment is percent-decoded by itself.

use super::error::Fault;
use percent_encoding::percent_decode_str;

/// The subscription in a path; none at the level of the tenant.
pub(super) type At = Option<String>;

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    Operations,
    Services,
    Service(String),
    Classifications(String),
    Classification(String, String),
    CheckTicketName(At),
    Tickets(At),
    Ticket(At, String),
    CheckCommunicationName(At, String),
    Communications(At, String),
    Communication(At, String, String),
    Transcripts(At, String),
    Transcript(At, String, String),
    Workspace(At, String),
    Files(At, String),
    File(At, String, String),
    Upload(At, String, String),
    OperationStatus(At, String),
    OperationResult(At, String),
}

impl Place {
    /// What a path names.
    ///
    /// # Errors
    /// 404 if it names nothing.
    pub(super) fn of(path: &str) -> Result<Self, Fault> {
        let nothing = || Fault::not_found(format!("there is nothing at `{}`", path.escape_debug()));
        let mut segments = Vec::new();
        for segment in path.trim_start_matches('/').trim_end_matches('/').split('/') {
            let decoded = percent_decode_str(segment).decode_utf8().map_err(|_| nothing())?;
            if decoded.is_empty() || decoded.contains(char::is_control) {
                return Err(nothing());
            }
            segments.push(decoded.into_owned());
        }
        let lower: Vec<String> = segments.iter().map(|segment| segment.to_ascii_lowercase()).collect();
        let fixed: Vec<&str> = lower.iter().map(String::as_str).collect();
        let named: Vec<&String> = segments.iter().collect();
        let (at, fixed, named) = match (fixed.as_slice(), named.as_slice()) {
            (
                ["subscriptions", _, "providers", "microsoft.support", fixed @ ..],
                [_, at, _, _, named @ ..],
            ) => (Some((*at).clone()), fixed, named),
            (["providers", "microsoft.support", fixed @ ..], [_, _, named @ ..]) => (None, fixed, named),
            _ => return Err(nothing()),
        };
        let name = |index: usize| named.get(index).map(|name| (*name).clone()).unwrap_or_default();
        if at.is_none()
            && let Some(place) = of_catalogue(fixed, &name)
        {
            return Ok(place);
        }
        of_cases(at, fixed, &name).ok_or_else(nothing)
    }

    /// The methods to which it answers.
    pub(super) const fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::CheckTicketName(_) | Self::CheckCommunicationName(..) | Self::Upload(..) => &["POST"],
            Self::Ticket(..) => &["GET", "PUT", "PATCH"],
            Self::Communication(..) | Self::Workspace(..) | Self::File(..) => &["GET", "PUT"],
            _ => &["GET"],
        }
    }
}

fn of_catalogue(fixed: &[&str], name: &impl Fn(usize) -> String) -> Option<Place> {
    Some(match fixed {
        ["operations"] => Place::Operations,
        ["services"] => Place::Services,
        ["services", _] => Place::Service(name(1)),
        ["services", _, "problemclassifications"] => Place::Classifications(name(1)),
        ["services", _, "problemclassifications", _] => Place::Classification(name(1), name(3)),
        _ => return None,
    })
}

fn of_cases(at: At, fixed: &[&str], name: &impl Fn(usize) -> String) -> Option<Place> {
    Some(match fixed {
        ["checknameavailability"] => Place::CheckTicketName(at),
        ["supporttickets"] => Place::Tickets(at),
        ["supporttickets", _] => Place::Ticket(at, name(1)),
        ["supporttickets", _, "checknameavailability"] => Place::CheckCommunicationName(at, name(1)),
        ["supporttickets", _, "communications"] => Place::Communications(at, name(1)),
        ["supporttickets", _, "communications", _] => Place::Communication(at, name(1), name(3)),
        ["supporttickets", _, "chattranscripts"] => Place::Transcripts(at, name(1)),
        ["supporttickets", _, "chattranscripts", _] => Place::Transcript(at, name(1), name(3)),
        ["fileworkspaces", _] => Place::Workspace(at, name(1)),
        ["fileworkspaces", _, "files"] => Place::Files(at, name(1)),
        ["fileworkspaces", _, "files", _] => Place::File(at, name(1), name(3)),
        ["fileworkspaces", _, "files", _, "upload"] => Place::Upload(at, name(1), name(3)),
        ["operationsstatus", _] => Place::OperationStatus(at, name(1)),
        ["operationresults", _] => Place::OperationResult(at, name(1)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_segments_compare_without_case_and_names_keep_theirs() {
        let place = Place::of("/SubScriptions/Sub-1/Providers/microsoft.SUPPORT/SupportTickets/My%2eTicket/");
        assert_eq!(place.unwrap(), Place::Ticket(Some("Sub-1".to_owned()), "My.Ticket".to_owned()));
        let place = Place::of("/providers/Microsoft.Support/services/mail/problemClassifications/x").unwrap();
        assert_eq!(place, Place::Classification("mail".to_owned(), "x".to_owned()));
    }

    #[test]
    fn what_is_no_path_of_this_face_is_not_found() {
        for path in [
            "/subscriptions/s/providers/Microsoft.Support/services",
            "/providers/Microsoft.Other/supportTickets",
            "/providers/Microsoft.Support/supportTickets/%00",
            "/providers/Microsoft.Support/supportTickets/%ff",
            "/providers/Microsoft.Support/supportTickets//communications",
            "/subscriptions",
        ] {
            assert!(Place::of(path).is_err(), "{path}");
        }
    }
}
