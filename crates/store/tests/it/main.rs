//! The store on both databases.

mod appending;
mod databases;
mod desk;
