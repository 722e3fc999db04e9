//! That recording cannot lose an entry, whatever comes between: other processes, a kill at any
//! moment, a disk that fails at any call. Real processes of the program, and of git, alone.
//!
//! `CASELOAD_DEPTH=10 cargo test recording` takes every point at which it can be interrupted, where
//! the usual run takes a spread of them, another one each time; `CASELOAD_SEED` takes the spread of
//! a run that failed again.

mod answers;
mod at_once;
mod faults;
mod git_index;
mod git_side;
mod hand_edits;
mod hermetic;
mod hostile;
mod lock;
mod mending;
pub(crate) mod odd;
pub(crate) mod office;
mod order;
mod plain_git;
mod power;
mod random;
mod refused;
mod scenario;
pub(crate) mod signing;
pub(crate) mod strace;
mod together;
mod told;
mod told_back;
pub(crate) mod trial;
mod undoing;

pub(crate) use crate::chance::{Dice, depth, seed};
