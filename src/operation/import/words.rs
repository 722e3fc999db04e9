//! The words of a sheet in the words of the case file.

use crate::case::{Value, schema};
use crate::operation::import::cell::Unfit;
use crate::operation::import::rows::RowReader;
use crate::reading::did_you_mean;
use crate::sheet::{Cell, is_same_heading, shown};

impl RowReader<'_> {
    /// A value in the words of the case file, where the sheet has others.
    pub(super) fn in_our_words(&self, key: &'static str, value: Value) -> Value {
        match value {
            Value::Text(text) => Value::Text(self.meant(key, &text)),
            Value::Texts(texts) => {
                Value::Texts(texts.iter().map(|text| self.meant(key, text)).collect())
            }
            other => other,
        }
    }

    pub(super) fn meant(&self, key: &'static str, found: &str) -> String {
        if let Some(meant) = self.listed(key, found) {
            return meant.to_owned();
        }
        // However the words of a closed set are written, the word is meant.
        if key == "entry" || !schema::words_of("", key).is_empty() {
            return found.trim().to_lowercase().replace([' ', '_'], "-");
        }
        if key == "worker" {
            return self.worker(found);
        }
        found.to_owned()
    }

    /// What the mapping says that this means in the column of a key.
    pub(super) fn listed(&self, key: &str, found: &str) -> Option<&str> {
        let (_, words) = self.mapping.words.iter().find(|(known, _)| *known == key)?;
        let same = |(known, _): &&(String, String)| is_same_heading(known, found);
        words.iter().find(same).map(|(_, meant)| meant.as_str())
    }

    /// The short name of a worker whom the settings know by this name.
    fn worker(&self, found: &str) -> String {
        let named = |name: &Option<String>| {
            name.as_ref().is_some_and(|name| name.trim().to_lowercase() == found.to_lowercase())
        };
        let workers = &self.settings.workers;
        let known = workers.iter().find(|worker| worker.id == found || named(&worker.name));
        known.map_or_else(|| found.to_owned(), |worker| worker.id.clone())
    }

    /// Ensures that the words of a closed set are in it.
    pub(super) fn has_known_words(
        &self,
        entry: &str,
        key: &'static str,
        found: &Cell,
        value: Value,
    ) -> Result<Value, Unfit> {
        let known = schema::words_of(entry, key);
        let unknown = match &value {
            _ if known.is_empty() => None,
            Value::Text(word) => Some(word).filter(|word| !known.contains(&word.as_str())),
            Value::Texts(words) => words.iter().find(|word| !known.contains(&word.as_str())),
            _ => None,
        };
        let Some(unknown) = unknown else { return Ok(value) };
        let message = format!("`{}` is no word for `{key}`", shown(&found.words()));
        let mut hint = did_you_mean(unknown, &known, "");
        if !self.mapping.is_of_headings() {
            hint += &format!("; or say in [words.{key}] what it means");
        }
        Err(Unfit { message, hint: hint.into() })
    }
}

/// Whether a text looks like UTF-8 that was read as the code page of Western Europe: `ZoÃ«`.
pub(super) fn is_mangled(text: &str) -> bool {
    const FIRST: [char; 6] = ['Ã', 'Â', 'Ä', 'Å', 'â', 'Ð'];
    const FOLLOWING: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    let follows = |c: char| ('\u{80}'..='\u{bf}').contains(&c) || FOLLOWING.contains(c);
    let pairs = text.chars().zip(text.chars().skip(1));
    pairs.into_iter().any(|(first, next)| FIRST.contains(&first) && follows(next))
}

#[cfg(test)]
mod tests {
    use super::is_mangled;

    #[test]
    fn letters_that_went_through_a_wrong_code_page_are_known() {
        for name in ["Zoë", "Łukasz", "Siân", "Jiří", "Đorđe", "“quoted”"] {
            assert!(!is_mangled(name), "{name}");
        }
        for name in ["ZoÃ«", "Å\u{81}ukasz", "SiÃ¢n", "â€œquotedâ€"] {
            assert!(is_mangled(name), "{name}");
        }
    }
}
