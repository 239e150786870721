//! `glasscase serve`, and the commands that work on its data folder.

mod folder;
mod life;
mod offline;
mod postgres;
mod tls;
