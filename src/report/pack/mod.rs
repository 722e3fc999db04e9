//! The evidence pack: everything that a compliance officer needs to judge some cases, and to check that
//! judgement, as files.
//!
//! What stands in a pack follows from three things in it: the original files, their history, and a few
//! facts about the pack itself. So `pack verify` can make every other file again and compare.

mod case;
mod contacts;
mod cover;
mod differing;
mod facts;
mod gaps;
mod judged;
mod machine;
mod manifest;
mod tables;
mod why_not;

use std::collections::BTreeMap;

pub use differing::differing;
pub use facts::{Drawn, PackFacts, PackedProgramme};
pub use manifest::{MANIFEST, Manifest};

use crate::calendar::{Holidays, Timezone};
use crate::case::CaseFacts;
use crate::obligation::Evaluation;
use crate::programme::BUILTIN;
use crate::report::provenance::Logged;
use crate::report::render;
use crate::report::{Explain, History, HistoryStep, Report, Stamp};

/// Where the original files lie in a pack: a folder that the tool itself can read.
pub const ORIGINAL: &str = "original/";
/// The history of the original files.
pub const BUNDLE: &str = "history.bundle";
/// The bank holidays that come with the release.
const HOLIDAYS: &str = "rules/bank-holidays.csv";
/// The facts about the pack.
pub const FACTS: &str = "pack.json";

/// A case of a pack.
#[derive(Debug)]
pub struct PackedCase<'e, 'a> {
    /// What follows from it.
    pub evaluation: &'e Evaluation<'a>,
    /// What its file says.
    pub says: CaseFacts,
    /// The steps of its history, the newest first.
    pub steps: Vec<HistoryStep>,
}

/// A case with its history as it is told.
#[derive(Debug)]
struct Told<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    says: CaseFacts,
    history: History,
}

/// An evidence pack.
#[derive(Debug)]
pub struct Pack<'e, 'a> {
    facts: PackFacts,
    cases: Vec<Told<'e, 'a>>,
    timezone: Timezone,
    /// The commits that were made by git itself.
    by_git: Vec<String>,
}

impl<'e, 'a> Pack<'e, 'a> {
    /// A pack of these cases. `by_git` are the commits of the history that were made by git itself.
    pub fn new(
        facts: PackFacts,
        cases: Vec<PackedCase<'e, 'a>>,
        timezone: Timezone,
        by_git: Vec<String>,
    ) -> Pack<'e, 'a> {
        let told = |case: PackedCase<'e, 'a>| {
            let mut history = History::new(timezone, facts.revision.clone());
            for step in case.steps {
                history.add(step, false);
            }
            Told { evaluation: case.evaluation, says: case.says, history }
        };
        let cases = cases.into_iter().map(told).collect();
        Pack { facts, cases, timezone, by_git }
    }

    /// Every file that is made for it, by its path in the pack.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut add = |path: String, text: String| files.insert(path, text.into_bytes());
        add("index.html".to_owned(), render::html(&self.cover()));
        add(FACTS.to_owned(), render::json(&self.facts.json()));
        add("not-modelled.html".to_owned(), render::html(&self.not_modelled()));
        for case in &self.cases {
            let id = case.evaluation.journey.case.id.as_str();
            add(format!("cases/{id}.html"), render::html(&self.case_page(case)));
            add(format!("cases/{id}.arithmetic.html"), render::html(&self.arithmetic(case)));
            add(format!("cases/{id}.json"), render::json(&self.case_json(case)));
        }
        for (name, text) in self.tables() {
            add(format!("tables/{name}"), text);
        }
        let used = |id: &str| self.facts.programmes.iter().any(|programme| programme.id == id);
        for builtin in BUILTIN.iter().filter(|builtin| used(builtin.id)) {
            add(format!("rules/{}.toml", builtin.id), builtin.text.to_owned());
        }
        add(HOLIDAYS.to_owned(), Holidays::table().to_owned());
        files
    }

    /// Why each obligation is as it is, with every day that was skipped.
    fn arithmetic(&self, case: &Told<'e, 'a>) -> crate::report::Page {
        let stamp = self.stamp(case.evaluation);
        let logged = Logged::by(&case.history, self.timezone);
        Explain::new(case.evaluation, None, true, Vec::new(), stamp).by_history(logged).page()
    }

    /// What the judgement of a case was made from: by the release that made the pack, which need not be this
    /// one when it is made again.
    fn stamp(&self, evaluation: &Evaluation<'_>) -> Stamp {
        let programme = evaluation.journey.programme;
        let (today, revision) = (self.facts.today, self.facts.revision.clone());
        let stamp = Stamp::new(today, revision, &self.facts.settings, &[programme]);
        Stamp { release: self.facts.release.clone(), ..stamp }
    }
}
