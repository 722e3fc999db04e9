//! The cases of the folder, by what a row can call them.

use std::collections::HashMap;

/// A case of the folder, as far as an import has to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCase {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// The number that it has elsewhere.
    pub reference: Option<String>,
    /// What its entries keep as `ref`, each with the kind of entry.
    pub keys: Vec<(&'static str, String)>,
}

/// Cases by their ids, letter case aside, and by the numbers that they have elsewhere.
pub(super) struct CaseIndex<'k> {
    ids: HashMap<String, &'k KnownCase>,
    numbers: HashMap<&'k str, Vec<&'k KnownCase>>,
    keys: HashMap<(&'k str, &'k str), Vec<&'k KnownCase>>,
}

impl<'k> CaseIndex<'k> {
    pub(super) fn new(cases: &'k [KnownCase]) -> CaseIndex<'k> {
        let ids = cases.iter().map(|case| (case.id.to_lowercase(), case)).collect();
        let mut numbers: HashMap<&str, Vec<&KnownCase>> = HashMap::new();
        for case in cases {
            if let Some(number) = &case.reference {
                numbers.entry(number).or_default().push(case);
            }
        }
        let mut keys: HashMap<(&str, &str), Vec<&KnownCase>> = HashMap::new();
        for case in cases {
            for (kind, key) in &case.keys {
                keys.entry((kind, key)).or_default().push(case);
            }
        }
        CaseIndex { ids, numbers, keys }
    }

    pub(super) fn with_id(&self, id: &str) -> Option<&'k KnownCase> {
        self.ids.get(&id.to_lowercase()).copied()
    }

    pub(super) fn with_number(&self, number: &str) -> &[&'k KnownCase] {
        self.numbers.get(number).map_or(&[], Vec::as_slice)
    }

    /// The cases that have an entry with this key.
    pub(super) fn with_key<'s>(&'s self, kind: &'s str, key: &'s str) -> &'s [&'s KnownCase] {
        self.keys.get(&(kind, key)).map_or(&[], Vec::as_slice)
    }

    /// The case whose number is this one but for zeros in front, as a spreadsheet program drops them.
    pub(super) fn nearly(&self, typed: &str) -> Option<&'k KnownCase> {
        let bare = |number: &str| number.trim_start_matches('0').to_owned();
        let mut numbers = self.numbers.iter().filter(|(number, _)| bare(number) == bare(typed));
        numbers.next().and_then(|(_, cases)| cases.first().copied())
    }

    /// The case that is meant: by its id, else by its number; else how many have that number.
    pub(super) fn find(&self, typed: &str) -> Result<&'k KnownCase, usize> {
        match (self.with_id(typed), self.with_number(typed)) {
            (Some(case), _) => Ok(case),
            (None, [case]) => Ok(*case),
            (None, several) => Err(several.len()),
        }
    }
}
