//! Everything that is held on one participant, for whoever asks to see it: as it stands, as it stood
//! before, what was worked out of it, where it is held and who was given a copy.
//!
//! What may name somebody else stands between marks, to be reviewed before it is given out.

mod answer;
mod held;
mod look_at;
mod marks;
mod mentions;
mod page;
mod trail;

use serde_json::{Value, json};

pub use answer::Answer;
pub use look_at::ToLookAt;
pub use mentions::{Mention, mentions};
pub use trail::Trail;

use crate::calendar::{Timezone, plain};
use crate::case::{CaseFacts, remarks};
use crate::obligation::Evaluation;
use crate::operation::GivenOut;
use crate::problem::Problem;
use crate::report::audit::case_json;
use crate::report::disclosure::held::{Told, ToldEntry, held_before, told, told_entry};
use crate::report::disclosure::marks::{Marks, Whose};
use crate::report::page::Page;
use crate::report::{History, HistoryStep, Report, Stamp, obligation};
use crate::retention::Kept;
use crate::settings::{Keeping, Settings};

/// The file of a case, as it is held.
#[derive(Clone, Debug)]
pub struct HeldCase {
    /// The id.
    pub id: String,
    /// Its path within the folder.
    pub file: String,
    /// Its text; what is no text in UTF-8 replaced.
    pub text: String,
    /// Whether the text itself is told too: the file is damaged, or holds what its keys do not tell.
    pub tells_text: bool,
}

/// Where it is held, and how long.
#[derive(Clone, Debug, Default)]
pub struct Held<'e> {
    /// Where the machines meet that hold it; none where this folder stands alone.
    pub remote: Option<String>,
    /// How long it is kept, where that is set, and until when.
    pub keeping: Option<(&'e Keeping, Option<Kept>)>,
}

/// What was held before an operation changed it.
#[derive(Clone, Debug)]
struct Before {
    when: String,
    who: String,
    what: String,
    keys: Vec<Told>,
}

/// Everything that is held on one participant.
#[derive(Debug)]
pub struct Disclosure<'e, 'a> {
    stamp: Stamp,
    answer: Answer,
    case: HeldCase,
    evaluation: Option<&'e Evaluation<'a>>,
    header: Vec<Told>,
    entries: Vec<ToldEntry>,
    remarks: Vec<String>,
    before: Vec<Before>,
    history: &'e History,
    provider: Option<&'e str>,
    held: Held<'e>,
    marks: Marks,
    problems: Vec<Problem>,
}

impl<'e, 'a> Disclosure<'e, 'a> {
    /// Everything on a case: its file, what was worked out of it where it can be judged, and its
    /// history, the newest step first.
    pub fn new(
        case: HeldCase,
        evaluation: Option<&'e Evaluation<'a>>,
        history: &'e History,
        answer: Answer,
        (settings, held): (&'e Settings, Held<'e>),
        problems: Vec<Problem>,
        stamp: Stamp,
    ) -> Disclosure<'e, 'a> {
        let facts = CaseFacts::of(&case.text);
        let timezone = history.timezone();
        let mut disclosure = Disclosure {
            header: facts.header.iter().map(|fact| told(fact, timezone)).collect(),
            entries: facts.entries.iter().map(|entry| told_entry(entry, timezone)).collect(),
            remarks: remarks(&case.text),
            before: before(history, timezone),
            provider: settings.provider.as_deref(),
            marks: Marks::default(),
            stamp,
            answer,
            case,
            evaluation,
            history,
            held,
            problems,
        };
        disclosure.marks = disclosure.names(settings);
        disclosure
    }

    /// The name of the person, where it is kept here.
    pub fn name(&self) -> Option<&str> {
        self.header.iter().find(|key| key.key == "name").map(|key| key.value.as_str())
    }

    /// What is to be looked at before it is given out, besides what is marked in it.
    /// `other_ids` are those of cases that stood under its id, with the number of steps left out.
    pub fn to_look_at(&self, mentions: Vec<Mention>, other_ids: (Vec<String>, usize)) -> ToLookAt {
        let names = self.marks.found().count();
        ToLookAt::new(&self.case.id, &self.answer, names, mentions, other_ids)
    }

    /// Every key that is told, with the word of its entry.
    fn told(&self) -> impl Iterator<Item = &Told> {
        let entries = self.entries.iter().flat_map(|entry| &entry.keys);
        let before = self.before.iter().flat_map(|before| &before.keys);
        self.header.iter().chain(entries).chain(before)
    }

    /// The names of others in all of it.
    fn names(&self, settings: &Settings) -> Marks {
        let mut known: Vec<(String, Whose)> = Vec::new();
        for key in self.told() {
            match key.key.as_str() {
                "worker" => known.push((key.value.clone(), Whose::Staff)),
                "employer" => known.push((key.value.clone(), Whose::Employer)),
                _ => {}
            }
        }
        for step in self.history.steps() {
            known.push((step.author.clone(), Whose::Staff));
        }
        let staff: Vec<String> = known
            .iter()
            .filter(|(_, whose)| *whose == Whose::Staff)
            .map(|(name, _)| name.to_lowercase())
            .collect();
        let of_settings = settings.workers.iter().filter(|worker| {
            let name = worker.name.as_ref().map(|name| name.to_lowercase());
            staff.contains(&worker.id.to_lowercase()) || name.is_some_and(|it| staff.contains(&it))
        });
        for worker in of_settings {
            known.push((worker.id.clone(), Whose::Staff));
            known.extend(worker.name.iter().map(|name| (name.clone(), Whose::Staff)));
        }
        let original = self.case.tells_text.then_some(self.case.text.as_str());
        let texts = self.told().filter(|key| key.key != "name" || self.is_of_another(key));
        let texts = texts.map(|key| (key.value.as_str(), key.is_free()));
        let free = self.remarks.iter().map(String::as_str).chain(original);
        let texts = texts.chain(free.map(|text| (text, true)));
        Marks::new(self.name().unwrap_or_default(), &known, texts)
    }

    /// Whether a name that was once on record is another one than today's.
    fn is_of_another(&self, key: &Told) -> bool {
        self.name().is_some_and(|name| name != key.value)
    }

    fn given_out(&self) -> impl Iterator<Item = (GivenOut, &HistoryStep)> {
        self.history.steps().filter_map(|step| Some((GivenOut::of_subject(&step.subject)?, step)))
    }
}

/// What was held before each operation, the newest first.
fn before(history: &History, timezone: Timezone) -> Vec<Before> {
    let mut before = Vec::new();
    for step in history.steps() {
        let when = history.when(step);
        for change in step.files.iter().filter(|change| change.file.starts_with("cases/")) {
            for (what, keys) in held_before(change, timezone) {
                let (when, who) = (when.clone(), step.author.clone());
                before.push(Before { when, who, what, keys });
            }
        }
    }
    before
}

impl Report for Disclosure<'_, '_> {
    fn page(&self) -> Page {
        self.laid_out()
    }

    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> Value {
        let keys = |keys: &[Told]| -> Value {
            keys.iter().map(|key| json!({"key": key.key, "value": key.value})).collect()
        };
        let entries = self.entries.iter().zip(1..).map(|(entry, number)| {
            json!({"number": number, "entry": entry.kind, "keys": keys(&entry.keys)})
        });
        let before = self.before.iter().map(
            |it| json!({"when": it.when, "who": it.who, "what": it.what, "keys": keys(&it.keys)}),
        );
        let given_out = self.given_out().map(|(how, step)| {
            json!({"when": self.history.when(step), "who": step.author, "as": how.word()})
        });
        let to_review = self.marks.found().map(
            |(whose, name, times)| json!({"name": name, "whose": whose.words(), "times": times}),
        );
        let judged = self.evaluation.map(|evaluation| {
            let obligations: Vec<_> = evaluation.obligations.iter().collect();
            case_json(evaluation, &obligations)
        });
        let kept = self.held.keeping.as_ref().map(|(keeping, kept)| {
            let until = kept.map(|kept| plain(kept.until));
            json!({"keep": keeping.words, "cite": keeping.cite, "until": until})
        });
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "case": self.case.id,
            "received": plain(self.answer.received),
            "due": plain(self.answer.due),
            "file": self.case.file,
            "header": keys(&self.header),
            "entries": entries.collect::<Vec<_>>(),
            "remarks": self.remarks,
            "original": self.case.tells_text.then_some(&self.case.text),
            "judged": judged,
            "before": before.collect::<Vec<_>>(),
            "history": self.history.json()["steps"],
            "remote": self.held.remote,
            "given_out": given_out.collect::<Vec<_>>(),
            "retention": kept,
            "to_review": to_review.collect::<Vec<_>>(),
            "problems": obligation::problems(&self.problems),
        })
    }
}
