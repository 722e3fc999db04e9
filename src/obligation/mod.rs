//! Obligations: what follows from a case on a day, judged and explained.
//!
//! [`evaluate`] is pure: a programme, a calendar, a case and a day in, an [`Evaluation`] out.
//! [`Status`] comes from one function, for every list, report and exit code.

mod band;
mod evaluate;
mod milestone;
mod reason;
mod status;

pub use band::Band;
pub use evaluate::{Evaluation, Obligation, evaluate};
pub use milestone::Milestone;
pub use status::Status;
