//! The canonical consent document and the check of its signature.
