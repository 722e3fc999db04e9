//! Which of the files that left their places in a commit a new one is: by the strongest sign that there is,
//! and by none where two are as likely. Files that are not followed count too, so that what comes out
//! does not depend on who is asked about.

use std::collections::{BTreeMap, BTreeSet};

use git2::{ErrorCode, Oid, Repository};

use crate::case::{Evidence, Likeness, Person};
use crate::operation::stem;
use crate::store::following::lying::Leaving;

/// What became of the files that left their places.
#[derive(Debug, Default)]
pub(super) struct Matched {
    /// The new files, each with the number of the one that it was.
    pub(super) found: BTreeMap<String, usize>,
    /// The new files that may be one of those, and of which it cannot be told.
    pub(super) unsure: BTreeSet<(String, usize)>,
}

/// What the words of two files show of whether they are one case's: the later, the stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// Nothing speaks against it.
    Possible,
    /// The same text but for its id, where nobody is named.
    Alike,
    /// Every entry that was logged, under another name.
    Carries,
    /// Both are of one person.
    Person(Evidence),
}

/// Files of which it is not known yet what became of them.
struct Matching<'l> {
    new: BTreeMap<String, Oid>,
    left: BTreeMap<usize, &'l Leaving>,
    matched: Matched,
}

/// Finds out which of those that leave their places the new files are. `told` are the ids of which the
/// commit says that they are one case's.
///
/// # Errors
///
/// If git cannot read a version.
pub(super) fn matched(
    repository: &Repository,
    leaving: &[Leaving],
    told: &[String],
    new: &BTreeMap<String, Oid>,
) -> Result<Matched, git2::Error> {
    let left = leaving.iter().enumerate().collect();
    let mut matching = Matching { new: new.clone(), left, matched: Matched::default() };
    let id = |path: &str| stem(path).to_lowercase();
    let is_told = |path: &str| told.iter().any(|id| id.eq_ignore_ascii_case(stem(path)));
    matching.by(|path, _| is_told(path).then_some(()), |left| is_told(&left.path).then_some(()));
    matching.by(
        |path, version| Some((version, id(path))),
        |left| Some((left.tracked.version, id(&left.path))),
    );
    matching.by(|_, version| Some(version), |left| Some(left.tracked.version));
    matching.by(|path, _| Some(id(path)), |left| left.is_taken_away.then(|| id(&left.path)));
    matching.by_their_words(repository)?;
    Ok(matching.matched)
}

impl Matching<'_> {
    /// Those of which one thing is the same.
    fn by<K: Ord>(
        &mut self,
        of_new: impl Fn(&str, Oid) -> Option<K>,
        of_left: impl Fn(&Leaving) -> Option<K>,
    ) {
        let mut alike: BTreeMap<K, (Vec<String>, Vec<usize>)> = BTreeMap::new();
        for (number, left) in &self.left {
            if let Some(key) = of_left(left) {
                alike.entry(key).or_default().1.push(*number);
            }
        }
        for (path, version) in &self.new {
            if let Some((new, _)) = of_new(path, *version).and_then(|key| alike.get_mut(&key)) {
                new.push(path.clone());
            }
        }
        for (new, left) in alike.into_values().filter(|(new, _)| !new.is_empty()) {
            let pairs = new.iter().flat_map(|path| left.iter().map(move |it| (path.clone(), *it)));
            self.settle(&pairs.collect());
        }
    }

    /// Those that are left, by what they say of whose they are.
    fn by_their_words(&mut self, repository: &Repository) -> Result<(), git2::Error> {
        self.left.retain(|_, left| left.is_taken_away);
        if self.new.is_empty() || self.left.is_empty() {
            return Ok(());
        }
        let mut signs: BTreeMap<Sign, BTreeSet<(String, usize)>> = BTreeMap::new();
        let mut before = Vec::new();
        for (number, left) in &self.left {
            before.extend(Words::of(repository, left.tracked.version)?.map(|it| (*number, it)));
        }
        for (path, version) in &self.new {
            let Some(words) = Words::of(repository, *version)? else { continue };
            for (number, before) in &before {
                if let Some(sign) = before.sign_of(&words) {
                    signs.entry(sign).or_default().insert((path.clone(), *number));
                }
            }
        }
        for (sign, mut pairs) in signs.into_iter().rev() {
            pairs.retain(|(path, number)| {
                self.new.contains_key(path) && self.left.contains_key(number)
            });
            if sign == Sign::Possible {
                self.matched.unsure.extend(pairs);
            } else {
                self.settle(&pairs);
            }
        }
        Ok(())
    }

    /// Settles pairs that are all as likely: those that have several partners, of different ids, cannot
    /// be told. None of them is looked at again.
    fn settle(&mut self, pairs: &BTreeSet<(String, usize)>) {
        let id_of =
            |number: &usize| self.left.get(number).map(|left| stem(&left.path).to_lowercase());
        let is_of_several = |(path, number): &(String, usize)| {
            let of_it = pairs.iter().filter(|(other, _)| other == path);
            let left: BTreeSet<_> = of_it.map(|(_, number)| id_of(number)).collect();
            let of_it = pairs.iter().filter(|(_, other)| other == number);
            let new: BTreeSet<_> = of_it.map(|(path, _)| stem(path).to_lowercase()).collect();
            left.len() > 1 || new.len() > 1
        };
        let unsure: BTreeSet<&(String, usize)> =
            pairs.iter().filter(|pair| is_of_several(pair)).collect();
        for pair in pairs {
            let (path, number) = pair;
            if unsure.contains(pair) {
                self.matched.unsure.insert(pair.clone());
            } else {
                self.matched.found.entry(path.clone()).or_insert(*number);
            }
        }
        for (path, number) in pairs {
            self.new.remove(path);
            self.left.remove(number);
        }
    }
}

/// What a version says of whose it is.
struct Words {
    person: Person,
    /// Its text without the id.
    rest: String,
}

impl Words {
    fn of(repository: &Repository, version: Oid) -> Result<Option<Words>, git2::Error> {
        let Some(text) = text(repository, version)? else { return Ok(None) };
        let is_id = |line: &&str| line.split('=').next().is_some_and(|key| key.trim() == "id");
        let rest = text.lines().filter(|line| !is_id(line)).collect();
        Ok(Person::of(&text).map(|person| Words { person, rest }))
    }

    /// What shows that a later version is of this one's case; none if something speaks against it.
    fn sign_of(&self, later: &Words) -> Option<Sign> {
        match self.person.likeness(&later.person) {
            Likeness::One(evidence) => Some(Sign::Person(evidence)),
            Likeness::Two("name") if self.person.is_carried_by(&later.person) => {
                Some(Sign::Carries)
            }
            Likeness::Two(_) => None,
            Likeness::Unknown if self.rest == later.rest => Some(Sign::Alike),
            Likeness::Unknown => Some(Sign::Possible),
        }
    }
}

/// Whether two versions are the same, or shown to be of one person.
///
/// # Errors
///
/// If git cannot read them.
pub(in crate::store) fn is_of_one_person(
    repository: &Repository,
    one: Oid,
    other: Oid,
) -> Result<bool, git2::Error> {
    Ok(one == other || is_shown_to_be_of_one_person(repository, one, other)?)
}

/// Whether two versions are shown to be of one person, by what they say.
///
/// # Errors
///
/// If git cannot read them.
pub(in crate::store) fn is_shown_to_be_of_one_person(
    repository: &Repository,
    one: Oid,
    other: Oid,
) -> Result<bool, git2::Error> {
    let (one, other) = (Words::of(repository, one)?, Words::of(repository, other)?);
    let likeness = one.zip(other).map(|(one, other)| one.person.likeness(&other.person));
    Ok(matches!(likeness, Some(Likeness::One(_))))
}

fn text(repository: &Repository, version: Oid) -> Result<Option<String>, git2::Error> {
    match repository.find_blob(version) {
        Ok(blob) => Ok(Some(String::from_utf8_lossy(blob.content()).into_owned())),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
