//! Obligations: what follows from a case on a day, judged and explained.
//!
//! [`evaluate`] is pure: a programme, a calendar, a case and a day in, an [`Evaluation`] out.
//! [`Status`] comes from one function, for every list, report and exit code.

mod agenda;
mod band;
mod comparison;
mod evaluate;
mod identity;
mod milestone;
mod reason;
mod standing;
mod status;

pub use agenda::{Agenda, ToDo};
pub use band::Band;
pub use comparison::{Change, Compared, Judged, Listed, compare};
pub use evaluate::{Evaluation, Obligation, evaluate};
pub use identity::identity;
pub use milestone::Milestone;
pub use standing::Standing;
pub use status::Status;
