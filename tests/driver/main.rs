//! The world gone wrong: drivers that lie, browsers that are killed, owners that meet.
//!
//! A browser or driver that is missing fails these tests loudly; nothing is skipped.

mod actor;
mod copies;
mod deadlines;
mod edge;
mod faults;
mod fences;
mod grid;
mod killings;
mod liar;
mod lies;
mod locks;
mod pages;
mod proxy;
mod puppet;
mod records;
mod runs;
mod secrets;
mod strangers;
mod tabs;
mod theatre;
mod tools;
mod toxics;
