//! What caseload is made of, and what it comes in: the page about its dependencies, and what Debian's
//! package holds. Trying the package itself takes a release build and is `tests/package/run`.

mod copyright;
mod crates;
mod dependencies;
mod files;
