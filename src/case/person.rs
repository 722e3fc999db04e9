//! Whether two texts are of one person's case, by what they say of it and nothing else.
//!
//! A text need not name anybody: many providers keep no names here. Two that were begun apart, on the same
//! day and for the same programme, may then be of two people, though nothing in them differs. So what
//! shows that they are of one person is told apart from what only does not speak against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::layout::Layout;
use crate::case::meaning::Meaning;

/// Keys that say of which referral a case is.
const REFERRAL: [&str; 2] = ["referred", "programme"];

/// What two texts show of whether they are of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// They are of two: they say different things of this key.
    Two(&'static str),
    /// Nothing in them tells.
    Unknown,
    /// They are of one.
    One(Evidence),
}

/// What shows that two texts are of one person: the later, the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The same name, with the same referral.
    Name,
    /// An entry that says the same, and was logged at the same moment: they were one text once.
    Entries,
    /// The same number elsewhere, with the same referral.
    Reference,
}

/// What a text says of whose case it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    referral: [Option<Meaning>; 2],
    name: Option<Meaning>,
    reference: Option<Meaning>,
    /// What its entries say, by their kind and the moment at which they were logged: a merge may have left
    /// two of one moment that say different things.
    logged: BTreeMap<(String, Meaning), BTreeSet<Content>>,
}

/// What an entry says: its keys with what they mean.
type Content = BTreeSet<(String, Meaning)>;

impl Person {
    /// What a text says; none if it cannot be taken apart.
    pub fn of(text: &str) -> Option<Person> {
        let layout = Layout::of(text).ok()?;
        let said = |key: &str| layout.header_key(key).map(|key| key.meaning.clone());
        let mut logged: BTreeMap<(String, Meaning), BTreeSet<Content>> = BTreeMap::new();
        for block in &layout.blocks {
            let Some(moment) = block.key("logged") else { continue };
            let said = block.keys.iter().map(|key| (key.name.clone(), key.meaning.clone()));
            let entry = (block.kind.clone(), moment.meaning.clone());
            logged.entry(entry).or_default().insert(said.collect());
        }
        Some(Person {
            referral: REFERRAL.map(said),
            name: said("name"),
            reference: said("ref"),
            logged,
        })
    }

    /// What this and another text show of whether they are of one person.
    pub fn likeness(&self, other: &Person) -> Likeness {
        for (at, key) in REFERRAL.into_iter().enumerate() {
            if self.referral[at] != other.referral[at] {
                return Likeness::Two(key);
            }
        }
        match (&self.reference, &other.reference) {
            (Some(one), Some(other)) if one == other => {
                return Likeness::One(Evidence::Reference);
            }
            (Some(_), Some(_)) => return Likeness::Two("ref"),
            _ => {}
        }
        let shares = self.shares_an_entry(other);
        match (&self.name, &other.name) {
            (Some(one), Some(other)) if one != other => Likeness::Two("name"),
            _ if shares => Likeness::One(Evidence::Entries),
            (Some(_), Some(_)) => Likeness::One(Evidence::Name),
            (None, None) => Likeness::Unknown,
            _ => Likeness::Two("name"),
        }
    }

    /// Whether both have an entry that was logged at the same moment and says the same.
    fn shares_an_entry(&self, other: &Person) -> bool {
        let shares = |(entry, said): (_, &BTreeSet<Content>)| {
            other.logged.get(entry).is_some_and(|others| !others.is_disjoint(said))
        };
        self.logged.iter().any(shares)
    }

    /// Whether another text has every entry that was logged in this one, and there are such.
    pub fn is_carried_by(&self, other: &Person) -> bool {
        let has = |(entry, said): (_, &BTreeSet<Content>)| {
            other.logged.get(entry).is_some_and(|others| others.is_superset(said))
        };
        !self.logged.is_empty() && self.logged.iter().all(has)
    }

    /// Whether a text that has taken the place of this one seems to be another person's: it says something
    /// else of who that is, and has none of the entries. Whose name is only set, or set right, keeps them.
    pub fn is_replaced_by(&self, later: &Person) -> bool {
        if self.logged.keys().any(|entry| later.logged.contains_key(entry)) {
            return false;
        }
        match self.likeness(later) {
            Likeness::Two("name") => self.name.is_some(),
            Likeness::Two(_) => true,
            Likeness::Unknown => !self.logged.is_empty() && !later.logged.is_empty(),
            Likeness::One(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "\n[[note]]\non = 2026-11-16\nlogged = 2026-11-16T10:00:00.000Z\n";
    const OTHER: &str = "\n[[note]]\non = 2026-11-16\nlogged = 2026-11-16T10:00:00.001Z\n";

    fn person(rest: &str) -> Person {
        let head = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";
        Person::of(&format!("{head}{rest}")).unwrap()
    }

    #[test]
    fn what_shows_that_two_are_one_is_told_from_what_does_not_speak_against_it() {
        use Evidence::{Entries, Name, Reference};
        use Likeness::{One, Two, Unknown};
        let noted = |header: &str, note: &str| format!("{header}{note}");
        for (one, other, likeness) in [
            ("", "", Unknown),
            ("worker = \"a\"\n", "", Unknown),
            (NOTE, OTHER, Unknown),
            (NOTE, "", Unknown),
            ("ref = \"7\"\n", "", Unknown),
            (NOTE, &NOTE.replace("11-16\n", "11-17\n"), Unknown),
            (NOTE, NOTE, One(Entries)),
            (NOTE, &noted("name = \"Sam\"\n", NOTE), One(Entries)),
            (NOTE, &noted(NOTE, &NOTE.replace("11-16\n", "11-17\n")), One(Entries)),
            ("name = \"Sam\"\n", "name = 'Sam'\n", One(Name)),
            ("name = \"Sam\"\n", "", Two("name")),
            (&noted("name = \"Kim\"\n", NOTE), &noted("name = \"Sam\"\n", NOTE), Two("name")),
            ("ref = \"7\"\n", "ref = \"7\"\nname = \"Sam\"\n", One(Reference)),
            ("ref = \"7\"\nname = \"Kim\"\n", "ref = \"7\"\nname = \"Sam\"\n", One(Reference)),
            ("ref = \"7\"\nname = \"Sam\"\n", "ref = \"8\"\nname = \"Sam\"\n", Two("ref")),
            ("ref = \"7\"\nname = \"Sam\"\n", "name = \"Sam\"\n", One(Name)),
        ] {
            assert_eq!(person(one).likeness(&person(other)), likeness, "{one} {other}");
            assert_eq!(person(other).likeness(&person(one)), likeness, "{other} {one}");
        }
    }

    #[test]
    fn whose_name_is_set_right_is_not_replaced() {
        let [kim, sam] = ["Kim", "Sam"].map(|name| format!("name = \"{name}\"\n"));
        let noted = |header: &str, note: &str| format!("{header}{note}");
        for (before, later, is_replaced) in [
            ("", kim.as_str(), false),
            ("", "ref = \"7\"\n", false),
            ("", NOTE, false),
            (NOTE, "", false),
            (NOTE, OTHER, true),
            (NOTE, &NOTE.replace("11-16\n", "11-17\n"), false),
            (&noted("", NOTE), &noted(&kim, NOTE), false),
            (&noted(&kim, NOTE), &noted(&sam, NOTE), false),
            (&kim, &noted(&kim, NOTE), false),
            (&kim, &sam, true),
            (&noted(&kim, NOTE), &sam, true),
            (&kim, "", true),
        ] {
            let found = person(before).is_replaced_by(&person(later));
            assert_eq!(found, is_replaced, "{before} {later}");
        }
    }
}
