//! The integration tests, one binary. A test holds that no file here is forgotten.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod agreement;
mod browser;
mod calendars;
mod contract;
mod coverage;
mod disclosing;
mod documents;
mod drafts;
mod erasing;
mod example;
mod folder;
mod formats;
mod goldens;
mod house;
mod integrity;
mod looking_back;
mod mails;
mod mangled;
mod manual;
mod merging;
mod moving;
mod odd_text;
mod packs;
mod process;
mod prompts;
mod properties;
mod recording;
mod redacting;
mod restricted;
mod retention;
mod scenarios;
mod schedules;
mod sessions;
mod shells;
mod splicing;
mod spoken;
mod syncing;
mod tools;
mod transcripts;
mod views;
mod what_if;
// Written apart from the engine, in a hand of its own.
#[allow(clippy::pedantic, unreachable_pub)]
mod twin;
