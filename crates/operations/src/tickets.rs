//! Cases under the names and with the details that clients of the Azure Support face give them.
//!
//! A ticket is a case: one that such a client opened has the name that it chose, any other is called by its id. What the
//! client says beyond title and text (contact details and the like) is opaque here and stands beside the log, as case text
//! does, so it goes with it.

mod communications;
mod files;
mod opening;
mod operated;
mod resolve;
mod scope;
mod shown;
mod updating;
mod workspaces;

pub use communications::{Communication, NewCommunication, communicate, communications};
pub use files::{
    FileSizes, HeldFile, NewChunk, ShownFile, accept_chunk, begin_file, drop_held_file, held_files,
    hold_file, list_files, open_case_with_files, show_file,
};
pub use opening::{NewTicket, open_ticket};
pub use operated::{Operated, find_operated};
pub use resolve::is_name_free;
pub use scope::{Scope, find_scope};
pub use shown::{ShownTicket, TicketList, list_tickets, show_ticket};
pub use updating::{ConsentChange, TicketUpdate, update_ticket};
pub use workspaces::{ShownWorkspace, make_workspace, show_workspace};
