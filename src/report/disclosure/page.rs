//! Everything that is held on one participant, laid out for that person to read.

use std::collections::BTreeSet;

use crate::calendar::{long, plain, plural};
use crate::case::schema;
use crate::report::disclosure::Disclosure;
use crate::report::disclosure::held::{Told, lines};
use crate::report::disclosure::marks::{Found, Marks};
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::show::milestone_table;
use crate::report::words::{cites, count, day_of, warning_words};

fn column(title: &'static str, width: Option<u16>) -> Column {
    Column { title, width }
}

/// A row of these texts, which as a sentence are said one after the other.
fn row(texts: Vec<String>) -> Row {
    let said: Vec<String> = texts.iter().map(|text| text.replace('\n', "; ")).collect();
    let sentence = format!("{}.", said.join(": ").trim_end_matches('.'));
    Row { cells: texts.into_iter().map(Cell::plain).collect(), sentence }
}

/// What is laid out so far, and marked on the way: each text once, so that what is counted is what stands
/// there.
struct Sheet {
    page: Page,
    marks: Marks,
}

impl Disclosure<'_, '_> {
    /// Everything that is held, with what may name somebody else between marks; and what was marked.
    pub(super) fn laid_out(&self, marks: Marks) -> (Page, Found) {
        let mut sheet = Sheet { page: Page::default(), marks };
        self.taken_away(&mut sheet);
        self.damage(&mut sheet);
        self.the_case(&mut sheet);
        self.entries_held(&mut sheet);
        self.remarks_held(&mut sheet);
        self.worked_out(&mut sheet);
        self.held_before(&mut sheet);
        self.who_recorded(&mut sheet);
        self.where_held(&mut sheet);
        self.meanings(&mut sheet.page);
        (sheet.page, sheet.marks.found())
    }

    pub(super) fn head(&self, page: &mut Page) {
        let name = self.name().map_or_else(String::new, |name| format!(" {name}"));
        page.heading(format!("What is held about {}{name}", self.case.id), Tone::Plain);
        page.text(self.answer.words());
        if let Some(provider) = self.provider {
            page.text(format!("Held by {provider}."));
        }
        if !self.found.is_empty() {
            page.toned(
                "To be reviewed before it is given out: what stands between \u{ab} and \u{bb} may name \
                 somebody else. The list at the end has each of them.",
                Tone::Soon,
            );
        }
        page.gap();
    }

    /// Where the file is gone, how; and that what follows is what it held last.
    fn taken_away(&self, Sheet { page, marks }: &mut Sheet) {
        let Some(taken_away) = &self.case.taken_away else { return };
        let how = match &taken_away.step {
            Some(step) => {
                let (when, who) = (self.history.when(step), marks.known(&step.author));
                format!("was taken out of the folder on {when} by {who}")
            }
            None => "is not in the folder any more, and when it was taken out is not recorded"
                .to_owned(),
        };
        page.text(format!(
            "The file of this case {how}. What it held last is told here; it is still in the history of the \
             folder."
        ));
        page.gap();
    }

    /// Where the file could not be read whole, its text is told as it is.
    fn damage(&self, sheet: &mut Sheet) {
        if !self.problems.is_empty() {
            sheet.page.heading("Something is wrong with these files", Tone::Bad);
            for problem in &self.problems {
                let line = problem
                    .place
                    .as_ref()
                    .map_or_else(String::new, |place| format!(", line {}", place.line));
                let message = sheet.marks.free(&problem.message);
                sheet.page.text(format!("{}{line}: {message}.", problem.file));
            }
            sheet.page.gap();
        }
        if self.case.tells_text {
            sheet.page.heading("The file as it is, word by word", Tone::Plain);
            let text = sheet.marks.free(&self.case.text);
            let lines = text.trim_end().lines().map(|line| format!("  {line}"));
            sheet.page.blocks.push(Block::Difference(lines.collect()));
            sheet.page.gap();
        }
    }

    /// What a key holds, with marks: a name of the person's own has none. In a damaged file anything may
    /// stand where a word of a list should.
    fn marked(&self, key: &Told, marks: &mut Marks) -> String {
        match key.key.as_str() {
            "name" if self.names.contains(&key.value) => key.value.clone(),
            _ => marks.free(&key.value),
        }
    }

    fn the_case(&self, Sheet { page, marks }: &mut Sheet) {
        page.heading("The case", Tone::Plain);
        let columns = vec![
            column("What", Some(14)),
            column("What is held", None),
            column("What it means", Some(30)),
        ];
        let rows = self.header.iter().map(|key| {
            let means = schema::header_key(&key.key).map_or("", |known| known.means);
            row(vec![key.key.clone(), self.marked(key, marks), means.to_owned()])
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn entries_held(&self, Sheet { page, marks }: &mut Sheet) {
        page.heading("What was recorded, in the order of the file", Tone::Plain);
        if self.entries.is_empty() {
            page.text("Nothing.");
        }
        let columns = vec![column("No", Some(4)), column("Day", Some(16)), column("What", None)];
        let rows = self.entries.iter().zip(1..).map(|(entry, number)| {
            let held = lines(&entry.keys, &mut |key| self.marked(key, marks));
            let what = format!("{}\n{held}", entry.kind);
            row(vec![i64::to_string(&number), entry.on.clone(), what])
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn remarks_held(&self, Sheet { page, marks }: &mut Sheet) {
        if self.remarks.is_empty() {
            return;
        }
        page.heading("Remarks in the file", Tone::Plain);
        self.remarks.iter().for_each(|remark| page.text(marks.free(remark)));
        page.gap();
    }

    /// What the rules of the programme made of it.
    fn worked_out(&self, Sheet { page, marks }: &mut Sheet) {
        page.heading("What was worked out of it", Tone::Plain);
        let Some(evaluation) = self.evaluation else {
            page.text("Nothing: the file has errors, so no obligation is worked out of it.");
            page.gap();
            return;
        };
        let journey = &evaluation.journey;
        let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
        let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
        let on = long(self.stamp.today);
        page.text(format!("On {on}: {}: {stage}{day}.", journey.programme.title));
        for warning in evaluation.warnings() {
            page.text(marks.known(&format!("Warning: {}", warning_words(warning))));
        }
        page.gap();
        let columns = vec![
            column("What the provider had to do", None),
            column("Due", Some(11)),
            column("Outcome", Some(14)),
            column("Why", Some(36)),
        ];
        let rows = evaluation.obligations.iter().map(|item| {
            let instance = &item.instance;
            let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
            let what = format!("{}{subject} [{}]", instance.rule.title, cites(&instance.rule.cite));
            let why = item.reason(journey.today);
            let why = if item.excuse.is_some() { marks.free(&why) } else { marks.known(&why) };
            let status = item.status.word().to_owned();
            row(vec![marks.known(&what), plain(instance.due.day), status, why])
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
        page.table(milestone_table(evaluation));
        page.gap();
    }

    fn held_before(&self, Sheet { page, marks }: &mut Sheet) {
        if self.before.is_empty() {
            return;
        }
        page.heading("What was held before it was corrected or struck", Tone::Plain);
        page.text("It is still in the history of the folder.");
        let columns = vec![
            column("Until", Some(16)),
            column("Changed by", Some(14)),
            column("What was held", None),
        ];
        let rows = self.before.iter().map(|before| {
            let keys = lines(&before.keys, &mut |key| self.marked(key, marks));
            let held = format!("{}\n{keys}", before.what);
            row(vec![before.when.clone(), marks.known(&before.who), held])
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn who_recorded(&self, Sheet { page, marks }: &mut Sheet) {
        page.heading("Who recorded it, and when", Tone::Plain);
        let Table { columns, rows } = self.history.table();
        if rows.is_empty() {
            page.text("There is no history of it: nothing of this case was recorded in git yet.");
        }
        // Corrections quote what people wrote.
        let rows = rows.into_iter().map(|row| {
            let mut cells = row.cells;
            for cell in cells.iter_mut().skip(1) {
                cell.text = marks.free(&cell.text);
            }
            let said: Vec<String> =
                cells.iter().map(|cell| cell.text.replace('\n', "; ")).collect();
            Row { sentence: format!("{}.", said.join(": ")), cells }
        });
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn where_held(&self, Sheet { page, marks }: &mut Sheet) {
        page.heading("Where it is held, and how long", Tone::Plain);
        page.text(match &self.case.taken_away {
            None => format!(
                "In the file {} of the provider's folder, with every earlier version of it in the folder's \
                 history.",
                self.case.file
            ),
            Some(_) => format!(
                "In the history of the provider's folder, with every version of the file {} that is not \
                 there any more.",
                self.case.file
            ),
        });
        match &self.held.remote {
            Some(remote) => page.text(format!(
                "Also at {remote}, where machines that share the folder meet, and on each of those machines."
            )),
            None => page.text("This folder is not shared with other machines by the tool."),
        }
        self.copies(page, marks);
        match &self.held.keeping {
            None => page.text("No period after which it is taken away is set here."),
            Some((keeping, kept)) => {
                let until = match kept {
                    Some(kept) => format!("until {}", long(kept.until)),
                    None => "which has not begun: the case has not ended".to_owned(),
                };
                page.text(format!("It is kept for {}, {until} ({}).", keeping.words, keeping.cite));
            }
        }
        page.gap();
    }

    /// The copies that were made of it, as far as they are on record.
    fn copies(&self, page: &mut Page, marks: &mut Marks) {
        let given_out: Vec<Row> = self
            .given_out()
            .map(|(how, step)| {
                let of_all =
                    if step.subject.starts_with("folder: ") { " of all cases" } else { "" };
                let how = format!("{}{of_all}", how.word());
                row(vec![self.history.when(step), marks.known(&step.author), how])
            })
            .collect();
        if given_out.is_empty() {
            page.text("No copy that was made of it is on record.");
        } else {
            page.text("Copies that were made of it, as far as that is on record:");
        }
        let columns = vec![column("When", Some(16)), column("By", Some(20)), column("As", None)];
        page.table(Table { columns, rows: given_out });
    }

    /// What the words of the entries mean.
    fn meanings(&self, page: &mut Page) {
        let keys = self.entries.iter().flat_map(|entry| &entry.keys);
        let keys: BTreeSet<&str> = keys.map(|key| key.key.as_str()).collect();
        if keys.is_empty() {
            return;
        }
        page.heading("What the words mean", Tone::Plain);
        let columns = vec![column("Word", Some(18)), column("What it means", None)];
        let known = schema::ENTRY.iter().filter(|key| keys.contains(key.name));
        let rows = known.map(|key| row(vec![key.name.to_owned(), key.means.to_owned()]));
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    pub(super) fn checklist(&self, page: &mut Page) {
        if self.found.is_empty() {
            return;
        }
        page.heading("To be reviewed, and taken out before it is given out", Tone::Soon);
        page.text(
            "Everything that stands between marks above: names of others, as far as they can be told by \
             where they stand or by a capital letter. This finds not all of them, and some are none: a name \
             at the beginning of a sentence may not be marked, nor a description that only one person fits. \
             Whether each stays is for the reader to decide.",
        );
        let columns = vec![
            column("Looked at", Some(10)),
            column("Name", None),
            column("Who that is", Some(20)),
            column("Times", Some(6)),
        ];
        let rows = self.found.iter().map(|((whose, name), times)| {
            let (whose, number) = (whose.words(), times.to_string());
            let often = plural(count(*times), "mark");
            let cells = ["[ ]", name, whose, &number].map(Cell::plain).to_vec();
            Row { cells, sentence: format!("To look at: {name}, {whose}: {often}.") }
        });
        page.table(Table { columns, rows: rows.collect() });
        page.toned(
            "What stands in other people's files about this person is not in here.",
            Tone::Faint,
        );
        page.gap();
    }
}
