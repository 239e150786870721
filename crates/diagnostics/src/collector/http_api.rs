//! The parameters of a kind.

use super::parameters::parameters;
use crate::parameter::Parameter;

parameters! {
    /// Reads a list from a JSON API, page by page, and of each item no more than the fields asked for.
    HttpApi {
        /// The name under which the runner's settings list the service.
        service: Parameter<String>,
        /// Path and query below the service's address, beginning with `/`.
        path: Parameter<String>,
        /// Where the list is in an answer, a JSON pointer (RFC 6901).
        items: Parameter<String>,
        /// Where the address of the next page is in an answer, a JSON pointer; all is on one page if left out.
        next: Option<Parameter<String>>,
        /// What to keep of an item, each `name=pointer`.
        fields: Parameter<Vec<String>>,
        /// Two names of fields as `part/whole`: the items are ordered by it, the highest first, with `percent` added.
        ratio: Option<Parameter<String>>,
    }
}
