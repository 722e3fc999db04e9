//! Settling what a merge left: one of two values stands, and the `[[conflict]]` goes.

use crate::case::{Layout, Place, SpliceError, Value, remove, set, unset};
use crate::operation::change::{Change, Focus};
use crate::operation::{OpenCase, Refusal};

/// Which of two values stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// The one that the merge took.
    Taken,
    /// The other one.
    Other,
}

/// One thing that two people recorded differently, as a `[[conflict]]` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicting {
    /// Where the `[[conflict]]` begins.
    start: usize,
    /// The entry as it is named: its `logged`, or its kind or `header` between quotes.
    entry: String,
    /// What it is in words, with its number; none for the header, or where it is gone.
    about: Option<String>,
    /// The key; none where one side struck the whole entry.
    pub key: Option<String>,
    /// The value that stands, as it is written.
    pub taken: String,
    /// The other one.
    pub other: String,
}

impl Conflicting {
    /// What is unsettled in a case, in the order of the file.
    pub fn all(text: &str) -> Vec<Conflicting> {
        let Ok(layout) = Layout::of(text) else { return Vec::new() };
        let raw = |block: &crate::case::Block, name: &str| {
            block.key(name).map(|key| layout.raw(key)).unwrap_or_default()
        };
        let of_conflict = layout.blocks.iter().filter(|block| block.kind == "conflict");
        of_conflict
            .map(|block| {
                let mut one = Conflicting {
                    start: block.header.start,
                    entry: raw(block, "entry"),
                    about: None,
                    key: block.key("key").map(|key| unquoted(&layout.raw(key)).to_owned()),
                    taken: raw(block, "taken"),
                    other: raw(block, "other"),
                };
                one.about = one.about(&layout);
                one
            })
            .collect()
    }

    /// The entry in words: its kind, its day and its number.
    fn about(&self, layout: &Layout<'_>) -> Option<String> {
        let Place::Entry(start) = self.place(layout)? else { return None };
        let entries = layout.blocks.iter().filter(|block| block.kind != "conflict");
        let (number, block) = (1..).zip(entries).find(|(_, block)| block.header.start == start)?;
        let day = ["on", "entered", "from", "started", "offered"]
            .iter()
            .find_map(|name| Some(layout.raw(block.key(name)?)));
        let day = day.map_or_else(String::new, |day| format!(" of {day}"));
        Some(format!("the {}{day} (entry {number})", block.kind))
    }

    /// What it is about, in words.
    pub fn words(&self) -> String {
        let Some(key) = &self.key else {
            let about = self.about.as_deref().unwrap_or("an entry");
            return format!("{about}, which one changed and another struck; it is kept");
        };
        let of = self.about.as_ref().map_or_else(String::new, |about| format!(" of {about}"));
        format!("`{key}`{of}: {} stands, the other is {}", self.taken, self.other)
    }

    /// Where the entry stands in a text.
    fn place(&self, layout: &Layout<'_>) -> Option<Place> {
        let named = unquoted(&self.entry);
        if self.entry != named && named == "header" {
            return Some(Place::Header);
        }
        let is_it = |block: &&crate::case::Block| {
            let logged = block.key("logged").map(|key| layout.raw(key));
            if self.entry == named {
                logged.as_deref() == Some(named) && block.kind != "conflict"
            } else {
                block.kind == named && !block.repeated
            }
        };
        layout.blocks.iter().find(is_it).map(|block| Place::Entry(block.header.start))
    }
}

/// Settles what is unsettled in a case: all of it, or what stands at this number.
///
/// # Errors
///
/// If nothing is, or the case would have something wrong in it.
pub fn settle<'f>(
    open: &OpenCase<'f>,
    number: Option<usize>,
    stands: Stands,
) -> Result<Change<'f>, Refusal> {
    let all = Conflicting::all(open.text());
    let chosen: Vec<&Conflicting> = match number {
        None => all.iter().collect(),
        Some(number) => all.get(number.wrapping_sub(1)).into_iter().collect(),
    };
    if chosen.is_empty() {
        let hint = match all.len() {
            0 => "there is nothing to do".to_owned(),
            several => format!("it has {several}, numbered from 1"),
        };
        return Err(Refusal::new(format!("{} has no such conflict", open.id()), hint));
    }
    let mut text = open.text().to_owned();
    // From the last to the first, so that those before stand where they stood.
    for unsettled in chosen.iter().rev() {
        text = remove(&text, unsettled.start)?;
        if stands == Stands::Other {
            text = other_stands(&text, unsettled)?;
        }
    }
    let after = open.with_text(text)?;
    let said: Vec<String> = chosen
        .iter()
        .map(|unsettled| {
            let value = if stands == Stands::Taken { &unsettled.taken } else { &unsettled.other };
            unsettled.key.as_ref().map_or_else(
                || format!("the entry is {}", unquoted(value)),
                |key| format!("`{key}` is {value}"),
            )
        })
        .collect();
    let keys: Vec<&str> =
        chosen.iter().map(|unsettled| unsettled.key.as_deref().unwrap_or("entry")).collect();
    let what = format!("settle ({})", keys.join(", "));
    Ok(Change { after, what, said: format!("settled: {}", said.join(", ")), focus: Focus::Case })
}

/// The text in which the other value stands.
fn other_stands(text: &str, unsettled: &Conflicting) -> Result<String, Refusal> {
    let layout = Layout::of(text).map_err(SpliceError::from)?;
    let place = unsettled.place(&layout).ok_or_else(|| {
        Refusal::new(
            "the entry is no longer there, so the other value has no place",
            "settle it with --keep",
        )
    })?;
    let is_removed = unquoted(&unsettled.other) == "removed";
    Ok(match (&unsettled.key, place) {
        (None, Place::Entry(start)) => remove(text, start)?,
        (None, Place::Header) => text.to_owned(),
        (Some(key), place) if is_removed => unset(text, place, key)?,
        (Some(key), place) => set(text, place, key, &Value::Written(unsettled.other.clone()))?,
    })
}

fn unquoted(written: &str) -> &str {
    let inner = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.or_else(|| written.strip_prefix('\'')?.strip_suffix('\'')).unwrap_or(written)
}
