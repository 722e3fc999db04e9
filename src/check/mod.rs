//! Named checks over cases, settings, programmes and listings handed to it.

pub mod scenario;
