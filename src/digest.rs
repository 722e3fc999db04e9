//! A short digest of a text, so that a report can say which facts and rules it was made from.

use sha2::{Digest, Sha256};

/// The first six bytes of the SHA-256 of a text, in hexadecimal.
pub fn digest(text: &str) -> String {
    let bytes = Sha256::digest(text.as_bytes());
    bytes[..6].iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}
