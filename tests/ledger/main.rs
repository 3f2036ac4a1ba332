//! The durable ledger: what it promises, and what is tried to break it.

#[allow(dead_code, reason = "others use more of it")]
#[path = "../kills/chance.rs"]
mod chance;
mod child;
mod clock;
mod crashes;
mod evidence;
mod files;
mod forgetting;
mod hours;
mod lists;
mod older;
mod owners;
mod people;
mod proof;
mod quota;
mod settling;
mod stage;
mod standing;
mod submissions;
mod torn;
mod usage;
mod waiting;
mod withdrawing;
