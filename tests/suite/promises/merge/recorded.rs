//! What texts record, and that a merge has it: as it was recorded, or in a `[[conflict]]`.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use caseload::case::{Block, Key, Layout};
use toml::Value;
use toml::value::{Datetime, Offset};

/// Keys with their values.
type Keys = BTreeMap<String, Value>;

/// What makes an entry the same one in two texts: its kind, and its `logged` as it is written, or
/// all that it says, or nothing where it can come only once.
type Identity = (String, String);

/// What a text records.
pub(super) struct Recorded {
    header: Keys,
    /// The entries, and how many there are of each identity.
    pub(super) entries: BTreeMap<Identity, (Keys, usize)>,
    /// What was left to be settled: the entry, and the key.
    told: BTreeSet<(String, Option<String>)>,
}

impl Recorded {
    /// What a text that can be laid out records; nothing of any other.
    pub(super) fn of(text: &str) -> Recorded {
        Recorded::of_kinds(text, &repeated_kinds(text))
    }

    /// The same of texts of which any may write a kind `[[so]]`, and then it may come often in all.
    fn of_all(texts: [&str; 4]) -> [Recorded; 4] {
        let repeated: BTreeSet<String> = texts.into_iter().flat_map(repeated_kinds).collect();
        texts.map(|text| Recorded::of_kinds(text, &repeated))
    }

    fn of_kinds(text: &str, repeated: &BTreeSet<String>) -> Recorded {
        let mut recorded =
            Recorded { header: Keys::new(), entries: BTreeMap::new(), told: BTreeSet::new() };
        let Ok(layout) = Layout::of(text) else { return recorded };
        recorded.header = values(&layout, &layout.header);
        for block in &layout.blocks {
            let keys = values(&layout, &block.keys);
            if block.kind == "conflict" {
                let entry = block.key("entry").map(|key| layout.raw(key)).unwrap_or_default();
                let key = keys.get("key").and_then(Value::as_str).map(str::to_owned);
                recorded.told.insert((entry, key));
            } else {
                let entry = recorded.entries.entry(identity(&layout, block, repeated)).or_default();
                *entry = (keys, entry.1 + 1);
            }
        }
        recorded
    }

    fn entry(&self, identity: &Identity) -> Option<&Keys> {
        self.entries.get(identity).map(|(keys, _)| keys)
    }
}

/// The values of keys; one that is no value, such as `20_6-1`, as it is written.
fn values(layout: &Layout<'_>, keys: &[Key]) -> Keys {
    let value = |key: &Key| {
        let raw = layout.raw(key);
        let table: Option<toml::Table> = format!("value = {raw}\n").parse().ok();
        table.map_or_else(|| Value::String(raw), |table| table["value"].clone())
    };
    keys.iter().map(|key| (key.name.clone(), value(key))).collect()
}

/// The kinds whose header is written `[[so]]` in a text.
fn repeated_kinds(text: &str) -> BTreeSet<String> {
    let Ok(layout) = Layout::of(text) else { return BTreeSet::new() };
    let repeated = layout.blocks.iter().filter(|block| block.repeated);
    repeated.map(|block| block.kind.clone()).collect()
}

fn identity(layout: &Layout<'_>, block: &Block, repeated: &BTreeSet<String>) -> Identity {
    let said = || {
        let mut said: Vec<_> = block.keys.iter().map(|key| (&key.name, layout.raw(key))).collect();
        said.sort();
        format!("{said:?}")
    };
    let known = match block.key("logged") {
        _ if !repeated.contains(&block.kind) => String::new(),
        Some(logged) => layout.raw(logged),
        None => said(),
    };
    (block.kind.clone(), known)
}

/// Ensures of a base, two sides and what was made of them that what a side recorded or changed is
/// there; and where both did, that each key which they do not have alike is one side's, and told.
pub(super) fn hold_nothing_lost(texts: [&str; 4], context: &dyn Fn() -> String) {
    let [base, ours, theirs, merged] = Recorded::of_all(texts);
    let keys = [&base.header, &ours.header, &theirs.header, &merged.header].map(Some);
    hold_keys(keys, &|key| merged.told.contains(&told("\"header\"", Some(key))), context);
    let identities: BTreeSet<&Identity> =
        ours.entries.keys().chain(theirs.entries.keys()).collect();
    for identity in identities {
        let all = [&base, &ours, &theirs, &merged];
        // Of twins it cannot be said which is which.
        if all.iter().any(|it| it.entries.get(identity).is_some_and(|(_, count)| *count > 1)) {
            continue;
        }
        let entry = match identity.1.as_str() {
            "" => format!("{:?}", identity.0),
            known => known.to_owned(),
        };
        let [base, ours, theirs, _] = all.map(|it| it.entry(identity));
        let there = merged.entry(identity);
        match (base, ours, theirs) {
            (Some(base), Some(one), None) | (Some(base), None, Some(one)) => {
                let is_told = merged.told.contains(&told(&entry, None));
                let is_kept = there.is_some_and(|there| same(there, one));
                assert!(same(base, one) || is_kept && is_told, "{identity:?}\n{}", context());
            }
            _ => {
                assert!(there.is_some(), "{identity:?} is lost\n{}", context());
                let is_told = |key: &str| merged.told.contains(&told(&entry, Some(key)));
                hold_keys([base, ours, theirs, there], &is_told, context);
            }
        }
    }
}

fn told(entry: &str, key: Option<&str>) -> (String, Option<String>) {
    (entry.to_owned(), key.map(str::to_owned))
}

/// Ensures the same of the keys of one entry or of the header, of which a side may have none.
fn hold_keys(
    [base, ours, theirs, merged]: [Option<&Keys>; 4],
    is_told: &dyn Fn(&str) -> bool,
    context: &dyn Fn() -> String,
) {
    let empty = Keys::new();
    // Where one side alone has the entry, what it says is what is expected.
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (one, other) => {
            let one = one.or(other).unwrap_or(&empty);
            (one, one)
        }
    };
    let [base, merged] = [base, merged].map(|keys| keys.unwrap_or(&empty));
    let names: BTreeSet<&String> =
        [base, ours, theirs, merged].into_iter().flat_map(Keys::keys).collect();
    for name in names {
        let [base, ours, theirs, there] = [base, ours, theirs, merged].map(|keys| keys.get(name));
        let said = || format!("{name}: {base:?} {ours:?} {theirs:?} {there:?}\n{}", context());
        let expected = match () {
            () if both_alike(ours, theirs) || both_alike(theirs, base) => Some(ours),
            () if both_alike(ours, base) => Some(theirs),
            () => None,
        };
        let is_as_expected = expected.is_some_and(|expected| both_alike(there, expected));
        // When an entry that comes once was logged twice, that alone is no disagreement.
        assert!(is_as_expected || is_told(name) || name == "logged", "{}", said());
        assert!(both_alike(there, ours) || both_alike(there, theirs), "{}", said());
    }
}

fn same(one: &Keys, other: &Keys) -> bool {
    one.len() == other.len()
        && one.iter().all(|(name, value)| both_alike(Some(value), other.get(name)))
}

fn both_alike(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        (None, None) => true,
        _ => false,
    }
}

/// Whether two values mean the same, however they are written.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one == other,
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (Value::Table(one), Value::Table(other)) => {
            let is_in = |(key, value): (&String, &Value)| {
                other.get(key).is_some_and(|other| alike(value, other))
            };
            one.len() == other.len() && one.iter().all(is_in)
        }
        (Value::Datetime(one), Value::Datetime(other)) => in_full(*one) == in_full(*other),
        (Value::Float(one), Value::Float(other)) => {
            one.to_bits() == other.to_bits() || one.partial_cmp(other) == Some(Ordering::Equal)
        }
        #[allow(clippy::cast_precision_loss)]
        (Value::Float(float), Value::Integer(whole))
        | (Value::Integer(whole), Value::Float(float)) => {
            float.partial_cmp(&(*whole as f64)) == Some(Ordering::Equal)
        }
        _ => one == other,
    }
}

/// A moment with all its parts, so that it can be compared.
fn in_full(mut moment: Datetime) -> Datetime {
    if let Some(time) = &mut moment.time {
        time.second = time.second.or(Some(0));
        time.nanosecond = time.nanosecond.or(Some(0));
    }
    if moment.offset == Some(Offset::Z) {
        moment.offset = Some(Offset::Custom { minutes: 0 });
    }
    moment
}
