//! The integration tests, one binary. A test holds that no file here is forgotten.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod agreement;
mod scenarios;
mod twin;
