//! A page as a message, ready for any program that sends mail: in plain words, and as HTML beside.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use crate::digest::digest;
use crate::reading::safe_line;
use crate::report::page::Page;
use crate::report::render::{html, plain, title};

/// Who a message is from and for, and when it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// The name and the address that it is from.
    pub from: (String, String),
    /// The addresses that it is for; there may be none, for a mailer to add.
    pub to: Vec<String>,
    /// When it was written, in seconds since 1970 in UTC.
    pub seconds: i64,
}

/// A page as a message. The same page in the same envelope gives the same bytes.
pub fn mail(page: &Page, envelope: &Envelope) -> Vec<u8> {
    let (words, markup) = (plain(page), html(page));
    let id = digest(&format!("{envelope:?}{markup}"));
    let part = |kind: &'static str, text: String| {
        MimePart::new(ContentType::new(kind).attribute("charset", "utf-8"), text)
    };
    let both =
        ContentType::new("multipart/alternative").attribute("boundary", format!("=_caseload_{id}"));
    let (name, address) = &envelope.from;
    let to = envelope.to.iter().map(|address| Address::from(address.as_str())).collect();
    let mut message = MessageBuilder::new()
        .from((name.as_str(), address.as_str()))
        .subject(subject(page))
        .date(envelope.seconds)
        .message_id(format!("{id}.{}@caseload", envelope.seconds))
        // No holiday note is to be sent back.
        .header("Auto-Submitted", Raw::new("auto-generated"));
    if !envelope.to.is_empty() {
        message = message.to(Address::new_list(to));
    }
    let parts = vec![part("text/plain", words), part("text/html", markup)];
    // Writing to memory cannot fail.
    message.body(MimePart::new(both, parts)).write_to_vec().unwrap_or_default()
}

/// The title of a page, and the sum of it where it has one.
fn subject(page: &Page) -> String {
    match &page.sum {
        Some(sum) => format!("{}: {}", title(page), safe_line(sum)),
        None => title(page),
    }
}
