//! The merge of settings and programme files: by their keys, in the lines that people wrote.

use std::collections::BTreeMap;

use toml::{Table, Value};

/// Puts the lines that two sides changed into one text, those of both where they changed the same
/// place. The texts are the common one, if there is one, and those of the two sides.
pub type Union<'u> = &'u dyn Fn(Option<&str>, &str, &str) -> String;

/// What each key says, by its whole path. A list is one value.
type Keys = BTreeMap<Vec<String>, Value>;

/// The merge of two versions of such a file that both changed: the lines of both, if what they say
/// is what both together say. None where both changed one key, or where a person has to put the
/// lines together.
///
/// The order of the two sides makes no difference, to the byte.
pub(super) fn merge(
    base: Option<&str>,
    one: &str,
    other: &str,
    union: Union<'_>,
) -> Option<String> {
    let (first, second) = (one.min(other), one.max(other));
    let [base_keys, first_keys, second_keys] = [base.unwrap_or_default(), first, second].map(keys);
    let (base_keys, first_keys, second_keys) = (base_keys?, first_keys?, second_keys?);
    if first_keys == second_keys {
        return Some(second.to_owned());
    }
    let wanted = together(&base_keys, &first_keys, &second_keys)?;
    let text = union(base, first, second);
    (keys(&text)? == wanted).then_some(text)
}

/// What both sides together say; none where both changed one key.
fn together(base: &Keys, first: &Keys, second: &Keys) -> Option<Keys> {
    let mut wanted = Keys::new();
    for key in first.keys().chain(second.keys()) {
        let (was, one, other) = (base.get(key), first.get(key), second.get(key));
        let value = if one == other || other == was {
            one
        } else if one == was {
            other
        } else {
            return None;
        };
        wanted.extend(value.map(|value| (key.clone(), value.clone())));
    }
    Some(wanted)
}

fn keys(text: &str) -> Option<Keys> {
    let table: Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut keys = Keys::new();
    collect(&table, &[], &mut keys);
    Some(keys)
}

fn collect(table: &Table, above: &[String], keys: &mut Keys) {
    for (name, value) in table {
        let path = [above, std::slice::from_ref(name)].concat();
        match value {
            Value::Table(below) if !below.is_empty() => collect(below, &path, keys),
            value => {
                keys.insert(path, value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "format = 1\n\n[workers.alex]\nname = \"Alex\"\n";

    fn both(base: Option<&str>, one: &str, other: &str) -> String {
        let base = base.unwrap_or_default();
        let added = |text: &str| text.strip_prefix(base).unwrap_or(text).to_owned();
        format!("{base}{}{}", added(one), added(other))
    }

    #[test]
    fn workers_added_on_both_sides_are_both_there() {
        let [priya, robin] = ["priya", "robin"].map(|it| format!("{BASE}\n[workers.{it}]\n"));
        let merged = merge(Some(BASE), &priya, &robin, &both).unwrap();
        assert!(merged.contains("[workers.priya]") && merged.contains("[workers.robin]"));
        assert_eq!(merge(Some(BASE), &robin, &priya, &both), Some(merged));
    }

    #[test]
    fn one_key_changed_twice_is_left_to_a_person() {
        let [one, other] =
            ["Al", "Alexander"].map(|name| BASE.replace("Alex\"", &format!("{name}\"")));
        assert_eq!(merge(Some(BASE), &one, &other, &both), None);
    }

    #[test]
    fn lines_that_say_something_else_than_both_sides_are_not_taken() {
        let added = format!("{BASE}email = [\"a@example.org\"]\n");
        let moved = format!("{BASE}\n[workers.priya]\n");
        let wrong: Union<'_> = &|base, one, other| both(base, other, one);
        // Put together in the wrong order the address is another worker's.
        let texts =
            [merge(Some(BASE), &added, &moved, &both), merge(Some(BASE), &added, &moved, wrong)];
        assert_eq!(texts.iter().filter(|text| text.is_some()).count(), 1, "{texts:?}");
    }

    #[test]
    fn the_same_written_otherwise_is_no_conflict() {
        let [one, other] = ["ids = 'x'\n", "ids = \"x\"\n"].map(|line| format!("{line}{BASE}"));
        assert_eq!(merge(Some(BASE), &one, &other, &both), merge(Some(BASE), &other, &one, &both));
        assert!(merge(Some(BASE), &one, &other, &both).is_some());
    }
}
