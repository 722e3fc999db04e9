//! Case files: what is read is what is written, whatever editor saved it, and can be judged.

use caseload::case::{
    Block, Case, CaseId, Key, Layout, NewEntry, Place, Value, append_all, difference, schema, set,
};

use super::facts::{hold_faithful, understood};
use super::{as_on_windows, judge, read};

/// Ensures that a file is refused with problems that can be shown, or says what was understood of it;
/// and that it is the same case once it is written anew.
pub(crate) fn hold(text: &str) {
    let stem = stem(text);
    let (case, problems) = read(text, |source| Case::read(source, &stem));
    let Some(case) = case else { return };
    hold_faithful(&case, text);
    judge(&case);
    let facts = understood(&case);
    for other in as_on_windows(text) {
        let (again, said) = read(&other, |source| Case::read(source, &stem));
        assert_eq!(said.len(), problems.len(), "{said:?}\n{problems:?}\n{other}");
        assert_eq!(understood(&again.unwrap()), facts, "{other}");
    }
    if let Ok(layout) = Layout::of(text) {
        assert!(difference(Some(text), Some(text)).unwrap().is_empty());
        let anew = written_anew(&layout);
        let (again, _) = read(&anew, |source| Case::read(source, &stem));
        assert_eq!(understood(&again.unwrap()), facts, "{anew}");
    }
}

/// The id that the file itself gives, as if it were its name.
pub(super) fn stem(text: &str) -> String {
    let table =
        text.trim_start_matches('\u{feff}').replace("\r\n", "\n").parse::<toml::Table>().ok();
    let id = table.and_then(|table| Some(table.get("id")?.as_str()?.to_owned()));
    id.filter(|id| CaseId::new(id).is_some()).unwrap_or_else(|| "A-1".to_owned())
}

/// The file made anew key by key and entry by entry, without its comments and its layout.
fn written_anew(layout: &Layout<'_>) -> String {
    let value = |key: &Key| Value::Written(layout.raw(key));
    let header = layout.header.iter().fold(String::new(), |text, key| {
        set(&text, Place::Header, &key.name, &value(key)).unwrap()
    });
    let entry = |block: &Block| {
        let keys = block.keys.iter().map(|key| (known(&key.name), value(key))).collect();
        NewEntry { kind: known(&block.kind), repeated: block.repeated, keys }
    };
    let entries: Vec<NewEntry> = layout.blocks.iter().map(entry).collect();
    append_all(&header, &entries).unwrap()
}

/// A key or an entry of a case file by its name: a valid one has no other.
fn known(name: &str) -> &'static str {
    let entries = schema::ENTRIES.iter().map(|entry| entry.name);
    let keys = schema::ENTRY.iter().map(|key| key.name);
    let of_conflicts = ["conflict", "entry", "key", "taken", "other"];
    entries.chain(keys).chain(of_conflicts).find(|known| *known == name).unwrap()
}
