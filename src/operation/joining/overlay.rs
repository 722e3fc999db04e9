//! A text of settings or programmes that takes up what another one says, key by key.
//!
//! For what git's merge of lines cannot put together. The lines of what is taken up come with it,
//! their remarks too; everything else stays as it was written.

use toml_edit::{DocumentMut, Item, Table, TableLike};

use crate::operation::joining::keys::{Keys, Path, Step};

/// The text `into`, so changed that it says what is `wanted`; what it does not say yet is taken
/// from the other text. None where that cannot be done.
pub(super) fn overlay(into: &str, from: &str, wanted: &Keys) -> Option<String> {
    let said = Keys::of(into)?;
    let mut document = read(into)?;
    let other = read(from)?;
    for (path, value) in &wanted.0 {
        if said.0.get(path) != Some(value) {
            put(document.as_table_mut(), other.as_table(), path)?;
        }
    }
    while let Some(path) = too_much(&Keys::of(&document.to_string())?, wanted) {
        remove(document.as_table_mut(), &path)?;
    }
    let text = written_as(into, &document.to_string());
    (Keys::of(&text)? == *wanted).then_some(text)
}

fn read(text: &str) -> Option<DocumentMut> {
    text.trim_start_matches('\u{feff}').parse().ok()
}

/// The text with the line ends and the byte order mark of the one that it comes from.
fn written_as(model: &str, text: &str) -> String {
    let mark = if model.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let lines = text.replace("\r\n", "\n");
    let ends = if model.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines };
    format!("{mark}{ends}")
}

/// Puts in what the other says at a path, with the whole table or list around it where there is
/// none.
fn put(into: &mut dyn TableLike, from: &dyn TableLike, path: &[Step]) -> Option<()> {
    let (Step::Key(name), below) = path.split_first()? else { return None };
    let (key, source) = from.get_key_value(name)?;
    let place = into.get_mut(name);
    match (place, below) {
        (Some(Item::ArrayOfTables(list)), [Step::Id(id), below @ ..]) => {
            let table = source.as_array_of_tables()?.iter().find(|table| has_id(table, id))?;
            if let Some(place) = list.iter_mut().find(|table| has_id(table, id)) {
                return put(place, table, below);
            }
            let mut table = table.clone();
            take_place(&mut table);
            list.push(table);
        }
        (Some(place), [Step::Key(_), ..]) if place.is_table_like() && source.is_table_like() => {
            return put(place.as_table_like_mut()?, source.as_table_like()?, below);
        }
        (Some(place), _) => *place = without_place(source.clone()),
        (None, _) => {
            into.entry_format(key).or_insert(without_place(source.clone()));
        }
    }
    Some(())
}

fn has_id(table: &Table, id: &str) -> bool {
    table.get("id").and_then(Item::as_str) == Some(id)
}

/// An item of another text, that takes the place where it is put and not the one that it had.
fn without_place(mut item: Item) -> Item {
    match &mut item {
        Item::Table(table) => take_place(table),
        Item::ArrayOfTables(list) => list.iter_mut().for_each(take_place),
        _ => {}
    }
    item
}

fn take_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        *item = without_place(std::mem::take(item));
    }
}

/// The path of the first thing that is said and should not be.
fn too_much(said: &Keys, wanted: &Keys) -> Option<Path> {
    let path = said.0.keys().find(|path| !wanted.0.contains_key(*path))?;
    // All of a table goes where nothing of it is wanted.
    let depth = (1..path.len()).find(|depth| !wanted.has_under(&path[..*depth]));
    Some(path[..depth.unwrap_or(path.len())].to_vec())
}

fn remove(table: &mut dyn TableLike, path: &[Step]) -> Option<()> {
    match path {
        [Step::Key(name)] => table.remove(name).map(drop),
        [Step::Key(name), Step::Id(id), below @ ..] => {
            let list = table.get_mut(name)?.as_array_of_tables_mut()?;
            if below.is_empty() {
                list.retain(|table| !has_id(table, id));
                return Some(());
            }
            remove(list.iter_mut().find(|table| has_id(table, id))?, below)
        }
        [Step::Key(name), below @ ..] => remove(table.get_mut(name)?.as_table_like_mut()?, below),
        _ => None,
    }
}
