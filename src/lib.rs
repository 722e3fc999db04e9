//! `caseload`: a case tracker for small providers of employment support.
//!
//! The map of the crate, from facts to what a person sees. A module uses only modules above it in
//! this list, and a test holds that. The core, from [`problem`] to [`integrity`], knows no terminal,
//! file system, git, environment or clock.

pub mod digest;
pub mod problem;
pub mod calendar;
pub mod reading;
pub mod case;
pub mod settings;
pub mod programme;
pub mod journey;
pub mod rule;
pub mod warning;
pub mod obligation;
pub mod retention;
pub mod check;
pub mod sheet;
pub mod schedule;
pub mod operation;
pub mod integrity;
pub mod store;
pub mod report;
pub mod cli;
