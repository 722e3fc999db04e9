//! Digests: a short one of a text, so that a report can say which facts and rules it was made from, and
//! the whole one by which a file is checked.

use sha2::{Digest, Sha256};

/// The first six bytes of the SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    bytes[..6].iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

/// The whole SHA-256 of bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}
