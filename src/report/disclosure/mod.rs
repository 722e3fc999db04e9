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

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use answer::Answer;
pub use look_at::{OfItsIds, ToLookAt};
pub use mentions::{Mention, mentions};
pub use trail::Trail;

use crate::calendar::{Timezone, plain};
use crate::case::{CaseFacts, remarks};
use crate::obligation::Evaluation;
use crate::operation::GivenOut;
use crate::problem::Problem;
use crate::report::audit::case_json;
use crate::report::disclosure::held::{Told, ToldEntry, held_before, told, told_entry};
use crate::report::disclosure::marks::{Found, Marks, Whose};
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
    /// That the file is not in the folder any more, and its text what it held last.
    pub taken_away: Option<TakenAway>,
}

/// How a file left the folder, of which the history still has it.
#[derive(Clone, Debug)]
pub struct TakenAway {
    /// The step that took it away; none where that is not recorded.
    pub step: Option<HistoryStep>,
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
    problems: Vec<Problem>,
    /// The names that the person has here, or had before.
    names: BTreeSet<String>,
    /// All of it, laid out with its marks.
    body: Page,
    /// What stands between marks there.
    found: Found,
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
            names: names_held(&case.text, history),
            body: Page::default(),
            found: Found::default(),
            stamp,
            answer,
            case,
            evaluation,
            history,
            held,
            problems,
        };
        let marks = disclosure.marks(settings);
        (disclosure.body, disclosure.found) = disclosure.laid_out(marks);
        disclosure
    }

    /// The name of the person, where it is kept here.
    pub fn name(&self) -> Option<&str> {
        self.header.iter().find(|key| key.key == "name").map(|key| key.value.as_str())
    }

    /// What is to be looked at before it is given out, besides what is marked in it.
    /// `of_its_ids` are other cases and ids of which its id tells.
    pub fn to_look_at(&self, mentions: Vec<Mention>, of_its_ids: OfItsIds) -> ToLookAt {
        let former = self.names.iter().filter(|name| self.name() != Some(name.as_str()));
        let names = (self.found.len(), former.cloned().collect());
        let answer = (&self.answer, self.stamp.today);
        ToLookAt::new(&self.case, answer, names, mentions, of_its_ids)
    }

    /// Every key that is told, with the word of its entry.
    fn told(&self) -> impl Iterator<Item = &Told> {
        let entries = self.entries.iter().flat_map(|entry| &entry.keys);
        let before = self.before.iter().flat_map(|before| &before.keys);
        self.header.iter().chain(entries).chain(before)
    }

    /// By what the names of others in all of it are told.
    fn marks(&self, settings: &Settings) -> Marks {
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
        let own: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let values = self.told().map(|key| key.value.as_str());
        let original = self.case.tells_text.then_some(self.case.text.as_str());
        let texts = values.chain(self.remarks.iter().map(String::as_str)).chain(original);
        Marks::new(&own, &known, texts)
    }

    fn given_out(&self) -> impl Iterator<Item = (GivenOut, &HistoryStep)> {
        self.history.steps().filter_map(|step| Some((GivenOut::of_subject(&step.subject)?, step)))
    }
}

impl Disclosure<'_, '_> {
    fn taken_away_json(&self) -> Option<Value> {
        self.case.taken_away.as_ref().map(|it| {
            let step = it.step.as_ref();
            let when = step.map(|step| self.history.when(step));
            json!({"when": when, "who": step.map(|step| &step.author)})
        })
    }

    fn kept_json(&self) -> Option<Value> {
        self.held.keeping.as_ref().map(|(keeping, kept)| {
            let until = kept.map(|kept| plain(kept.until));
            json!({"keep": keeping.words, "cite": keeping.cite, "until": until})
        })
    }
}

/// The names that a case has, or had before it was corrected.
fn names_held(text: &str, history: &History) -> BTreeSet<String> {
    let changes = history.steps().flat_map(|step| &step.files);
    let texts = changes.flat_map(|change| [&change.old, &change.new]).flatten();
    let name = |text: &str| {
        let header = CaseFacts::of(text).header;
        header
            .into_iter()
            .find(|fact| fact.key == "name")
            .map(|fact| fact.to_string().trim().to_owned())
    };
    texts.map(String::as_str).chain([text]).filter_map(name).collect()
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
        let mut page = Page::default();
        self.head(&mut page);
        page.blocks.extend(self.body.blocks.iter().cloned());
        self.checklist(&mut page);
        self.stamp.footer(&mut page);
        page
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
        let to_review = self.found.iter().map(
            |((whose, name), times)| json!({"name": name, "whose": whose.words(), "times": times}),
        );
        let judged = self.evaluation.map(|evaluation| {
            let obligations: Vec<_> = evaluation.obligations.iter().collect();
            case_json(evaluation, &obligations)
        });
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "case": self.case.id,
            "received": plain(self.answer.received),
            "due": plain(self.answer.due),
            "file": self.case.file,
            "taken_away": self.taken_away_json(),
            "header": keys(&self.header),
            "entries": entries.collect::<Vec<_>>(),
            "remarks": self.remarks,
            "original": self.case.tells_text.then_some(&self.case.text),
            "judged": judged,
            "before": before.collect::<Vec<_>>(),
            "history": self.history.json()["steps"],
            "remote": self.held.remote,
            "given_out": given_out.collect::<Vec<_>>(),
            "retention": self.kept_json(),
            "to_review": to_review.collect::<Vec<_>>(),
            "problems": obligation::problems(&self.problems),
        })
    }
}
