//! The merge of settings and programme files: by their keys, in the lines that people wrote.

use std::collections::BTreeSet;

use toml::Value;

use crate::operation::FileChange;
use crate::operation::joining::keys::{Keys, Path, Spelled};
use crate::operation::joining::overlay::overlay;
use crate::operation::joining::{Choice, Contested, FileVersions, Obstacle, Side, change};

/// Puts the lines that two sides changed into one text, those of both where they changed the same
/// place. The texts are the common one, if there is one, and those of the two sides.
pub type Union<'u> = &'u dyn Fn(Option<&str>, &str, &str) -> String;

/// What changes here of a file of settings or programmes; none if nothing does.
///
/// # Errors
///
/// Where both sides changed one key, and neither is favoured.
pub(super) fn join_settings(
    versions: &FileVersions,
    favoured: Option<Side>,
    union: Union<'_>,
) -> Result<Option<FileChange>, Obstacle> {
    let FileVersions { file, base, here, there } = versions;
    if here == there || there == base {
        return Ok(None);
    }
    if here == base {
        return Ok(change(versions, there.clone()));
    }
    let merged = match (here, there) {
        (Some(here), Some(there)) => merge(base.as_deref(), here, there, favoured, union),
        (None, _) => Err(Choice::TakenAway(Side::Here)),
        (_, None) => Err(Choice::TakenAway(Side::There)),
    };
    match (merged, favoured) {
        (Ok(merged), _) => Ok(change(versions, Some(merged))),
        (Err(_), Some(side)) => Ok(change(versions, side.of([here, there]).clone())),
        (Err(choice), None) => Err(Obstacle::Undecided { file: file.clone(), choice }),
    }
}

/// The merge of two versions of such a file that both changed, so that it says what both together
/// say: the lines of both where they can be put together, or else those of one, which takes up what
/// the other says beside.
///
/// The order of the two sides makes no difference, to the byte, while neither is favoured.
fn merge(
    base: Option<&str>,
    here: &str,
    there: &str,
    favoured: Option<Side>,
    union: Union<'_>,
) -> Result<String, Choice> {
    let readable = |text: &str, side| Keys::of(text).ok_or(Choice::Unreadable(side));
    let said = [readable(here, Side::Here)?, readable(there, Side::There)?];
    let (first, second) = (here.min(there), here.max(there));
    if said[0] == said[1] {
        return Ok(second.to_owned());
    }
    let wanted = together(&base.and_then(Keys::of).unwrap_or_default(), &said, favoured)?;
    let lines = union(base, first, second);
    if Keys::of(&lines).as_ref() == Some(&wanted) {
        return Ok(lines);
    }
    let (into, from) = match favoured {
        Some(side) => (side.of([here, there]), side.other().of([here, there])),
        None => (second, first),
    };
    overlay(into, from, &wanted).ok_or(Choice::Lines)
}

/// What both sides together say; where both changed a key, what the favoured side says.
fn together(base: &Keys, sides: &[Keys; 2], favoured: Option<Side>) -> Result<Keys, Choice> {
    let mut wanted = Keys::default();
    let mut contested = BTreeSet::new();
    for path in sides.iter().flat_map(|keys| keys.0.keys()) {
        let was = base.0.get(path);
        let [here, there] = sides.each_ref().map(|keys| keys.0.get(path));
        let value = match favoured {
            _ if here == there || there == was => here,
            _ if here == was => there,
            Some(side) => side.of([here, there]),
            None => {
                contested.insert(path.clone());
                continue;
            }
        };
        wanted.0.extend(value.map(|value| (path.clone(), value.clone())));
    }
    for path in tables_too(&wanted) {
        match favoured {
            _ if is_empty_table(&wanted, &path) => drop(wanted.0.remove(&path)),
            // A value on one side, and a table with keys on the other.
            Some(side) if side.of(sides.each_ref()).0.contains_key(&path) => {
                wanted.0.retain(|key, _| *key == path || !key.starts_with(&path));
            }
            Some(_) => drop(wanted.0.remove(&path)),
            None => drop(contested.insert(path)),
        }
    }
    if contested.is_empty() {
        return Ok(wanted);
    }
    Err(Choice::Keys(contested.iter().map(|path| Contested::of(path, sides)).collect()))
}

/// The values at which there is a table with keys as well.
fn tables_too(keys: &Keys) -> Vec<Path> {
    // A path comes right before those that go on from it.
    let pairs = keys.0.keys().zip(keys.0.keys().skip(1));
    pairs.filter(|(path, next)| next.starts_with(path)).map(|(path, _)| path.clone()).collect()
}

fn is_empty_table(keys: &Keys, path: &Path) -> bool {
    keys.0.get(path).is_some_and(Value::is_table)
}

impl Contested {
    fn of(path: &Path, sides: &[Keys; 2]) -> Contested {
        let [here, there] = sides.each_ref().map(|keys| match keys.0.get(path) {
            None if keys.has_under(path) => Some("a table".to_owned()),
            value => value.map(ToString::to_string),
        });
        Contested { key: Spelled(path).to_string(), here, there }
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
        let merged = merge(Some(BASE), &priya, &robin, None, &both).unwrap();
        assert!(merged.contains("[workers.priya]") && merged.contains("[workers.robin]"));
        assert_eq!(merge(Some(BASE), &robin, &priya, None, &both), Ok(merged));
    }

    #[test]
    fn one_key_changed_twice_is_left_to_a_person_and_named() {
        let [one, other] =
            ["Al", "Alexander"].map(|name| BASE.replace("Alex\"", &format!("{name}\"")));
        let contested = Contested {
            key: "workers.alex.name".to_owned(),
            here: Some("\"Al\"".to_owned()),
            there: Some("\"Alexander\"".to_owned()),
        };
        let choice = Choice::Keys(vec![contested]);
        assert_eq!(merge(Some(BASE), &one, &other, None, &both), Err(choice));
    }

    #[test]
    fn a_side_is_kept_for_the_keys_that_both_changed_alone() {
        let here = "format = 1\n\n[workers.alex]\nname = \"Al\"\n\n# new\n[workers.robin]\n";
        let there = "format = 1\nids = \"B-##\"  # since May\n\n[workers.alex]\nname = \"Lex\"\n";
        let kept = |side| merge(Some(BASE), here, there, Some(side), &both).unwrap();
        assert_eq!(
            kept(Side::Here),
            "format = 1\nids = \"B-##\"  # since May\n\n[workers.alex]\nname = \"Al\"\n\n# new\n[workers.robin]\n"
        );
        assert_eq!(
            kept(Side::There),
            "format = 1\nids = \"B-##\"  # since May\n\n[workers.alex]\nname = \"Lex\"\n\n# new\n[workers.robin]\n"
        );
    }

    #[test]
    fn what_one_side_took_away_is_away_and_a_table_with_it() {
        let base = format!("{BASE}\n[workers.robin]\nname = \"Robin\"\n");
        let here = BASE.replace("Alex\"", "Al\"");
        let there = base.replace("Alex\"", "Lex\"");
        let kept = merge(Some(&base), &here, &there, Some(Side::There), &both).unwrap();
        assert_eq!(kept, BASE.replace("Alex\"", "Lex\""));
    }

    #[test]
    fn rules_are_told_apart_by_their_ids() {
        let rule = |id: &str, days: u8| format!("\n[[rule]]\nid = \"{id}\"\ndays = {days}\n");
        let base = format!("format = 1\n{}{}", rule("plan", 10), rule("meeting", 15));
        let here = base.replace("10", "11");
        let there = format!("{}{}", base.replace("15", "16"), rule("review", 20));
        let wanted = there.replace("10", "11");
        let no_lines: Union<'_> = &|_, one, _| one.to_owned();
        assert_eq!(merge(Some(&base), &here, &there, None, no_lines), Ok(wanted));
        let Err(Choice::Keys(contested)) =
            merge(Some(&base), &here, &base.replace("10", "12"), None, no_lines)
        else {
            panic!("both changed one number");
        };
        assert_eq!(contested[0].key, "rule.plan.days");
    }

    #[test]
    fn a_value_on_one_side_and_a_table_on_the_other_is_a_choice() {
        let [here, there] = ["a = 1\n", "[a]\nb = 1\n"];
        let Err(Choice::Keys(contested)) = merge(None, here, there, None, &both) else {
            panic!("it cannot be both");
        };
        assert_eq!(contested[0].there.as_deref(), Some("a table"));
        for (side, text) in [(Side::Here, here), (Side::There, there)] {
            assert_eq!(merge(None, here, there, Some(side), &both).as_deref(), Ok(text));
        }
    }

    #[test]
    fn lines_that_say_something_else_than_both_sides_are_not_taken() {
        let added = format!("{BASE}email = [\"a@example.org\"]\n");
        let moved = format!("{BASE}\n[workers.priya]\n");
        // Put together in the wrong order the address is another worker's.
        let wrong: Union<'_> = &|base, one, other| both(base, other, one);
        let wanted = format!("{added}\n[workers.priya]\n");
        for union in [&both as Union<'_>, wrong] {
            let text = merge(Some(BASE), &added, &moved, None, union).unwrap();
            assert_eq!(Keys::of(&text), Keys::of(&wanted), "{text}");
        }
    }

    #[test]
    fn the_same_written_otherwise_is_no_conflict() {
        let [one, other] = ["ids = 'x'\n", "ids = \"x\"\n"].map(|line| format!("{line}{BASE}"));
        let merged = merge(Some(BASE), &one, &other, None, &both);
        assert_eq!(merged, merge(Some(BASE), &other, &one, None, &both));
        assert!(merged.is_ok());
    }
}
