//! What a file of settings or programmes says, key by key.

use std::collections::BTreeMap;
use std::fmt;

use toml::{Table, Value};

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Into what a key of a table says.
    Key(String),
    /// Into the table of a list that has this `id`.
    Id(String),
}

/// The way to a value, from the file as a whole.
pub(super) type Path = Vec<Step>;

/// What each key says. A list is one value, unless it is one of tables that each have their own
/// `id`; a table without a key is one too.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Keys(pub(super) BTreeMap<Path, Value>);

impl Keys {
    /// What a text says; none if it cannot be read.
    pub(super) fn of(text: &str) -> Option<Keys> {
        let table: Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let mut keys = Keys::default();
        keys.collect(&table, &[]);
        Some(keys)
    }

    /// Whether anything at this path, or below it, is said.
    pub(super) fn has_under(&self, path: &[Step]) -> bool {
        self.0.keys().any(|key| key.starts_with(path))
    }

    fn collect(&mut self, table: &Table, above: &[Step]) {
        for (name, value) in table {
            let path = [above, &[Step::Key(name.clone())]].concat();
            match value {
                Value::Table(below) if !below.is_empty() => self.collect(below, &path),
                Value::Array(items) => match by_id(items) {
                    Some(tables) => {
                        for (id, below) in tables {
                            self.collect(below, &[&path[..], &[Step::Id(id.to_owned())]].concat());
                        }
                    }
                    None => self.say(path, value),
                },
                value => self.say(path, value),
            }
        }
    }

    fn say(&mut self, path: Path, value: &Value) {
        self.0.insert(path, value.clone());
    }
}

/// The tables of a list by their ids; none unless each is a table and has an id of its own.
fn by_id(items: &[Value]) -> Option<BTreeMap<&str, &Table>> {
    let mut tables = BTreeMap::new();
    for item in items {
        let table = item.as_table()?;
        let is_another = tables.insert(table.get("id")?.as_str()?, table).is_some();
        if is_another {
            return None;
        }
    }
    (!tables.is_empty()).then_some(tables)
}

/// A path as it is said to people: `workers.alex.name`, `rule.action-plan.limit`.
pub(super) struct Spelled<'p>(pub(super) &'p [Step]);

impl fmt::Display for Spelled<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            let (Step::Key(name) | Step::Id(name)) = step;
            write!(out, "{}{name}", if place == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}
