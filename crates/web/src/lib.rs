//! The API, and the pages to come; turns refusals into responses.
