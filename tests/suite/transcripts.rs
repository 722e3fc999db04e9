//! Every command's output and every refusal, as transcripts of real processes.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test transcripts` writes the new output
//! into the files; read the difference before it is committed.

/// Ensures that every transcript is what the program prints.
#[test]
fn transcripts_are_what_the_program_prints() {
    trycmd::TestCases::new()
        .case("tests/transcripts/*.md")
        .env("COLUMNS", "80")
        .env("HOME", "/nonexistent")
        .env("CASELOAD_WORKER", "morgan");
}
