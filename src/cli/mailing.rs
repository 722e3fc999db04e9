//! A report as a message: whom it is from and for, and the mailer that takes it.

use std::path::Path;

use crate::cli::arguments::{Common, Format, Mailing};
use crate::cli::clock;
use crate::cli::failure::Failure;
use crate::reading::safe_line;
use crate::report::render::Envelope;
use crate::store;

/// Who a message is from and for.
pub(super) fn envelope(folder: Option<&Path>, mailing: &Mailing) -> Result<Envelope, Failure> {
    require_addresses(mailing.mail_to.iter().chain(&mailing.mail_from))?;
    let known = |of: fn(&Path) -> Option<String>| folder.and_then(of);
    let from = match &mailing.mail_from {
        Some(address) => ("caseload".to_owned(), address.clone()),
        None => (
            known(store::user_name).unwrap_or_else(|| "caseload".to_owned()),
            known(store::user_email).unwrap_or_else(|| "caseload@localhost".to_owned()),
        ),
    };
    let seconds = clock::now().timestamp();
    Ok(Envelope { from, to: mailing.mail_to.clone(), seconds })
}

/// Ensures that each of these is an address.
pub(super) fn require_addresses<'a>(
    texts: impl IntoIterator<Item = &'a String>,
) -> Result<(), Failure> {
    match texts.into_iter().find(|text| !is_address(text)) {
        None => Ok(()),
        Some(text) => {
            let message = format!("`{}` is not an address", safe_line(text));
            Err(Failure::command_line(message, "write it as name@example.org"))
        }
    }
}

/// Whether a text is one address and can be nothing more, such as a second one or another header.
fn is_address(text: &str) -> bool {
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || ",;<>\"".contains(c);
    let parts = text.split_once('@');
    parts.is_some_and(|(name, place)| !name.is_empty() && !place.is_empty())
        && !text.contains(is_odd)
}

/// Hands a message to the mailer.
pub(super) fn hand_to_mailer(
    command: &str,
    message: &[u8],
    common: &Common,
) -> Result<(), Failure> {
    if common.format != Format::Eml {
        let message = "--send-with sends a message, and this is none";
        return Err(Failure::command_line(message, "add --format eml"));
    }
    store::hand_to(command, message).map_err(|why| {
        let message = format!("the mailer `{}` did not take it: {why}", safe_line(command));
        Failure::cannot_read(message, "try it by hand, with a message on its standard input")
    })
}
