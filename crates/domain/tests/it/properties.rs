//! What holds for every history: random timelines and random commands, with few names so that they collide, and times
//! that meet their deadlines exactly.

mod clock;
mod commands;
mod desk;
mod fitting;
mod folding;
mod forged;
mod random;
mod reach;
mod rules;
