//! What was given up of what is kept outside of a folder, when a rewriting of its history was accepted.

use serde_json::{Value, json};

use crate::calendar::plural;
use crate::integrity::{Confirmation, Past, Receipt};
use crate::reading::safe_line;
use crate::report::verify::{Verification, short};
use crate::report::words::count;

/// How many receipts are named one by one.
const MOST: usize = 4;

impl Verification {
    /// Who accepted that the history was made anew, when, and what was given up by that.
    pub(super) fn given_up_words(&self, past: &Past) -> String {
        let by = safe_line(&past.by);
        let by = if by.is_empty() { String::new() } else { format!(" by {by}") };
        let mut parts = Vec::new();
        if !past.receipts.is_empty() {
            let receipts = plural(count(past.receipts.len()), "receipt");
            parts.push(format!("{receipts} ({})", self.named(&past.receipts)));
        }
        for confirmed in &past.confirmed {
            let on = self.day(confirmed.seconds);
            parts.push(format!("what was confirmed about keys on {on}"));
        }
        format!(
            "That the history was made anew was accepted on {}{by}, which gave up {}.",
            self.day(past.seconds),
            parts.join(" and ")
        )
    }

    fn named(&self, receipts: &[Receipt]) -> String {
        let named = |it: &Receipt| format!("{} of {}", short(&it.commit), self.day(it.seconds));
        let mut named: Vec<String> = receipts.iter().take(MOST).map(named).collect();
        if receipts.len() > MOST {
            named.push(format!("and {} more, which --format json lists", receipts.len() - MOST));
        }
        named.join(", ")
    }

    pub(super) fn given_up_json(&self, past: &Past) -> Value {
        let when = |seconds| self.moment(seconds).map(|it| it.to_rfc3339());
        let receipt = |it: &Receipt| json!({"commit": it.commit, "commits": it.commits, "when": when(it.seconds)});
        let confirmed = |it: &Confirmation| json!({"commit": it.commit, "when": when(it.seconds)});
        json!({
            "when": when(past.seconds),
            "by": past.by,
            "receipts": past.receipts.iter().map(receipt).collect::<Vec<_>>(),
            "confirmed": past.confirmed.iter().map(confirmed).collect::<Vec<_>>(),
        })
    }
}
