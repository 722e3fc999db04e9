//! The cover of a pack: what it is of, what is in it, how anybody can check it, and what to know before
//! it is handed on. It names nobody.

use chrono::DateTime;

use crate::calendar::{long, plural};
use crate::obligation::Status;
use crate::programme::Programme;
use crate::report::pack::case::{fact, times};
use crate::report::pack::{Pack, Told};
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{count, day_of};

/// What lies in a pack, by the paths that a reader sees.
const PARTS: [(&str, &str); 9] = [
    (
        "cases/ID.html",
        "one case to read: the journey, every obligation with its paragraph, trigger, limit, outcome and evidence, contacts, gaps, documents, employment, excuses, corrections",
    ),
    (
        "cases/ID.arithmetic.html",
        "how each of its dates was worked out, with every day that was skipped and every entry that did not count",
    ),
    ("cases/ID.json", "the same for a machine"),
    (
        "tables/",
        "the same as rows, to count with; datapackage.json describes cases.csv and entries.csv",
    ),
    (
        "original/",
        "the case files to the byte, the folder's own rules, and of its settings what dates depend on: a folder that caseload itself can read",
    ),
    ("rules/", "the programmes and bank holidays that come with the release"),
    ("not-modelled.html", "what of the guidance no date can say, and why"),
    ("history.bundle", "the history of those files, as a bundle of git's"),
    ("manifest.txt", "the SHA-256 of every file"),
];

/// What anybody types to check a pack without this program.
const FILES_BY_HAND: &str = "sha256sum --check manifest.txt";
const HISTORY_BY_HAND: [&str; 6] = [
    "git init --bare --initial-branch main ../check",
    "git -C ../check config core.repositoryformatversion 1",
    "git -C ../check config extensions.partialClone bundle",
    "git -C ../check fetch \"$PWD/history.bundle\" main:main",
    "git -C ../check fsck",
    "git -C ../check log --patch -- 'cases/**/ID.toml'",
];

impl<'e, 'a> Pack<'e, 'a> {
    /// The cover.
    pub(super) fn cover(&self) -> Page {
        let mut page = Page::default();
        let number = plural(count(self.cases.len()), "case");
        page.heading(format!("Evidence pack of {number}"), Tone::Plain);
        for programme in self.programmes() {
            if let Some(notice) = &programme.notice {
                page.toned(format!("{}: {notice}", programme.title), Tone::Faint);
            }
        }
        if self.facts.revision.is_none() {
            page.toned(NO_HISTORY, Tone::Bad);
        }
        page.gap();
        self.made_of(&mut page);
        page.heading("The cases", Tone::Plain);
        page.table(self.case_table());
        page.gap();
        self.parts(&mut page);
        self.how_to_check(&mut page);
        self.to_know(&mut page);
        page
    }

    fn made_of(&self, page: &mut Page) {
        let facts = &self.facts;
        let made = DateTime::parse_from_rfc3339(&facts.made).map_or_else(
            |_| facts.made.clone(),
            |moment| {
                let moment = self.timezone.local(moment.to_utc());
                format!("{} at {}", long(moment.date_naive()), moment.format("%H:%M"))
            },
        );
        let mut rows = Vec::new();
        rows.extend(facts.provider.as_ref().map(|provider| fact("Provider", provider.trim())));
        rows.extend([
            fact("Made on", made),
            fact("Times", times(self.timezone)),
            fact("Judged on", long(facts.today)),
            fact("Made by", format!("caseload {}", facts.release)),
            fact("From commit", facts.revision.clone().unwrap_or_else(|| "none".to_owned())),
        ]);
        rows.extend(facts.drawn.as_ref().map(|drawn| {
            let words = format!(
                "{} of {}, with the seed `{}`: {}",
                drawn.number,
                drawn.of,
                drawn.seed,
                drawn.command(facts.revision.as_deref())
            );
            fact("Drawn", words)
        }));
        for programme in self.programmes() {
            rows.push(fact("Programme", programme_words(programme)));
        }
        rows.push(fact("Bank holidays", format!("digest {}", facts.holidays)));
        rows.push(fact("Settings", format!("digest {}", facts.settings)));
        let columns = vec![
            Column { title: "About", width: Some(16) },
            Column { title: "What this pack was made from", width: None },
        ];
        page.table(Table { columns, rows });
        page.gap();
    }

    fn case_table(&self) -> Table {
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("Case", Some(14)),
            column("Programme and stage", None),
            column("Calendar", Some(20)),
            column("Obligations", Some(22)),
            column("Record", Some(24)),
        ];
        Table { columns, rows: self.cases.iter().map(|case| self.case_row(case)).collect() }
    }

    fn case_row(&self, case: &Told<'e, 'a>) -> Row {
        let evaluation = case.evaluation;
        let journey = &evaluation.journey;
        let id = journey.case.id.as_str();
        let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
        let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
        let programme = format!("{}\n{stage}{day}", journey.programme.title);
        let number = |statuses: &[Status]| {
            let items = evaluation.obligations.iter();
            count(items.filter(|item| statuses.contains(&item.status)).count())
        };
        let all = plural(count(evaluation.obligations.len()), "obligation");
        let mut judged = vec![all];
        for (statuses, word) in [
            (&[Status::Missed][..], "missed"),
            (&[Status::Overdue], "overdue"),
            (&[Status::MetLate], "met late"),
            (&[Status::Excused], "excused"),
            (&[Status::Open], "open"),
        ] {
            let number = number(statuses);
            judged.extend((number > 0).then(|| format!("{number} {word}")));
        }
        let is_bad = number(&[Status::Missed, Status::Overdue]) > 0;
        let mut record = vec![match journey.case.entries().len() {
            1 => "1 entry".to_owned(),
            many => format!("{many} entries"),
        }];
        if self.facts.revision.is_some() {
            let (late, altered) = case.history.late_and_altered();
            record.push(plural(count(altered), "correction"));
            record.push(format!("{late} recorded late"));
        }
        let warnings = count(evaluation.warnings().len());
        record.extend((warnings > 0).then(|| plural(warnings, "warning")));
        let calendar = journey.calendar.division().name();
        Row {
            sentence: format!(
                "{id}: {}, {calendar}; {}; {}.",
                programme.replace('\n', ", "),
                judged.join(", "),
                record.join(", ")
            ),
            cells: vec![
                Cell::plain(id).leading_to(format!("./cases/{id}.html")),
                Cell::plain(programme),
                Cell::plain(calendar),
                Cell::toned(judged.join("\n"), if is_bad { Tone::Bad } else { Tone::Plain }),
                Cell::plain(record.join("\n")),
            ],
        }
    }

    fn parts(&self, page: &mut Page) {
        page.heading("What is in it", Tone::Plain);
        let columns = vec![
            Column { title: "File", width: Some(26) },
            Column { title: "What it holds", width: None },
        ];
        let has = |name: &str| name != "history.bundle" || self.facts.revision.is_some();
        let rows = PARTS.iter().filter(|(name, _)| has(name)).map(|(name, what)| {
            let is_file = !name.contains("ID") && !name.ends_with('/');
            let cell = Cell::plain(*name);
            let cell = if is_file { cell.leading_to(format!("./{name}")) } else { cell };
            Row { sentence: format!("{name}: {what}."), cells: vec![cell, Cell::plain(*what)] }
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn how_to_check(&self, page: &mut Page) {
        page.heading("How to check it", Tone::Plain);
        page.text("With caseload, on any machine: every file, the history, and each date anew.");
        page.blocks.push(Block::Command("caseload pack verify PACK".to_owned()));
        page.text("Without it, in the unpacked folder, that no file was changed:");
        page.blocks.push(Block::Command(FILES_BY_HAND.to_owned()));
        if self.facts.revision.is_some() {
            page.text(
                "And that the history is git's own; the last line shows what each commit changed, and \
                 the newest commit must be the one above:",
            );
            for line in HISTORY_BY_HAND {
                page.blocks.push(Block::Command(line.to_owned()));
            }
        }
        self.beyond(page);
        page.gap();
    }

    /// What only the folder or another way can tell.
    fn beyond(&self, page: &mut Page) {
        if self.facts.revision.is_some() {
            page.text(
                "Who signed each commit, and whether each did what it says, is not looked at by either. \
                 In the folder that the pack was made from this says it:",
            );
            page.blocks.push(Block::Command("caseload verify".to_owned()));
        }
        page.text(
            "Whoever can change a pack can make its checksums anew. So have the digest of the pack told \
             to you by another way; it was shown when the pack was made: caseload pack verify PACK \
             --digest DIGEST.",
        );
    }

    fn to_know(&self, page: &mut Page) {
        page.heading("To know", Tone::Plain);
        page.text(
            "The pages of the cases hold names and what was noted: keep the pack as safe as the record \
             itself.",
        );
        let object = self.facts.settings_object.as_ref();
        let object = object.map_or_else(String::new, |object| {
            format!(" The file itself is git's object {object}.")
        });
        page.text(format!(
            "The settings are not here as they are, since they name the staff: original/caseload.toml \
             holds the provider, the time zone and the closure days, on which dates depend.{object}"
        ));
        if self.facts.revision.is_some() {
            page.text(
                "The history proves the whole chain of commits. So the ids of other cases can be seen in \
                 it, and for each commit who made it, when, and its message, which names ids, kinds and \
                 days. No text of another case is in it.",
            );
        }
        if !self.by_git.is_empty() {
            let shown: Vec<&str> =
                self.by_git.iter().take(12).filter_map(|commit| commit.get(..12)).collect();
            let more = self.by_git.len().saturating_sub(shown.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            page.toned(
                format!(
                    "{} made by git itself, with messages that somebody wrote: look at them before the \
                     pack is handed on: {}{more}.",
                    plural(count(self.by_git.len()), "commit"),
                    shown.join(", ")
                ),
                Tone::Soon,
            );
        }
    }
}

const NO_HISTORY: &str = "WITHOUT HISTORY: the folder has no git repository of its own. Nothing here \
                          proves when an entry was recorded, or that none was changed.";

/// A programme with the versions of what it was written from.
fn programme_words(programme: &Programme) -> String {
    let sources = programme.sources.iter().map(|source| {
        format!("{}, {} (compared {})", source.name, source.version, long(source.compared))
    });
    let sources: Vec<String> = sources.collect();
    format!(
        "{} [{}], digest {}\n{}",
        programme.title,
        programme.id,
        programme.digest,
        sources.join("\n")
    )
}
