//! The cases that are past the period for which they are kept, and those that soon will be.

use serde_json::{Value, json};

use crate::calendar::{Day, long, plain, plural};
use crate::obligation::Evaluation;
use crate::problem::Problem;
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::records::row_json;
use crate::report::words::{count, person, person_cell};
use crate::report::{Field, Records, Report, Stamp, frame, obligation};
use crate::retention::{Counted, Kept};
use crate::settings::{self, Keeping, KeptFrom};

/// A case with the day until which it is kept.
#[derive(Clone, Copy, Debug)]
struct KeptCase<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    keeping: &'e Keeping,
    kept: Kept,
}

/// The cases whose time is over.
#[derive(Debug)]
pub struct Retention<'e, 'a> {
    stamp: Stamp,
    settings: &'e settings::Retention,
    until: Day,
    cases: Vec<KeptCase<'e, 'a>>,
    open: usize,
    /// The programmes of cases that have ended and for which no period is set.
    not_set: Vec<&'e str>,
    problems: &'e [Problem],
}

impl<'e, 'a> Retention<'e, 'a> {
    /// Those of these cases that are past their period, or will be after this day at the latest; the
    /// longest past first.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        settings: &'e settings::Retention,
        until: Day,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Retention<'e, 'a> {
        let has_ended = |it: &&Evaluation<'_>| it.journey.scope_end().is_some();
        let ended: Vec<&Evaluation<'a>> = evaluations.iter().filter(has_ended).collect();
        let mut cases = Vec::new();
        let mut not_set: Vec<&str> = Vec::new();
        for evaluation in &ended {
            let programme = evaluation.journey.programme.id.as_str();
            let Some(keeping) = settings.of(programme) else {
                not_set.push(programme);
                continue;
            };
            let kept = Kept::of(&evaluation.journey, keeping);
            let kept = kept.filter(|kept| kept.until <= until);
            cases.extend(kept.map(|kept| KeptCase { evaluation, keeping, kept }));
        }
        cases.sort_by_key(|it| (it.kept.until, it.evaluation.journey.case.id.as_str()));
        not_set.sort_unstable();
        not_set.dedup();
        let open = evaluations.len() - ended.len();
        Retention { stamp, settings, until, cases, open, not_set, problems }
    }

    fn past(&self) -> impl Iterator<Item = &KeptCase<'e, 'a>> {
        self.cases.iter().filter(|it| it.kept.is_past(self.stamp.today))
    }

    fn coming(&self) -> impl Iterator<Item = &KeptCase<'e, 'a>> {
        self.cases.iter().filter(|it| !it.kept.is_past(self.stamp.today))
    }

    fn count(&self) -> String {
        if !self.settings.is_set() {
            return "No retention period is set.".to_owned();
        }
        let past = plural(count(self.past().count()), "case");
        format!("{past} past the period, {} within the time ahead.", self.coming().count())
    }

    fn commands(&self, page: &mut Page) {
        if self.past().next().is_none() {
            return;
        }
        page.text("To erase one, after you have looked whether anything speaks against it:");
        for case in self.past() {
            page.blocks.push(Block::Command(case.command()));
        }
        page.gap();
    }

    fn table(page: &mut Page, title: String, tone: Tone, rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        page.heading(title, tone);
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("Who", Some(18)),
            column("Ended", Some(16)),
            column("Kept until", Some(16)),
            column("By", None),
        ];
        page.table(Table { columns, rows });
        page.gap();
    }

    /// What is not in the lists, and why.
    fn left_out(&self, page: &mut Page) {
        if self.open > 0 {
            let (cases, verb) = (plural(count(self.open), "case"), self.open);
            let verb = if verb == 1 { "has" } else { "have" };
            page.text(format!("{cases} {verb} not ended, and what is open is never listed."));
        }
        if self.settings.is_set() && !self.not_set.is_empty() {
            let programmes = self.not_set.join(", ");
            let words = format!("No period is set for cases on {programmes}: they are not listed.");
            page.toned(words, Tone::Soon);
        }
        page.toned(
            "Nothing is erased by itself: this only tells which days are over.",
            Tone::Faint,
        );
        page.gap();
    }
}

/// How a period is set.
fn how_to_set(page: &mut Page) {
    page.text(
        "No retention period is set, and there is no usual one: it is for the provider to say, by its \
         contract and its own policy. In caseload.toml:",
    );
    let lines = [
        "[retention]",
        "keep = \"...\"        # in days, months or years",
        "from = \"exit\"       # or \"last-entry\"",
        "cite = \"...\"        # where that is laid down",
    ];
    page.blocks.push(Block::Difference(lines.map(|line| format!("  {line}")).to_vec()));
    page.gap();
}

impl KeptCase<'_, '_> {
    fn id(&self) -> &str {
        self.evaluation.journey.case.id.as_str()
    }

    /// What a person types who decides that the case is to go.
    fn command(&self) -> String {
        format!("caseload erase {} --reason retention", self.id())
    }

    fn by(&self) -> String {
        let (keeping, kept) = (self.keeping, self.kept);
        // The day on which it ended stands beside it.
        let on = match kept.counted_from {
            day if day == kept.ended => String::new(),
            day => format!(", {}", long(day)),
        };
        let why = match (keeping.from, kept.counted_by) {
            (KeptFrom::LastEntry, Counted::Exit | Counted::LastDay) => ", no entry being later",
            _ => "",
        };
        let from = kept.counted_by.words();
        format!("{} from {from}{on}{why}: {}", keeping.words, keeping.cite)
    }

    fn row(&self) -> Row {
        let (ended, until) = (long(self.kept.ended), long(self.kept.until));
        let no_exit = self.evaluation.journey.exit.is_none();
        let no_exit = if no_exit { "\nno exit recorded" } else { "" };
        let by = self.by();
        let sentence = format!(
            "{}: ended {ended}{}, kept until {until}; {by}.",
            person(&self.evaluation.standing),
            no_exit.replace('\n', ", ")
        );
        let cells = vec![
            person_cell(&self.evaluation.standing),
            Cell::plain(format!("{ended}{no_exit}")),
            Cell::plain(until),
            Cell::plain(by),
        ];
        Row { cells, sentence }
    }

    /// The row as values, in the order of [`COLUMNS`].
    fn fields(&self, today: Day) -> Vec<Field> {
        let journey = &self.evaluation.journey;
        let is_past = self.kept.is_past(today);
        vec![
            self.id().into(),
            journey.case.name.as_deref().into(),
            journey.worker().into(),
            (&journey.programme.id).into(),
            self.kept.ended.into(),
            journey.exit.map(|exit| exit.on.value).into(),
            self.kept.counted_from.into(),
            self.kept.counted_by.word().into(),
            self.kept.until.into(),
            is_past.into(),
            (&self.keeping.words).into(),
            (&self.keeping.cite).into(),
            is_past.then(|| self.command()).into(),
        ]
    }
}

/// What is said of each case: the keys of JSON and the columns of rows.
const COLUMNS: [&str; 13] = [
    "case",
    "name",
    "worker",
    "programme",
    "ended",
    "exit",
    "counted_from",
    "counted_by",
    "kept_until",
    "is_past",
    "keep",
    "cite",
    "command",
];

impl Report for Retention<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        if self.settings.is_set() {
            let rows = self.past().map(KeptCase::row).collect();
            Retention::table(&mut page, "Past the period".to_owned(), Tone::Soon, rows);
            self.commands(&mut page);
            let title = format!("Coming, to {}", long(self.until));
            let rows = self.coming().map(KeptCase::row).collect();
            Retention::table(&mut page, title, Tone::Plain, rows);
            self.left_out(&mut page);
        } else {
            how_to_set(&mut page);
        }
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("Retention on {}", long(self.stamp.today));
        frame::opening(page, title, &self.stamp, self.problems);
    }

    fn closing(&self, page: &mut Page) {
        frame::closing(page, &self.stamp, 0, self.problems, &self.count());
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> Value {
        let today = self.stamp.today;
        let cases = self.cases.iter().map(|case| row_json(&COLUMNS, &case.fields(today)));
        json!({
            "schema": 1,
            "today": plain(today),
            "until": plain(self.until),
            "revision": self.stamp.revision,
            "is_set": self.settings.is_set(),
            "cases": cases.collect::<Vec<_>>(),
            "not_ended": self.open,
            "not_set_for": self.not_set,
            "problems": obligation::problems(self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let today = self.stamp.today;
        Some(Records::plain(&COLUMNS, self.cases.iter().map(|case| case.fields(today))))
    }
}
