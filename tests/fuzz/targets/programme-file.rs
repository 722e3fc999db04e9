#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| caseload_fuzz::hold("programme-file", input));
