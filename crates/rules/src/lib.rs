//! What a museum may and may not do. Pure: no clock, no I/O, no SQL, no randomness.
//!
//! Every rule stands here once and serves as badge, refusal and score. Callers
//! load facts, ask, and act on the answer; nothing here knows where facts live.

pub mod calendar;
pub mod conflict;
pub mod exhibition;
pub mod load;
pub mod quick_add;
pub mod region;
pub mod resource;
pub mod road;
pub mod session;
pub mod space;
pub mod template;
pub mod time;
pub mod written;
